"""Planning a proof: months for a promised effect, told before the change."""

import numpy as np
import pytest

from madang.insight.claims import planner
from madang.lib.statistics.autoregression import Array, draw


def _history(months: int = 36, shock: float = 1.0) -> Array:
    times = np.arange(months)
    errors = draw(1, np.ones(months - 1), 0.2, np.random.default_rng(3))[0]
    return np.asarray(40 + 2 * np.sin(times / 6 * np.pi) + shock * errors, np.float64)


def test_a_large_effect_is_seen_soon_and_a_small_one_late() -> None:
    large, small = (planner.of_series(_history(), size, runs=150) for size in (-6.0, -1.5))
    assert large.enough
    assert large.months is not None
    assert large.months <= 12
    assert small.months is None or small.months > large.months
    chances = [chance for _, chance in large.by_months]
    assert max(chances) > 0.8
    visible = dict(large.visible)
    assert visible[24] < visible[6]


def test_what_cannot_be_planned_is_said() -> None:
    with pytest.raises(ValueError, match="promised size"):
        planner.of_series(_history(), 0)
    with pytest.raises(ValueError, match="at least 8"):
        planner.of_series([1, 2, 3], 1)
    with pytest.raises(ValueError, match="above zero"):
        planner.of_cases([1, 2, 3], 1, per_month=0, months_before=3)


def test_a_history_without_noise_shows_any_effect_at_once() -> None:
    assert planner.of_series([5.0] * 24, -1).months == 3


def test_more_cases_a_month_need_fewer_months() -> None:
    history = np.random.default_rng(4).lognormal(2, 0.5, 400)
    many, few = (planner.of_cases(history, -1.0, per_month=count, months_before=6) for count in (200, 40))
    assert many.months is not None
    assert few.months is not None
    assert many.months < few.months


def test_a_promise_in_percent_becomes_one_in_units() -> None:
    assert planner.promised(-30, 10, percent=True) == -3
    assert planner.promised(-30, 10, percent=False) == -30
    assert planner.whole_months(5, 4) == 15
