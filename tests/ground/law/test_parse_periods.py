"""Periods and office hours are read as people write them, and refused with a sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.ground.law.queries import CannotCount, OfficeHours, Period


@settings(deadline=None)
@given(st.integers(1, 100_000), st.sampled_from(["minutes", "hours", "days", "weeks", "months", "years"]))
def test_a_period_is_read_as_it_is_written(number: int, unit: str) -> None:
    written = f"{number} {unit}"
    assert str(Period.parse(written)) == written
    assert Period.parse(Period.parse(written)) == Period.parse(written)


def test_the_singular_and_capitals_are_understood() -> None:
    assert Period.parse(" 1 Day ") == Period.parse("1 days")
    assert str(Period.parse("Immediately")) == "immediately"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "6",
        "days",
        "0 days",
        "-1 days",
        "6.5 days",
        "six days",
        "6 fortnights",
        "1e3 days",
        "9999999 days",
        "٦ days",
    ],
)
def test_what_is_no_period_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(CannotCount, match="6 days"):
        Period.parse(written)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_text_makes_the_reader_fall_over(written: str) -> None:
    try:
        Period.parse(written)
    except CannotCount as error:
        assert error.ko  # noqa: PT017 - any text may come, most are refused


def test_a_period_is_said_in_both_languages() -> None:
    said = {
        text: (Period.parse(text).words("ko"), Period.parse(text).words("en"))
        for text in ("1 months", "immediately")
    }
    assert said == {"1 months": ("1개월", "1 month"), "immediately": ("즉시", "immediately")}


@pytest.mark.parametrize(
    ("spans", "zone"),
    [
        ([["09:00"]], "Asia/Seoul"),
        ([["18:00", "09:00"]], "Asia/Seoul"),
        ([["09:00", "13:00"], ["12:00", "18:00"]], "Asia/Seoul"),
        ([["nine", "ten"]], "Asia/Seoul"),
        (None, "Asia/Nowhere"),
        (None, "../../etc/passwd"),
    ],
)
def test_impossible_office_hours_are_refused(spans: list[list[str]] | None, zone: str) -> None:
    with pytest.raises(CannotCount):
        OfficeHours.of(spans, zone)


def test_office_hours_without_lunch_move_the_hour() -> None:
    hours = OfficeHours.of([["08:30", "17:00"]])
    assert hours.words() == "08:30-17:00"
    assert str(hours.closes) == "17:00:00"
