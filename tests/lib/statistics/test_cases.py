"""Two groups of cases: known answers, against counting by hand, and what must not change."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from madang.lib.statistics import cases, resampling
from tests.lib.statistics.published import SEEDED, UNSEEDED

FLOATS = st.lists(st.floats(-100, 100).map(lambda x: round(x, 2)), min_size=2, max_size=40)


def test_seeded_clouds_gave_more_rain() -> None:
    """Rank-sum test of Simpson's clouds: two-sided p about .014 (Wilcoxon, as in Ramsey and Schafer, chapter 3)."""
    found = cases.shift(np.array(UNSEEDED), np.array(SEEDED))
    assert found.p == pytest.approx(0.014, abs=0.002)
    assert found.low > 0
    assert found.shift == pytest.approx(float(np.median(np.subtract.outer(SEEDED, UNSEEDED))))


def test_small_groups_are_counted_out() -> None:
    """Hollander and Wolfe's water example in the manual of R's wilcox.test: W = 35, one-sided p .1272."""
    first = np.array([0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46])
    second = np.array([1.15, 0.88, 0.90, 0.74, 1.21])
    found = cases.shift(second, first)
    assert found.p == pytest.approx(2 * 0.1272, abs=0.0005)
    assert found.shift == pytest.approx(0.305, abs=1e-9)
    assert (found.low, found.high) == pytest.approx((-0.15, 0.76), abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(FLOATS, FLOATS)
def test_shift_and_delta_are_what_counting_all_pairs_says(first: list[float], second: list[float]) -> None:
    before, after = np.array(first), np.array(second)
    pairs = np.subtract.outer(after, before)
    found = cases.shift(before, after)
    assert found.shift == pytest.approx(float(np.median(pairs)))
    assert found.delta == pytest.approx(float((pairs > 0).mean() - (pairs < 0).mean()))
    assert found.low <= found.shift <= found.high


def test_many_cases_are_ranked_without_all_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(2)
    before, after = rng.lognormal(2, 1, 700), np.round(rng.lognormal(1.8, 1, 900), 1)
    whole = cases.shift(before, after)
    monkeypatch.setattr(cases, "ALL_PAIRS", 1000)
    assert cases.shift(before, after).shift == pytest.approx(whole.shift, abs=1e-9)
    assert cases.shift(before, after).low == pytest.approx(whole.low, abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(FLOATS, FLOATS, st.floats(0.1, 50), st.floats(-50, 50))
def test_another_unit_scales_the_shift(
    first: list[float], second: list[float], by: float, plus: float
) -> None:
    one = cases.shift(np.array(first), np.array(second))
    other = cases.shift(plus + by * np.array(first), plus + by * np.array(second))
    assert other.shift == pytest.approx(by * one.shift, abs=1e-6)
    swapped = cases.shift(np.array(second), np.array(first))
    assert swapped.shift == pytest.approx(-one.shift)
    assert swapped.delta == pytest.approx(-one.delta)


def test_the_interval_of_the_shift_holds_the_truth_nineteen_times_in_twenty() -> None:
    rng = np.random.default_rng(8)
    held = 0
    for _ in range(400):
        before, after = rng.exponential(5, 30), rng.exponential(5, 40) + 2
        found = cases.shift(before, after)
        held += found.low <= 2 <= found.high
    assert 0.92 <= held / 400 <= 0.98


def test_resampled_quantiles_spread_as_those_of_copied_samples() -> None:
    rng = np.random.default_rng(4)
    values = rng.lognormal(1, 1, 201)
    quick = resampling.quantiles(values, 0.9, 4000, rng)
    copied = np.array([np.quantile(rng.choice(values, 201), 0.9) for _ in range(4000)])
    assert stats.ks_2samp(quick, copied).pvalue > 0.001
    assert resampling.interval(quick) == pytest.approx(resampling.interval(copied), rel=0.06)


def test_mean_median_nine_in_ten_and_late_share_are_told_with_bounds() -> None:
    rng = np.random.default_rng(6)
    before, after = rng.exponential(10, 400), rng.exponential(7, 500)
    found = cases.changes(before, after, limit=15)
    assert set(found) == {"mean", "median", "p90", "late"}
    assert found["late"].before == pytest.approx((before > 15).mean())
    assert all(change.low < change.effect < change.high < 0 for change in found.values())


def test_a_changed_mix_is_told_from_a_changed_speed() -> None:
    """Each kind took as long as before; only more of the quick kind came."""
    rng = np.random.default_rng(9)
    first = np.concatenate([rng.normal(10, 1, 500), rng.normal(2, 1, 100)])
    second = np.concatenate([rng.normal(10, 1, 100), rng.normal(2, 1, 500)])
    kinds = np.array(["slow"] * 500 + ["quick"] * 100), np.array(["slow"] * 100 + ["quick"] * 500)
    found = cases.standardised(first, second, *kinds)
    assert found is not None
    assert found.low < 0 < found.high
    assert found.by_mix == pytest.approx(-16 / 3, abs=0.3)
    assert cases.standardised(first, second, kinds[0], np.array(["new"] * 600)) is None
