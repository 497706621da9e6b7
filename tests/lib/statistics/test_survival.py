"""Open things are censored: curves against published figures and against a count in plain Python."""

from fractions import Fraction
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.lib.statistics.survival import kaplan_meier

# Remission of leukaemia in weeks, 6-mercaptopurine and placebo: Freireich et al. 1963 (Cox and Oakes 1984, table 1.1).
TREATED = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
TREATED_ENDED = [True] * 9 + [False] * 12
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def test_gives_the_published_curve_of_the_leukaemia_trial() -> None:
    found = kaplan_meier(TREATED, TREATED_ENDED)
    assert found.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert found.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert found.share == pytest.approx([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=5e-4)
    assert found.error == pytest.approx([0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346], abs=5e-5)
    assert found.censored == 12


def test_gives_the_published_medians() -> None:
    assert kaplan_meier(TREATED, TREATED_ENDED).quantile() == (23, 13, inf)
    assert kaplan_meier(PLACEBO).quantile() == (8, 4, 11)


def test_is_the_plain_share_where_all_has_ended() -> None:
    found = kaplan_meier(PLACEBO)
    assert found.at(10) == pytest.approx(8 / 21)
    assert found.at(7.99) == pytest.approx(12 / 21)
    assert found.at(0) == 1
    assert found.at(23) == 0


def test_knows_no_median_while_most_goes_on() -> None:
    assert kaplan_meier([1, 2, 3], [True, False, False]).median == inf
    assert kaplan_meier([5], [False]).median == inf
    assert kaplan_meier([5]).median == 5


@pytest.mark.parametrize(
    ("lengths", "ended"), [([], []), ([-1.0], [True]), ([1.0], []), ([float("nan")], [True])]
)
def test_refuses_what_are_no_lengths(lengths: list[float], ended: list[bool]) -> None:
    with pytest.raises(ValueError, match="length"):
        kaplan_meier(lengths, ended)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=40))
def test_counts_as_plain_python_does(things: list[tuple[int, bool]]) -> None:
    found = kaplan_meier([length for length, _ in things], [over for _, over in things])
    share = Fraction(1)
    expected = []
    for time in sorted({length for length, over in things if over}):
        risk = sum(length >= time for length, _ in things)
        share *= 1 - Fraction(sum(over and length == time for length, over in things), risk)
        expected.append(float(share))
    assert found.share == pytest.approx(expected)
    assert (found.low <= found.share + 1e-12).all()
    assert (found.share <= found.high + 1e-12).all()
