"""The process map: all activities in it, none on another, every connection from its first activity to its last."""

import random
import re
from collections import Counter
from itertools import pairwise
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from madang.insight.evidence.layout import lay_out, least_backwards
from madang.insight.evidence.process_map import END, MOST_EDGES, MOST_NODES, NODE, START, draw, map_of
from madang.insight.evidence.queries import Variant

names = st.text("abcdefgh", min_size=1, max_size=2)
paths = st.lists(
    st.tuples(st.lists(names, min_size=1, max_size=8), st.integers(1, 50)), min_size=1, max_size=12
)


def variants(found: list[tuple[list[str], int]]) -> list[Variant]:
    return [Variant(rank, steps, cases, 0, 0, 0) for rank, (steps, cases) in enumerate(found, 1)]


@settings(max_examples=100, deadline=None)
@given(paths)
def test_counts_activities_and_connections(found: list[tuple[list[str], int]]) -> None:
    drawn = map_of(variants(found))
    pairs: Counter[tuple[str, str]] = Counter()
    for steps, cases in found:
        for pair in zip([START, *steps], [*steps, END], strict=True):
            pairs[pair] += cases
    assert drawn.edges == pairs
    assert drawn.cases == sum(cases for _, cases in found)
    assert sum(drawn.nodes.values()) == sum(cases * (len(steps) + 2) for steps, cases in found)


@settings(max_examples=100, deadline=None)
@given(paths)
def test_lays_every_activity_beside_the_others(found: list[tuple[list[str], int]]) -> None:
    drawn = map_of(variants(found))
    layout = lay_out(drawn.order, drawn.edges, width=100, thin=10, gap=5)
    assert sorted(key for layer in layout.layers for key in layer if isinstance(key, str)) == sorted(
        drawn.order
    )
    for layer in layout.layers:
        for left, right in pairwise(layer):
            room = sum(100 if isinstance(key, str) else 10 for key in (left, right)) / 2 + 5
            assert layout.middles[right] - layout.middles[left] >= room - 1e-6
    for a, b in drawn.edges:
        if a != b:
            assert (layout.ways[a, b][0], layout.ways[a, b][-1]) == (a, b)


@settings(max_examples=100, deadline=None)
@given(paths)
def test_is_a_whole_picture(found: list[tuple[list[str], int]]) -> None:
    picture = draw(map_of(variants(found)), title="T & <t>", description="d", start="시작", end="끝")
    root = ElementTree.fromstring(picture)  # noqa: S314  our own drawing
    width = float(root.attrib["width"])
    for box in root.iter("{http://www.w3.org/2000/svg}rect"):
        assert 0 <= float(box.get("x", "0")) <= width
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "T & <t>"


def test_begins_at_the_start_and_ends_at_the_end() -> None:
    drawn = map_of(
        variants([(["receive", "check", "decide"], 9), (["receive", "decide", "check", "decide"], 2)])
    )
    assert drawn.order == [START, "receive", "check", "decide", END]


def test_finds_the_order_with_the_least_work_running_backwards() -> None:
    edges = {("a", "b"): 10, ("b", "c"): 10, ("c", "a"): 1}
    assert least_backwards(["c", "b", "a"], edges) == ["a", "b", "c"]


def test_draws_the_most_frequent_part_of_a_very_large_log() -> None:
    chance = random.Random(7)  # noqa: S311  a repeatable log
    found = [
        ([f"activity {chance.randrange(400)}" for _ in range(12)], chance.randrange(1, 9))
        for _ in range(3000)
    ]
    drawn = map_of(variants(found))
    assert len(drawn.nodes) <= MOST_NODES + 2
    assert len(drawn.edges) <= MOST_EDGES + 2 * MOST_NODES
    assert (drawn.all_nodes, drawn.all_edges > 10_000) == (400, True)
    assert len(draw(drawn, title="t", description="d", start="s", end="e")) < 500_000


def test_breaks_long_names_and_escapes_signs() -> None:
    name = "아주긴이름의활동이라서한줄에는다들어가지않는업무 <script>"
    picture = draw(map_of(variants([([name], 1)])), title="t", description="d", start="s", end="e")
    assert "<script" not in picture
    assert f'width="{NODE}"' in picture
    assert max(len(text) for text in re.findall(r">([^<]+)</text>", picture)) <= 24
