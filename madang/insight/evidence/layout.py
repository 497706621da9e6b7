"""A layered drawing of a directed graph: which layer, which place in it, which way for every connection.

Nodes come in the order in which work usually reaches them; connections against that order are turned round
for the drawing, long ones are led through each layer that they cross, and crossings are reduced by moving
every node towards the middle of its neighbours (after Sugiyama, Tagawa and Toda, 1981).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

SWEEPS = 24
PASSES = 12
STRAIGHT = 4.0  # how much more a passing connection wishes to stay straight than a node does
Key = str | tuple[str, str, int]  # a node, or the place where a long connection crosses a layer
Near = tuple[dict[Key, list[Key]], dict[Key, list[Key]]]  # neighbours above and below


@dataclass
class Layout:
    """Where everything lies: layers from top to bottom, the middle of each thing, the ways."""

    layers: list[list[Key]]
    middles: dict[Key, float] = field(default_factory=dict)
    ways: dict[tuple[str, str], list[Key]] = field(default_factory=dict)


def lay_out(
    nodes: Sequence[str], edges: Iterable[tuple[str, str]], *, width: float, thin: float, gap: float
) -> Layout:
    """Lay out nodes of one width; `thin` is the width kept free for a connection that passes by."""
    place = {node: number for number, node in enumerate(nodes)}
    forward = sorted(
        {(a, b) if place[a] < place[b] else (b, a) for a, b in edges if a != b},
        key=lambda pair: (place[pair[0]], place[pair[1]]),
    )
    depth = _depths(nodes, forward)
    layout = _with_passages(nodes, forward, depth)
    neighbours = _neighbours(layout)
    for sweep in range(SWEEPS):
        _order(layout, neighbours, downwards=sweep % 2 == 0)
    _spread(layout, neighbours, lambda key: width if isinstance(key, str) else thin, gap)
    for a, b in edges:
        if a != b and place[a] > place[b]:
            layout.ways[a, b] = layout.ways[b, a][::-1]
    return layout


def least_backwards(order: Sequence[str], edges: Mapping[tuple[str, str], int]) -> list[str]:
    """The order changed, node by node, until no move of one node makes fewer connections run backwards."""
    best = list(order)
    for _ in range(PASSES):
        before = list(best)
        for node in order:
            now = best.index(node)
            best.remove(node)
            best.insert(_best_place(best, node, now, edges), node)
        if best == before:
            break
    return _led_to(best, edges)


def _led_to(order: list[str], edges: Mapping[tuple[str, str], int]) -> list[str]:
    """The order in which every node stands behind one that leads to it, the first nodes apart."""
    into: dict[str, list[str]] = defaultdict(list)
    for a, b in sorted(edges, key=lambda pair: (-edges[pair], pair)):
        if a != b:
            into[b].append(a)
    for node in [*order, *order]:
        seen = set(order[: order.index(node)])
        leading = [other for other in into[node] if other in order]
        if leading and len(leading) == len(into[node]) and not seen.intersection(leading):
            order.remove(node)
            order.insert(order.index(leading[0]) + 1, node)
    return order


def _best_place(others: Sequence[str], node: str, now: int, edges: Mapping[tuple[str, str], int]) -> int:
    """Where among the others the node makes the least run backwards; of equally good places the nearest."""
    backwards = sum(
        edges.get((other, node), 0) for other in others
    )  # as the very first, all into it run back
    least = (backwards, now, 0)
    for number, other in enumerate(others, start=1):
        backwards += edges.get((node, other), 0) - edges.get((other, node), 0)
        least = min(least, (backwards, abs(number - now), number))
    return least[2]


def _depths(nodes: Sequence[str], forward: Sequence[tuple[str, str]]) -> dict[str, int]:
    """The layer of each node: one below the lowest node from which it is reached, else one above the next."""
    depth = dict.fromkeys(nodes, 0)
    by_target = defaultdict(list)
    for a, b in forward:
        by_target[b].append(a)
    for node in nodes:  # sources stand before their targets in this order
        depth[node] = max((depth[before] + 1 for before in by_target[node]), default=0)
    after = defaultdict(list)
    for a, b in forward:
        after[a].append(depth[b])
    for node in nodes[1:]:
        if not by_target[node] and after[node]:
            depth[node] = min(after[node]) - 1
    return depth


def _with_passages(
    nodes: Sequence[str], forward: Sequence[tuple[str, str]], depth: Mapping[str, int]
) -> Layout:
    layout = Layout([[] for _ in range(max(depth.values(), default=0) + 1)])
    for node in nodes:
        layout.layers[depth[node]].append(node)
    for a, b in forward:
        passages: list[Key] = [(a, b, level) for level in range(depth[a] + 1, depth[b])]
        for level, passage in enumerate(passages, start=depth[a] + 1):
            layout.layers[level].append(passage)
        layout.ways[a, b] = [a, *passages, b]
    return layout


def _neighbours(layout: Layout) -> Near:
    above: dict[Key, list[Key]] = defaultdict(list)
    below: dict[Key, list[Key]] = defaultdict(list)
    for way in layout.ways.values():
        for upper, lower in pairwise(way):
            above[lower].append(upper)
            below[upper].append(lower)
    return above, below


def _order(layout: Layout, neighbours: Near, *, downwards: bool) -> None:
    """Order each layer by the mean place of its neighbours in the layer before it."""
    near = neighbours[0 if downwards else 1]
    layers = layout.layers if downwards else layout.layers[::-1]
    for fixed, layer in pairwise(layers):
        at = {key: number / max(1, len(fixed) - 1) for number, key in enumerate(fixed)}
        wish = {}
        for number, key in enumerate(layer):
            now = number / max(1, len(layer) - 1)
            wish[key] = (sum(at[other] for other in near[key]) / len(near[key]) if near[key] else now, now)
        layer.sort(key=wish.__getitem__)


def _spread(layout: Layout, neighbours: Near, size: Callable[[Key], float], gap: float) -> None:
    """Give everything its middle: as near to its neighbours as order and size allow."""
    middles = layout.middles
    for layer in layout.layers:
        _settle(layer, dict.fromkeys(layer, 0.0), middles, size, gap)
    for sweep in range(SWEEPS):
        for layer in layout.layers if sweep % 2 == 0 else layout.layers[::-1]:
            wish = {}
            for key in layer:
                near = neighbours[0].get(key, []) + neighbours[1].get(key, [])
                wish[key] = sum(middles[other] for other in near) / len(near) if near else middles[key]
            _settle(layer, wish, middles, size, gap)
    left = min((middles[key] - size(key) / 2 for layer in layout.layers for key in layer), default=0.0)
    for key in middles:
        middles[key] -= left


def _settle(
    layer: list[Key],
    wish: Mapping[Key, float],
    middles: dict[Key, float],
    size: Callable[[Key], float],
    gap: float,
) -> None:
    """Put a layer as near to its wishes as order and sizes allow (least squares, by pooling neighbours)."""
    at, offsets = 0.0, []
    for before, key in zip([None, *layer], layer, strict=False):
        at += 0.0 if before is None else (size(before) + size(key)) / 2 + gap
        offsets.append(at)
    pools: list[list[float]] = []  # weighted sum of wishes, weight, how many
    for key, offset in zip(layer, offsets, strict=True):
        weight = 1.0 if isinstance(key, str) else STRAIGHT
        pools.append([(wish[key] - offset) * weight, weight, 1])
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
            total, weights, count = pools.pop()
            pools[-1][0] += total
            pools[-1][1] += weights
            pools[-1][2] += count
    place = 0
    for total, weights, count in pools:
        for _ in range(int(count)):
            middles[layer[place]] = total / weights + offsets[place]
            place += 1
