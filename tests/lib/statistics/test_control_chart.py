"""Charts of individual values, against the published example and the rules as they are stated."""

import pytest

from madang.lib.statistics.control_chart import control_chart

# Flow rates: NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2 "Individuals Control Charts".
FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]


def test_gives_the_published_limits() -> None:
    found = control_chart(FLOW)
    assert found.centre == pytest.approx(50.81)
    assert found.mean_range == pytest.approx(1.8778, abs=1e-4)
    assert found.high == pytest.approx(55.8041, abs=1e-3)
    assert found.low == pytest.approx(45.8159, abs=1e-3)
    assert found.steady
    assert found.enough


def test_sees_a_value_beyond_a_limit() -> None:
    found = control_chart([10, 11, 10, 11, 10, 11, 10, 30], base=7)
    assert [(one.place, one.rule, one.side) for one in found.signals] == [(7, "beyond", "above")]


def test_sees_eight_on_one_side() -> None:
    found = control_chart([10, 12, 10, 12, 10, 12, *[11.5] * 8], base=6)
    assert found.drift is not None
    assert (found.drift.place, found.drift.side) == (12, "above")


def test_sees_three_of_four_near_a_limit() -> None:
    chart = control_chart([10, 12, 10, 12, 10, 12, 7, 7, 11, 7], base=6)
    assert [(one.place, one.rule, one.side) for one in chart.signals] == [(9, "near", "below")]


def test_sees_nothing_in_a_series_that_stands_still() -> None:
    assert control_chart([5.0] * 20).steady


def test_has_no_limit_below_the_floor() -> None:
    found = control_chart([1, 9, 1, 9, 1, 9, 1, 1, 1], base=6, floor=0.0)
    assert found.low == 0
    assert found.steady  # three in a row at 1 are near the floor, not near a limit


@pytest.mark.parametrize("values", [[], [1.0], [1.0, float("nan")]])
def test_refuses_what_is_no_series(values: list[float]) -> None:
    with pytest.raises(ValueError, match="two values"):
        control_chart(values)
