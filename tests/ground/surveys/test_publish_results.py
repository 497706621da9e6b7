import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import product

import numpy as np
import pytest
from hypothesis import given as every
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from madang.ground.organisations.models import Government
from madang.ground.surveys import actions, queries, rules
from madang.ground.surveys.definition import Survey
from tests import people

TODAY = datetime(2026, 11, 21, tzinfo=UTC)
MONTHS = [date(2026, month, 1) for month in range(3, 9)]
GROUPS = ["", "over-65", "under-30"]
Cell = tuple[int, date, str]  # government, month, group


def given_answers(month: date, scores: list[int], felt: str = "yes", group: str = "") -> list[actions.Given]:
    return [
        actions.Given("permit", month, {"felt": felt, "satisfaction": str(score), "ease": "4"}, group)
        for score in scores
    ]


def take(government: Government, month: date, scores: list[int], felt: str = "yes") -> None:
    actions.take_over(given_answers(month, scores, felt), government=government, by=None)


@pytest.mark.django_db
def test_fewer_than_five_answers_are_not_shown_at_all() -> None:
    take(people.city(), MONTHS[0], [5, 5, 1, 2])
    found = queries.results("permit", people.city(), at=TODAY)
    assert (found.total, found.blocks, found.groups) == (None, [], {})
    assert queries.words("permit", people.city(), at=TODAY) == []


@pytest.mark.django_db
def test_figures_come_with_their_intervals() -> None:
    take(people.city(), MONTHS[0], [5, 4, 4, 3])
    take(people.city(), MONTHS[1], [1], felt="no")
    total = queries.results("permit", people.city(), at=TODAY).total
    assert total is not None
    assert total.count == 5
    felt, satisfaction = total.of("felt"), total.of("satisfaction")
    assert felt.counts == {"yes": 4, "partly": 0, "no": 1}
    # Wilson's interval for 4 of 5; Student's for 5, 4, 4, 3, 1: mean 3.4, s = 1.5166, t = 2.7764
    assert (felt.figure.value, round(felt.figure.low, 4), round(felt.figure.high, 4)) == (0.8, 0.3755, 0.9638)
    assert satisfaction.figure.value == pytest.approx(3.4)
    assert satisfaction.figure.low == pytest.approx(3.4 - 2.776445 * 1.516575 / 5**0.5, abs=1e-4)
    assert satisfaction.figure.high == 5
    assert {felt.figure.method, satisfaction.figure.method} == {"wilson", "student"}


@pytest.mark.django_db
def test_a_month_is_published_only_when_no_answer_can_come_any_more() -> None:
    take(people.city(), date(2026, 10, 1), [3] * 6)
    take(people.city(), date(2026, 11, 1), [3] * 6)
    assert queries.results("permit", people.city(), at=datetime(2026, 11, 15, 23, tzinfo=UTC)).total is None
    later = queries.results("permit", people.city(), at=datetime(2026, 11, 16, tzinfo=UTC)).total
    assert later is not None
    assert later.count == 6


@pytest.mark.django_db
def test_what_is_published_cannot_be_added_to() -> None:
    take(people.city(), MONTHS[1], [3] * 6)
    for month in MONTHS[:2]:
        with pytest.raises(ValueError, match="published already"):
            take(people.city(), month, [3])
    take(people.city(), MONTHS[2], [3])


