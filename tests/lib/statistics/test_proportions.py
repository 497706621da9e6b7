"""Shares, means and their differences against published examples, SciPy and plain formulas."""

from math import inf, sqrt

import numpy as np
import pytest
from scipy import stats

from madang.lib.statistics import proportions as p
from madang.lib.statistics.proportions import Mean, Share


@pytest.mark.parametrize(
    ("reported", "felt", "gap", "low", "high"),
    [(0.659, 0.465, 19.4, 15.5, 23.3), (0.583, 0.339, 24.4, 20.5, 28.3)],
)
def test_the_published_gap_between_officials_and_residents(
    reported: float, felt: float, gap: float, low: float, high: float
) -> None:
    """A survey reported in February 2026 asked 1,014 officials and 1,500 residents."""
    found = p.gap(Share(reported, 1014), Share(felt, 1500))
    assert [round(100 * x, 1) for x in (found.gap.value, found.gap.low, found.gap.high)] == [gap, low, high]
    assert found.h == pytest.approx(2 * (np.arcsin(sqrt(reported)) - np.arcsin(sqrt(felt))))
    assert found.gap.direction == "up"


def test_newcombes_own_example() -> None:
    """56 of 70 less 48 of 80 is .2, from .0524 to .3339 (Newcombe 1998, table II, method 10)."""
    found = p.difference(Share(56 / 70, 70), Share(48 / 80, 80))
    assert [round(x, 4) for x in (found.value, found.low, found.high)] == [0.2, 0.0524, 0.3339]


@pytest.mark.parametrize(("part", "n"), [(0, 10), (4, 5), (7, 7), (465, 1000)])
def test_wilsons_interval_is_scipys(part: int, n: int) -> None:
    found = p.wilson(Share(part / n, n))
    oracle = stats.binomtest(part, n).proportion_ci(method="wilson")
    assert (found.low, found.high) == pytest.approx((oracle.low, oracle.high), abs=1e-12)


def test_unequal_weights_widen_as_if_fewer_had_been_asked() -> None:
    assert p.wilson(Share(0.4, 300, deff=1.5)) == p.wilson(Share(0.4, 200))
    assert p.difference(Share(0.4, 300, 1.5), Share(0.3, 200)) == p.difference(
        Share(0.4, 200), Share(0.3, 200)
    )


def test_a_gap_of_few_people_stays_within_bounds() -> None:
    found = p.gap(Share(1.0, 6), Share(0.0, 6))
    assert found.gap.high == 1
    assert 0.3 < found.gap.low < 1


def test_the_size_of_a_difference_in_words() -> None:
    assert p.cohens_h(0.65, 0.45) == pytest.approx(0.4049, abs=1e-4)
    assert [p.size_in_words(size) for size in (0.1, -0.2, 0.5, -0.9)] == ["none", "small", "medium", "large"]


def test_the_split_by_awareness_adds_up() -> None:
    found = p.awareness_split(0.8, Share(0.7, 120), Share(0.3, 280))
    assert found.gap == pytest.approx(0.8 - (0.3 * 0.7 + 0.7 * 0.3))
    assert 0.7 * found.unaware.value + 0.3 * found.aware.value == pytest.approx(found.gap)
    assert found.communication.value + found.aware.value == pytest.approx(found.gap)
    assert found.aware_share.value == pytest.approx(0.3)


@pytest.mark.parametrize("seed", range(3))
def test_the_difference_of_means_is_welchs(seed: int) -> None:
    dice = np.random.default_rng(seed)
    a, b = dice.normal(5, 2, 30), dice.normal(4, 1, 50)
    found = p.mean_difference(Mean(a.mean(), a.std(ddof=1), 30), Mean(b.mean(), b.std(ddof=1), 50))
    oracle = stats.ttest_ind(a, b, equal_var=False).confidence_interval()
    assert (found.difference.low, found.difference.high) == pytest.approx((oracle.low, oracle.high))
    pooled = sqrt((29 * a.var(ddof=1) + 49 * b.var(ddof=1)) / 78)
    assert found.size == pytest.approx((a.mean() - b.mean()) / pooled * (1 - 3 / (4 * 78 - 1)))


def test_of_one_answer_nothing_is_known() -> None:
    assert p.mean_interval(Mean(3, 0, 1)).high == inf
    assert p.mean_difference(Mean(3, 0, 1), Mean(4, 1, 9)).size is None


def test_the_difference_in_differences_holds_the_truth_as_often_as_it_says() -> None:
    dice, true, n = np.random.default_rng(4), (0.4, 0.65, 0.45, 0.5), 120
    hits = 0
    for _ in range(1500):
        here, then, there, later = (Share(dice.binomial(n, share) / n, n) for share in true)
        found = p.difference_in_differences(here, then, there, later)
        hits += found.low <= 0.25 - 0.05 <= found.high
    assert 0.93 <= hits / 1500 <= 0.97


def test_the_trend_is_the_weighted_line() -> None:
    years, shares = [2024.0, 2025.0, 2026.0], [Share(0.4, 400), Share(0.46, 900), Share(0.5, 300)]
    found = p.trend(years, shares)
    assert found is not None
    weights = [1 / sqrt(p._steady(share)) for share in shares]
    slope, _ = np.polyfit(years, [share.value for share in shares], 1, w=weights)
    assert found.per_year.value == pytest.approx(slope)
    assert found.per_year.direction == "up"
    assert found.bend is not None
    assert found.bend > 0.05
    bent = p.trend(years, [Share(0.4, 900), Share(0.7, 900), Share(0.4, 900)])
    assert bent is not None
    assert bent.bend is not None
    assert bent.bend < 0.001
    assert p.trend([2024.0, 2024.0], shares[:2]) is None


def test_how_many_must_be_asked() -> None:
    assert p.answers_needed(0.05) == 385
    assert p.answers_needed(0.031) == 1000
    assert p.answers_needed(0.05, population=500) == 218
    assert p.answers_needed(0.05, deff=1.5) == 577
    assert p.half_width(385) == pytest.approx(0.05, abs=1e-4)
    assert p.half_width(500, population=500) == 0
    assert p.least_change(400, 400) == pytest.approx(0.0990, abs=1e-3)
    with pytest.raises(ValueError, match="between 0 and 1"):
        p.answers_needed(0)


def test_the_interval_of_a_median_holds_it_as_often_as_it_says() -> None:
    """Of ten values the second and the ninth (Conover 1999, table A3)."""
    found = p.median_interval([9.0, 1, 2, 3, 4, 5, 6, 7, 8, 10])
    assert (found.value, found.low, found.high) == (5.5, 2, 9)
    dice = np.random.default_rng(6)
    hits = 0
    for _ in range(1500):
        inside = p.median_interval(list(dice.exponential(size=41)))
        hits += inside.low <= np.log(2) <= inside.high
    assert 0.94 <= hits / 1500 <= 0.985
    assert p.median_interval([1.0, 2, 3]).high == inf
