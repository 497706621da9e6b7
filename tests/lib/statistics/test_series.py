"""A change in one series: published answers, and what must not change when nothing does."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.lib.statistics import series
from madang.lib.statistics.autoregression import Array, Contrast, World, draw
from tests.lib.statistics.published import CORONARY, DAM, DRIVERS, NILE, SEAT_BELTS, SMOKING_BAN


def _simulated(seed: int, length: int = 48, rho: float = 0.4, step: float = 3.0) -> Array:
    times = np.arange(length)
    errors = draw(1, np.ones(length - 1), rho, np.random.default_rng(seed))[0]
    course = 20 - 0.05 * times + np.sin(2 * np.pi * times / 12) + step * (times >= length // 2)
    return np.asarray(course + errors, np.float64)


def test_seat_belts_saved_about_a_fifth_of_the_drivers() -> None:
    """Durbin and Koopman (2001), 9.2: the law lowered the logarithm by 0.238, that is by 21 %."""
    explained = series.model(np.arange(192.0), SEAT_BELTS, 12)
    found = series.segmented(np.log(np.array(DRIVERS, float)), explained, draws=600)
    assert explained.season == "dummies"
    assert found.level.effect == pytest.approx(-0.238, abs=0.01)
    assert found.level.low < -0.238 < found.level.high < 0
    assert found.level.p < 0.01


def test_the_smoking_ban_of_sicily_spared_an_eighth_of_the_coronary_events() -> None:
    """Lopez Bernal et al. (2017): rate ratio 0.885 with season adjusted for (0.839 to 0.933)."""
    explained = series.model(np.arange(59.0), SMOKING_BAN, 12)
    found = series.segmented(np.log(np.array(CORONARY)), explained, draws=600)
    assert np.exp(found.level.effect) == pytest.approx(0.885, abs=0.015)
    assert np.exp([found.level.low, found.level.high]) == pytest.approx([0.839, 0.933], abs=0.03)
    assert found.level.p < 0.01


def test_the_nile_fell_by_248_after_1898() -> None:
    """Cobb (1978): means of 1097.75 before and 849.97 after."""
    explained = series.model(np.arange(100.0), DAM, 1, trend=False)
    found = series.segmented(np.array(NILE, float), explained, draws=600)
    assert explained.season == "none"
    assert found.level.effect == pytest.approx(-247.8, abs=5)
    assert found.level.high < -150
    assert found.level.p < 0.005


def test_the_estimate_is_that_of_prais_and_winsten() -> None:
    """The coefficients are those of least squares on the series transformed by hand."""
    values, times, rho = _simulated(7), np.arange(48.0), 0.35
    explained = series.model(times, 24, 12)
    turned = np.eye(48) - rho * np.eye(48, k=-1)
    turned[0, 0] = np.sqrt(1 - rho**2)
    by_hand = np.linalg.lstsq(turned @ explained.columns, turned @ values, rcond=None)[0]
    assert World(explained.columns, times).coefficients(values, rho) == pytest.approx(by_hand)


def test_gaps_in_time_weaken_the_tie_between_neighbours() -> None:
    """With points left out the covariance is that of the whole series at the points that remain."""
    times, rho = np.array([0.0, 1, 2, 5, 6, 9, 10, 11, 12, 15]), 0.6
    columns = np.column_stack([np.ones(10), times >= 6])
    covariance = rho ** np.abs(times[:, None] - times) / (1 - rho**2)
    values = np.random.default_rng(3).normal(size=10)
    inverse = np.linalg.inv(covariance)
    by_hand = np.linalg.solve(columns.T @ inverse @ columns, columns.T @ inverse @ values)
    assert World(columns, times).coefficients(values, rho) == pytest.approx(by_hand)


def test_a_series_without_effect_is_called_so_nineteen_times_in_twenty() -> None:
    """One cell of the calibration; the whole table is made by tests.insight.claims.calibration."""
    explained = series.model(np.arange(48.0), 24, 12)
    contrast = Contrast(World(explained.columns, explained.times, draws=600), series.target(explained))
    many = draw(1500, np.ones(47), 0.4, np.random.default_rng(11)) + np.sin(np.arange(48) / 6 * np.pi)
    found = contrast.estimate(many)
    bounds = contrast.interval(many, found)
    assert 0.025 < np.mean(found.p <= 0.05) < 0.085
    assert 0.92 < np.mean((bounds[:, 0] <= 0) & (bounds[:, 1] >= 0)) < 0.975


def test_bounds_and_p_agree() -> None:
    explained = series.model(np.arange(48.0), 24, 12)
    contrast = Contrast(World(explained.columns, explained.times, draws=600), series.target(explained))
    many = draw(400, np.ones(47), 0.4, np.random.default_rng(5)) + 2 * explained.columns[:, series.LEVEL]
    found = contrast.estimate(many)
    bounds = contrast.interval(many, found)
    outside = (bounds[:, 0] > 0) | (bounds[:, 1] < 0)
    assert np.mean(outside == (found.p <= 0.05)) > 0.98


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6), st.floats(0.01, 1000), st.floats(-1e4, 1e4))
def test_another_unit_scales_effect_and_bounds_and_nothing_else(seed: int, by: float, plus: float) -> None:
    explained = series.model(np.arange(36.0), 18, 12)
    values = _simulated(seed, 36)
    one, other = (series.segmented(v, explained, draws=200) for v in (values, plus + by * values))
    assert other.level.effect == pytest.approx(by * one.level.effect, rel=1e-5, abs=1e-6 * by)
    assert other.level.low == pytest.approx(by * one.level.low, rel=1e-4, abs=1e-3 * by)
    assert other.level.high == pytest.approx(by * one.level.high, rel=1e-4, abs=1e-3 * by)
    assert other.level.p == pytest.approx(one.level.p, abs=0.01)


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10**6), st.integers(-200, 200))
def test_counting_time_from_elsewhere_changes_nothing(seed: int, years: int) -> None:
    values, times = _simulated(seed), np.arange(48.0)
    one = series.segmented(values, series.model(times, 24, 12), draws=200)
    other = series.segmented(values, series.model(times + 12 * years, 24 + 12 * years, 12), draws=200)
    assert other.level.effect == pytest.approx(one.level.effect)
    assert other.level.p == pytest.approx(one.level.p, abs=0.01)


def test_mean_effect_is_the_level_plus_half_of_the_way() -> None:
    times = np.arange(60.0)
    values = 10 + 0.1 * times + 4 * (times >= 30) + 0.2 * (times - 30) * (times >= 30)
    values += np.random.default_rng(1).normal(0, 0.01, 60)
    found = series.segmented(values, series.model(times, 30, 12), draws=300)
    assert found.level.effect == pytest.approx(4, abs=0.05)
    assert found.slope is not None
    assert found.slope.effect == pytest.approx(0.2, abs=0.005)
    assert found.average.effect == pytest.approx(4 + 0.2 * 14.5, abs=0.05)
    assert found.without[-1] == pytest.approx(10 + 0.1 * 59, abs=0.1)


@pytest.mark.parametrize(
    ("before", "after", "period", "season"),
    [(24, 24, 12, "dummies"), (12, 12, 12, "waves"), (18, 18, 12, "waves"), (8, 30, 12, "not_separable"),
     (12, 12, 4, "dummies"), (30, 30, 1, "none"), (120, 80, 52, "waves")],
)  # fmt: skip
def test_season_is_taken_as_finely_as_the_time_before_allows(
    before: int, after: int, period: int, season: str
) -> None:
    assert series.model(np.arange(float(before + after)), before, period).season == season


def test_a_date_moved_a_little_moves_the_effect_a_little() -> None:
    values = _simulated(3, 72, 0.0, 8.0)
    explained = series.model(np.arange(72.0), 36, 12)
    moved = dict(series.moved(values, explained))
    assert set(moved) == {-3, -2, -1, 1, 2, 3}
    assert all(5 < effect < 9 for effect in moved.values())
    assert moved[-1] > moved[-3]


def test_a_change_that_never_was_is_looked_for_in_the_middle_of_the_time_before() -> None:
    values = _simulated(4, 96, 0.0, 8.0)
    early = series.placebo(values, series.model(np.arange(96.0), 48, 12), draws=300)
    assert early is not None
    assert early[0] == 24
    assert early[1].low < 0 < early[1].high
    assert series.placebo(values[:20], series.model(np.arange(20.0), 10, 12), draws=300) is None


def test_a_series_that_never_varies_has_no_effect() -> None:
    found = series.segmented(np.full(48, 7.0), series.model(np.arange(48.0), 24, 12), draws=200)
    assert (found.level.effect, found.level.p, found.exact) == (0.0, 1.0, True)


def test_too_few_points_are_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        series.segmented(np.arange(6.0), series.model(np.arange(6.0), 4, 1, trend=False), draws=200)