@pytest.mark.django_db
def test_one_query_serves_however_many_answers(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    city = people.city()
    for month in MONTHS:
        take(city, month, [1, 2, 3, 4, 5] * 4)
    with django_assert_num_queries(1):
        queries.results("permit", city, at=TODAY)


def ranges() -> Iterator[list[date]]:
    for first in range(len(MONTHS)):
        for last in range(first, len(MONTHS)):
            yield MONTHS[first : last + 1]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_nothing_about_fewer_than_five_follows_from_all_that_is_published(seed: int) -> None:
    """All published counts as equations over the true cells: no small cell, month or group can be solved for."""
    homes = [people.city(), people.neighbour()]
    truth = invented_answers(seed, homes)
    cells = sorted(truth, key=str)
    position = {cell: number for number, cell in enumerate(cells)}
    equations = []
    for months in ranges():
        everywhere: set[Cell] = set()
        for home in homes:
            found = queries.results("permit", home, months, at=TODAY)
            blocks = [set(product([home.pk], block.months, GROUPS)) & set(truth) for block, _ in found.blocks]
            for inside, (_, figures) in zip(blocks, found.blocks, strict=True):
                equations.append((inside, figures.count))
            if found.total:
                equations.append((set().union(*blocks), found.total.count))
            equations += by_group(found, blocks, truth)
            everywhere |= set().union(*blocks)
        total = queries.results("permit", None, months, at=TODAY).total
        equations.append((everywhere, total.count if total else 0))
    matrix = np.zeros((len(equations), len(cells)))
    for row, (inside, count) in enumerate(equations):
        assert sum(truth[cell] for cell in inside) == count
        assert count == 0 or count >= rules.FLOOR
        matrix[row, [position[cell] for cell in inside]] = 1
    for secret in small_sets(truth):
        assert not follows(matrix, [position[cell] for cell in secret])


def invented_answers(seed: int, homes: list[Government]) -> Counter[Cell]:
    chance = random.Random(seed)  # noqa: S311  # invented answers are no secret
    truth: Counter[Cell] = Counter()
    for home in homes:
        rows = []
        for month in MONTHS:
            for group in GROUPS:
                scores = [chance.randint(1, 5) for _ in range(chance.choice([0, 1, 2, 3, 4, 6, 9]))]
                if scores:
                    rows += given_answers(month, scores, group=group)
                    truth[home.pk, month, group] = len(scores)
        actions.take_over(rows, government=home, by=None)
    return truth


def by_group(
    found: queries.Results, blocks: list[set[Cell]], truth: Counter[Cell]
) -> list[tuple[set[Cell], int]]:
    inside: dict[str, set[Cell]] = defaultdict(set)
    for block in blocks:
        counts: Counter[str] = Counter()
        for cell in block:
            counts[cell[2]] += truth[cell]
        for group in rules.groups_shown(counts):
            inside[group] |= {cell for cell in block if cell[2] == group}
    return [(inside[group], figures.count) for group, figures in found.groups.items()]


def small_sets(truth: Counter[Cell]) -> list[set[Cell]]:
    """Single cells, months of a government and groups of a government that hold one to four answers."""
    sets: dict[object, set[Cell]] = defaultdict(set)
    for home, month, group in truth:
        for name in ((home, month, group), (home, month), (home, group)):
            sets[name].add((home, month, group))
    return [inside for inside in sets.values() if sum(truth[cell] for cell in inside) < rules.FLOOR]


def follows(matrix: np.ndarray, columns: list[int]) -> bool:
    """Whether the sum of these unknowns is fixed by the equations: whether it lies in their row space."""
    wanted = np.zeros(matrix.shape[1])
    wanted[columns] = 1
    solution = np.linalg.lstsq(matrix.T, wanted, rcond=None)[0]
    return bool(np.allclose(matrix.T @ solution, wanted, atol=1e-9))


def test_the_check_itself_finds_what_subtraction_reveals() -> None:
    assert follows(np.array([[1.0, 1.0, 1.0], [1.0, 1.0, 0.0]]), [2])


@every(st.dictionaries(st.sampled_from(MONTHS), st.integers(0, 12)))
def test_blocks_hold_enough_and_every_month_stands_in_one_at_most(counts: dict[date, int]) -> None:
    found = rules.blocks(counts)
    months = [month for block in found for month in block.months]
    assert months == sorted(counts)[: len(months)]
    assert all(block.count == sum(counts[m] for m in block.months) >= 5 for block in found)
    assert sum(counts[m] for m in sorted(counts)[len(months) :]) < 5


@every(st.dictionaries(st.sampled_from(MONTHS), st.integers(0, 12)), st.integers(0, 12))
def test_a_later_month_changes_no_block_that_was_published(counts: dict[date, int], more: int) -> None:
    before = rules.blocks(counts)
    assert rules.blocks(counts | {date(2026, 12, 1): more})[: len(before)] == before


@every(st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.integers(0, 12)))
def test_hidden_groups_hold_nobody_or_enough_together(counts: dict[str, int]) -> None:
    shown = rules.groups_shown(counts)
    hidden = sum(count for group, count in counts.items() if group not in shown)
    assert all(counts[group] >= 5 for group in shown)
    assert hidden == 0 or hidden >= 5 or not shown


@pytest.mark.parametrize(
    ("df", "quantile"), [(1, 12.7062047), (4, 2.7764451), (5, 2.5705818), (30, 2.0422725), (120, 1.9799304)]
)
def test_student_as_printed_in_tables(df: int, quantile: float) -> None:
    assert rules.student(df) == pytest.approx(quantile, abs=1e-6)


def test_the_same_score_from_all_still_has_an_interval() -> None:
    same = rules.mean({5: 8})
    assert (same.value, same.high, same.method) == (5, 5, "wilson")
    assert 3 < same.low < 5


def test_only_words_may_be_left_out() -> None:
    assert isinstance(queries.survey("csat-5"), Survey)
    with pytest.raises(KeyError):
        queries.survey("../country/haneul")
