"""Several tests at once, and how long one must look."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.lib.statistics import power
from madang.lib.statistics.autoregression import draw
from madang.lib.statistics.power import Noise
from madang.lib.statistics.several import holm

SHARES = st.lists(st.floats(0, 1), max_size=12)


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


@given(SHARES)
def test_holm_never_makes_a_p_smaller_and_keeps_their_order(p_values: list[float]) -> None:
    corrected = holm(p_values)
    assert all(p <= c <= 1 for p, c in zip(p_values, corrected, strict=True))
    ranked = sorted(range(len(p_values)), key=lambda i: p_values[i])
    assert [corrected[i] for i in ranked] == sorted(corrected)


@given(SHARES)
def test_holm_finds_no_less_than_dividing_by_their_number(p_values: list[float]) -> None:
    corrected = holm(p_values)
    assert all(c <= min(1, p * len(p_values)) + 1e-12 for p, c in zip(p_values, corrected, strict=True))


def test_holm_refuses_what_is_no_p() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        holm([0.2, 1.2])


def test_more_months_and_larger_effects_are_seen_more_often() -> None:
    seen = Noise(0.4, 1.0)
    by_length = [power.power(24, after, seen, 3.0, 12, runs=300) for after in (12, 24, 36)]
    by_size = [power.power(24, 24, seen, size, 12, runs=2000) for size in (0.0, 1.0, 2.0, 4.0)]
    assert by_length == sorted(by_length)
    assert by_size == sorted(by_size)
    assert by_size[0] < 0.1
    assert by_size[-1] > 0.85


def test_the_smallest_effect_is_seen_eight_times_in_ten() -> None:
    seen = Noise(0.2, 2.0)
    size = power.smallest(24, 24, seen, 12, runs=300)
    assert power.power(24, 24, seen, size, 12, runs=300) == pytest.approx(0.8, abs=0.05)


def test_the_noise_of_a_history_is_its_shocks_without_trend_and_season() -> None:
    times = np.arange(120.0)
    history = 50 + 0.3 * times + 5 * np.sin(times / 6 * np.pi)
    history += 2 * draw(1, np.ones(119), 0.5, np.random.default_rng(4))[0]
    found = power.noise(history, times, 12)
    assert found.shock == pytest.approx(2, abs=0.35)
    assert found.rho == pytest.approx(0.5, abs=0.2)


def test_months_needed_are_told_or_said_to_be_too_many() -> None:
    assert power.periods_needed(36, Noise(0.0, 1.0), 4.0, 12, runs=200) in {6, 9, 12}
    assert power.periods_needed(24, Noise(0.7, 1.0), 0.3, 12, most=24, runs=200) is None


def test_cases_needed_fall_with_the_size_of_the_shift() -> None:
    """Noether's formula on normal cases: a shift of half a deviation needs about 130 cases in all."""
    history = np.random.default_rng(2).normal(size=4000)
    needed = [power.cases_needed(history, size) or 0 for size in (0.25, 0.5, 1.0)]
    assert needed == sorted(needed, reverse=True)
    assert needed[1] == pytest.approx(132, abs=15)
