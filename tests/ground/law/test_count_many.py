"""Counting a whole log at once gives what counting each case alone gives."""

import random
from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest

from madang.ground.law.queries import (
    CannotCount,
    Moments,
    counted_many,
    due_at,
    is_working_day,
    worked_many,
    working_seconds,
)

ZERO = datetime.fromisoformat("1970-01-01")
MICRO = timedelta(microseconds=1)
DICE = random.Random(20261121)  # noqa: S311 - the dice of a test
RECEIVED = [
    datetime.fromisoformat("2008-01-01") + timedelta(seconds=DICE.random() * 15 * 365 * 86_400)
    for _ in range(250)
]
ENDED = [moment + timedelta(seconds=DICE.random() * 40 * 86_400) for moment in RECEIVED]


def clock(moments: list[datetime]) -> Moments:
    return np.array([(moment - ZERO) // MICRO for moment in moments], np.int64)


def test_working_time_of_many() -> None:
    worked = worked_many(clock(ENDED)) - worked_many(clock(RECEIVED))
    for start, end, found in zip(RECEIVED, ENDED, worked, strict=True):
        assert found / 1e6 == pytest.approx(working_seconds(start, end), abs=1e-6)


@pytest.mark.parametrize("rule", ["kr-petition", "kr-disclosure", "calendar-days"])
@pytest.mark.parametrize("period", ["3 days", "6 days", "5 hours", "2 months"])
def test_due_moments_of_many(rule: str, period: str) -> None:
    found = counted_many(clock(RECEIVED), clock(ENDED), rule=rule, period=period)
    for received, due in zip(RECEIVED, found.due, strict=True):
        expected = due_at(rule=rule, received=received, period=period)
        assert expected is not None
        assert clock([expected.replace(tzinfo=None)])[0] == due


def test_counts_the_days_used_as_on_fingers() -> None:
    received, ended = datetime.fromisoformat("2026-03-06T17:30"), datetime.fromisoformat("2026-03-11T09:00")
    found = counted_many(clock([received]), clock([ended]), rule="kr-petition", period="6 days")
    assert found.used.tolist() == [4]  # Friday, Monday, Tuesday, Wednesday
    days = [date(2026, 3, 6) + timedelta(days=n) for n in range(6)]
    assert sum(is_working_day(day) for day in days) == 4


def test_used_time_never_falls() -> None:
    since = clock([datetime.fromisoformat("2026-03-06T17:30")] * 60)
    until = since + np.arange(60) * 7_200_000_000
    for period in ("3 days", "9 days"):
        used = counted_many(since, until, rule="kr-petition", period=period).used
        assert all(a <= b for a, b in pairwise(used.tolist()))


def test_says_that_a_year_is_outside_the_calendar() -> None:
    with pytest.raises(CannotCount, match="knows the years"):
        worked_many(clock([datetime.fromisoformat("1951-03-06")]))
