"""The process map: which activity directly follows which, drawn as SVG from the most frequent paths."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise

from madang.insight.evidence.layout import Layout, lay_out, least_backwards
from madang.insight.evidence.queries import Variant

MOST_NODES, MOST_EDGES = 60, 150
START, END = "\x02", "\x03"  # no activity is called so; columns of text cannot hold them unseen
NODE, THIN, GAP, ROW = 172.0, 18.0, 22.0, 58.0
ACROSS, LINES, LINE = 24, 3, 16.0  # signs in a line of a node, lines, and their height
MARGIN = 34.0


@dataclass
class Map:
    """What the map shows: how often each activity and each connection occurs in the chosen cases."""

    cases: int
    nodes: dict[str, int]
    edges: dict[tuple[str, str], int]
    all_nodes: int
    all_edges: int
    order: list[str] = field(default_factory=list)


def map_of(variants: Iterable[Variant]) -> Map:
    """Count activities and connections in these variants; where very many, the rarest are left out."""
    events: Counter[str] = Counter()
    edges: Counter[tuple[str, str]] = Counter()
    depth: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    cases = 0
    for variant in variants:
        cases += variant.cases
        steps = [START, *variant.steps, END]
        for place, (step, following) in enumerate(pairwise(steps)):
            edges[step, following] += variant.cases
            events[step] += variant.cases
            depth[step][0] += variant.cases * place / len(steps)
            depth[step][1] += variant.cases
    events[END] = cases
    shown = {node for node, _ in _most(events, MOST_NODES)} | {START, END}
    within = Counter({pair: count for pair, count in edges.items() if pair[0] in shown and pair[1] in shown})
    drawn = _connected(within, shown)
    order = sorted(shown - {START, END}, key=lambda node: (depth[node][0] / depth[node][1], node))
    order = least_backwards(order, drawn)
    return Map(cases, {n: events[n] for n in shown}, drawn, len(events) - 2, len(edges), [START, *order, END])


def _most(counts: Counter[str], most: int) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]


def _connected(edges: Counter[tuple[str, str]], nodes: set[str]) -> dict[tuple[str, str], int]:
    """The most frequent connections, and for every activity its strongest way in and out."""
    ranked = sorted(edges.items(), key=lambda item: (-item[1], item[0]))
    kept = dict(ranked[:MOST_EDGES])
    entered, left = {b for a, b in kept if a != b}, {a for a, b in kept if a != b}
    for (a, b), count in ranked[MOST_EDGES:]:
        if a != b and ((b in nodes and b not in entered) or (a in nodes and a not in left)):
            kept[a, b] = count
            entered.add(b)
            left.add(a)
    return kept


def draw(found: Map, *, title: str, description: str, start: str, end: str) -> str:
    """The map as SVG, from top to bottom; thickness and number tell how often, darkness how many events."""
    layout = lay_out(found.order, found.edges, width=NODE, thin=THIN, gap=GAP)
    names = {START: start, END: end}
    lines = {node: _lines(names.get(node, node)) for node in found.nodes}
    tops, heights = _heights(layout, lines)
    wide = max(layout.middles[key] + (NODE if isinstance(key, str) else THIN) / 2 for key in layout.middles)
    width, height = wide + 2 * MARGIN, tops[-1] + heights[-1] + MARGIN
    frame = _Frame(found, layout, tops, heights, lines)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="process-map" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" role="img">',
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>",
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="#ffffff"/>',
        '<g font-family="Pretendard GOV, Malgun Gothic, sans-serif" font-size="12" fill="#1e2124">',
        *frame.edges(),
        *frame.nodes(),
        *frame.counts(),
        "</g></svg>",
    ]
    return "".join(parts)


def _heights(layout: Layout, lines: dict[str, list[str]]) -> tuple[list[float], list[float]]:
    tops, heights, at = [], [], MARGIN / 2
    for layer in layout.layers:
        most = max((len(lines[key]) for key in layer if isinstance(key, str)), default=1)
        height = 14 + LINE * (most + 1)
        tops.append(at)
        heights.append(height)
        at += height + ROW
    return tops, heights


@dataclass
class _Frame:
    """One drawing under way: it knows where everything is and gives the parts of the picture."""

    found: Map
    layout: Layout
    tops: list[float]
    heights: list[float]
    lines: dict[str, list[str]]

    def __post_init__(self) -> None:
        self._layer = {key: number for number, layer in enumerate(self.layout.layers) for key in layer}
        self._strongest = max(self.found.edges.values(), default=1)
        self._most = max((n for node, n in self.found.nodes.items() if node not in (START, END)), default=1)
        self._labels: list[tuple[float, float, int]] = []

    def edges(self) -> Iterable[str]:
        for (a, b), count in sorted(self.found.edges.items(), key=lambda item: item[1]):
            thick = 1 + 6 * (count / self._strongest) ** 0.5
            yield self._loop(a, count, thick) if a == b else self._way(a, b, count, thick)

    def _way(self, a: str, b: str, count: int, thick: float) -> str:
        way = self.layout.ways[a, b]
        back = self._layer[a] > self._layer[b]
        points = self._points(way, back)
        curve = f"M{points[0][0]:.1f},{points[0][1]:.1f}"
        for (x, y), (u, v) in pairwise(points):
            middle = (y + v) / 2
            curve += f"C{x:.1f},{middle:.1f} {u:.1f},{middle:.1f} {u:.1f},{v:.1f}"
        self._label(points, count)
        colour, dash = ("#b45309", ' stroke-dasharray="5 4"') if back else ("#6d7882", "")
        stroke = f'stroke="{colour}" stroke-width="{thick:.1f}"{dash} opacity=".75"'
        line = f'<path d="{curve}" fill="none" {stroke}/>'
        return line + _arrow(*points[-1], up=back, size=4 + thick, colour=colour)

    def _points(self, way: list[str | tuple[str, str, int]], back: bool) -> list[tuple[float, float]]:
        """From the edge of the first node through the layers between to the edge of the last."""
        shift, aside = (14.0, 6.0) if back else (0.0, 0.0)  # so that ways forth and back can be told apart
        points = []
        for number, key in enumerate(way):
            x, layer = self.layout.middles[key] + MARGIN, self._layer[key]
            top, bottom = self.tops[layer], self.tops[layer] + self.heights[layer]
            if number == 0:
                points.append((x + shift, top if back else bottom))
            elif number == len(way) - 1:
                points.append((x + shift, bottom + 9 if back else top - 9))
            else:
                points += [(x + aside, bottom), (x + aside, top)] if back else [(x, top), (x, bottom)]
        return points

    def _label(self, points: Sequence[tuple[float, float]], count: int) -> None:
        """Write the number on the way, moved along it until it covers no other number."""
        for share in (0.5, 0.35, 0.65, 0.25, 0.75):
            (x, y), (u, v) = points[0], points[1]
            bent = 3 * share**2 - 2 * share**3
            at = (x + (u - x) * bent, y + (v - y) * share)
            if all(abs(at[0] - x2) > 26 or abs(at[1] - y2) > 13 for x2, y2, _ in self._labels):
                break
        self._labels.append((*at, count))

    def _loop(self, node: str, count: int, thick: float) -> str:
        layer = self._layer[node]
        x, y = self.layout.middles[node] + MARGIN + NODE / 2, self.tops[layer] + self.heights[layer] / 2
        self._labels.append((x + 16, y + 22, count))
        line = f"M{x:.1f},{y - 9:.1f}c26,-12 26,24 6,18"
        stroke = f'stroke="#b45309" stroke-width="{min(thick, 3):.1f}"'
        return f'<path d="{line}" fill="none" {stroke}/>' + _arrow(
            x, y + 9, left=True, size=6, colour="#b45309"
        )

    def nodes(self) -> Iterable[str]:
        for node, events in self.found.nodes.items():
            layer = self._layer[node]
            x, top, height = self.layout.middles[node] + MARGIN, self.tops[layer], self.heights[layer]
            limit = node in (START, END)
            fill = "#1e2124" if limit else _shade(events / self._most)
            ink = "#ffffff" if limit else "#1e2124"
            round_ = height / 2 if limit else 6
            yield (
                f'<rect x="{x - NODE / 2:.1f}" y="{top:.1f}" width="{NODE}" height="{height:.1f}" '
                f'rx="{round_:.0f}" fill="{fill}" stroke="#58616a"/>'
            )
            texts = [*self.lines[node], f"{events:,}"]
            first = top + height / 2 - (len(texts) - 1) * LINE / 2 + 4
            for number, text in enumerate(texts):
                weight = ' font-weight="700"' if number == len(texts) - 1 else ""
                yield (
                    f'<text x="{x:.1f}" y="{first + number * LINE:.1f}" text-anchor="middle" fill="{ink}"'
                    f"{weight}>{escape(text)}</text>"
                )

    def counts(self) -> Iterable[str]:
        for x, y, count in self._labels:
            yield (
                f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle" font-size="11" stroke="#ffffff" '
                f'stroke-width="4" paint-order="stroke" stroke-linejoin="round">{count:,}</text>'
            )


def _arrow(x: float, y: float, *, up: bool = False, left: bool = False, size: float, colour: str) -> str:
    if left:
        points = f"{x:.1f},{y:.1f} {x + size:.1f},{y - size / 2:.1f} {x + size:.1f},{y + size / 2:.1f}"
    else:
        tip = y - 9 if up else y + 9
        points = f"{x:.1f},{tip:.1f} {x - size / 2 - 2:.1f},{y:.1f} {x + size / 2 + 2:.1f},{y:.1f}"
    return f'<polygon points="{points}" fill="{colour}"/>'


def _shade(share: float) -> str:
    """From nearly white to a light blue on which dark letters keep their contrast."""
    light, dark = (246, 249, 255), (150, 187, 255)
    return "#" + "".join(f"{round(a + (b - a) * share**0.5):02x}" for a, b in zip(light, dark, strict=True))


def _lines(text: str) -> list[str]:
    """The text in at most three lines of even width; a Korean syllable is two signs wide."""
    lines, line = [], ""
    for word in text.split() or [""]:
        for piece in _pieces(word):
            if line and _wide(line) + 1 + _wide(piece) > ACROSS:
                lines.append(line)
                line = piece
            else:
                line = f"{line} {piece}".strip()
    lines.append(line)
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], lines[LINES - 1][: ACROSS - 2] + "…"]
    return lines


def _pieces(word: str) -> list[str]:
    pieces, piece = [], ""
    for sign in word:
        if _wide(piece + sign) > ACROSS:
            pieces.append(piece)
            piece = ""
        piece += sign
    return [*pieces, piece]


def _wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
