"""What always holds of a due date, tried on receipts, periods and events of every kind."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.ground.law.queries import (
    CannotCount,
    ClockEvent,
    Decreed,
    OfficeHours,
    Period,
    Question,
    add_working,
    due,
    due_at,
    due_many,
    is_working_day,
    rule_keys,
    spans,
    working_seconds,
)
from tests.law import oracle

SEOUL = ZoneInfo("Asia/Seoul")
FIRST = datetime(2004, 6, 1, tzinfo=SEOUL)
MINUTES = 60 * 24 * 365 * 28

receipts = st.integers(0, MINUTES).map(lambda n: FIRST + timedelta(minutes=n))
rules = st.sampled_from(rule_keys())
of_offices = st.sampled_from([key for key in rule_keys() if key != "round-the-clock"])
periods = st.one_of(
    st.builds(
        lambda n, unit: Period.parse(f"{n} {unit}"), st.integers(1, 40), st.sampled_from(["hours", "days"])
    ),
    st.builds(
        lambda n, unit: Period.parse(f"{n} {unit}"),
        st.integers(1, 14),
        st.sampled_from(["weeks", "months"]),
    ),
    st.sampled_from([Period.parse("immediately"), Period.parse("1 years"), Period.parse("20 minutes")]),
)
gaps = st.lists(st.integers(0, 6000), max_size=6)


def _pauses(received: datetime, minutes: Sequence[int]) -> list[ClockEvent]:
    """Pauses and resumes, one after the other, that many minutes apart; none is left open."""
    at, events = received, []
    for number, gap in enumerate(minutes[: len(minutes) // 2 * 2]):
        at += timedelta(minutes=gap)
        events.append(ClockEvent("resume" if number % 2 else "pause", at))
    return events


def _pairs(events: Sequence[ClockEvent]) -> tuple[oracle.Pause, ...]:
    begins = [e.at.replace(tzinfo=None) for e in events if e.kind == "pause"]
    ends = [e.at.replace(tzinfo=None) for e in events if e.kind == "resume"]
    return tuple(zip(begins, ends, strict=True))


def _at(rule: str, received: datetime, period: Period, events: Sequence[ClockEvent] = ()) -> datetime:
    found = due_at(rule=rule, received=received, period=period, events=events)
    assert found is not None
    return found


@settings(deadline=None)
@given(rules, receipts, periods, gaps)
def test_nothing_is_due_before_it_was_received(
    rule: str, received: datetime, period: Period, minutes: list[int]
) -> None:
    assert _at(rule, received, period, _pauses(received, minutes)) > received


@settings(deadline=None)
@given(of_offices, receipts, periods, gaps)
def test_everything_is_due_in_office_hours_of_a_working_day(
    rule: str, received: datetime, period: Period, minutes: list[int]
) -> None:
    at = _at(rule, received, period, _pauses(received, minutes))
    assert oracle.counts(at.date(), received.date() if rule.startswith("kr-") else date.max)
    assert (9, 0) < (at.hour, at.minute) <= (18, 0)


@settings(deadline=None)
@given(rules, receipts, st.integers(0, 20_000), periods)
def test_what_is_received_later_is_never_due_earlier(
    rule: str, received: datetime, later: int, period: Period
) -> None:
    assert _at(rule, received + timedelta(minutes=later), period) >= _at(rule, received, period)


@settings(deadline=None)
@given(rules, receipts, periods, st.integers(0, 20_000))
def test_a_pause_without_length_changes_nothing(
    rule: str, received: datetime, period: Period, after: int
) -> None:
    moment = received + timedelta(minutes=after)
    events = [ClockEvent("pause", moment), ClockEvent("resume", moment)]
    assert _at(rule, received, period, events) == _at(rule, received, period)


@settings(deadline=None)
@given(rules, receipts, periods, gaps)
def test_a_pause_never_makes_anything_due_earlier(
    rule: str, received: datetime, period: Period, minutes: list[int]
) -> None:
    assert _at(rule, received, period, _pauses(received, minutes)) >= _at(rule, received, period)


@settings(deadline=None)
@given(rules, receipts, periods, gaps, st.integers(0, 60))
def test_a_new_holiday_never_makes_anything_due_earlier(
    rule: str, received: datetime, period: Period, minutes: list[int], days: int
) -> None:
    events = _pauses(received, minutes)
    day = received.date() + timedelta(days=days)
    new = [Decreed(day, received.date(), "임시공휴일", "temporary holiday")]
    after = due_at(rule=rule, received=received, period=period, events=events, decreed=new)
    before = _at(rule, received, period, events)
    assert after is not None
    assert after >= before
    if not spans(received, before, day):
        assert after == before


@settings(deadline=None)
@given(rules, receipts, periods, periods)
def test_an_extension_ends_later_than_what_it_extends(
    rule: str, received: datetime, period: Period, more: Period
) -> None:
    before = _at(rule, received, period)
    assert _at(rule, received, period, [ClockEvent("extend", before, more)]) > before


@settings(deadline=None)
@given(rules, receipts, st.integers(0, 20_000), periods)
def test_a_fresh_start_counts_as_a_receipt_at_that_moment(
    rule: str, received: datetime, later: int, period: Period
) -> None:
    again = received + timedelta(minutes=later)
    if (received.date() < oracle.OLD_RULE_UNTIL) != (again.date() < oracle.OLD_RULE_UNTIL):
        return  # the version at receipt stays
    assert _at(rule, received, period, [ClockEvent("reset", again)]) == _at(rule, again, period)


@settings(deadline=None)
@given(receipts, st.integers(1, 40), gaps)
def test_hours_are_what_somebody_counts_minute_by_minute(
    received: datetime, hours: int, minutes: list[int]
) -> None:
    events = _pauses(received, minutes)
    expected = oracle.by_hours(received.replace(tzinfo=None), hours, _pairs(events))
    found = _at("kr-petition", received, Period.parse(f"{hours} hours"), events)
    assert found.replace(tzinfo=None) == expected


@settings(deadline=None)
@given(receipts, st.integers(1, 40), gaps)
def test_days_are_what_somebody_counts_day_by_day(received: datetime, days: int, minutes: list[int]) -> None:
    events = _pauses(received, minutes)
    last, _ = oracle.by_days(received.replace(tzinfo=None), days, _pairs(events))
    found = _at("kr-disclosure", received, Period.parse(f"{days} days"), events)
    assert (found.date(), found.hour) == (last, 18)


@settings(deadline=None)
@given(receipts, st.integers(1, 30), st.sampled_from(["weeks", "months", "years"]))
def test_months_are_what_somebody_counts_on_the_calendar(received: datetime, number: int, unit: str) -> None:
    number = min(number, 3) if unit == "years" else number
    expected = oracle.by_calendar(received.replace(tzinfo=None), number, unit)
    assert _at("kr-petition", received, Period.parse(f"{number} {unit}")).date() == expected


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.tuples(rules, receipts, periods, gaps), max_size=30),
    st.dates(date(2024, 1, 1), date(2026, 1, 1)),
)
def test_many_are_counted_as_each_alone(
    asked: list[tuple[str, datetime, Period, list[int]]], day: date
) -> None:
    new = [Decreed(day, day, "임시공휴일", "temporary holiday")]
    questions = [
        Question(rule, received, period, tuple(_pauses(received, minutes)))
        for rule, received, period, minutes in asked
    ]
    alone = [
        due_at(rule=q.rule, received=q.received, period=q.period, events=q.events, decreed=new)
        for q in questions
    ]
    assert due_many(questions, decreed=new) == alone


def test_many_are_counted_also_where_clocks_change_in_summer() -> None:
    berlin = OfficeHours.of([["08:00", "16:00"]], "Europe/Berlin")
    received = datetime(2024, 3, 29, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    question = Question("working-days", received, Period.parse("8 hours"))
    assert due_many([question], office_hours=berlin) == [
        datetime(2024, 4, 1, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    ]


@settings(deadline=None)
@given(receipts, st.integers(1, 5_000_000))
def test_working_time_added_is_working_time_passed(start: datetime, seconds: int) -> None:
    end = add_working(start, timedelta(seconds=seconds))
    assert working_seconds(start, end) == seconds


def test_a_decree_is_unknown_before_and_forgotten_once_revoked() -> None:
    day = date(2026, 11, 30)
    decree = Decreed(day, date(2026, 11, 20), "임시공휴일", "temporary holiday", "", date(2026, 11, 25))
    known = {known: is_working_day(day, "kr", date(2026, 11, known), [decree]) for known in (19, 20, 24, 25)}
    assert known == {19: True, 20: False, 24: False, 25: True}
    assert is_working_day(day, decreed=[decree])


def test_a_moment_without_a_zone_is_on_the_offices_clock() -> None:
    aware, naive = datetime(2024, 3, 5, 10, tzinfo=SEOUL), datetime(2024, 3, 5, 10)  # noqa: DTZ001 - that is the case
    assert _at("kr-petition", naive, Period.parse("3 hours")) == _at(
        "kr-petition", aware, Period.parse("3 hours")
    )


@pytest.mark.parametrize(
    ("events", "says"),
    [
        ([("resume", 6)], "not paused"),
        ([("pause", 6), ("pause", 7)], "paused already"),
        ([("pause", 7), ("resume", 6)], "in order of time"),
        ([("pause", 4)], "before receipt"),
        ([("stop", 6)], "pause, resume, reset and extend"),
    ],
)
def test_what_cannot_have_happened_is_refused(events: list[tuple[str, int]], says: str) -> None:
    with pytest.raises(CannotCount, match=says) as refused:
        due(
            rule="kr-petition",
            received=datetime(2024, 3, 5, 10, tzinfo=SEOUL),
            period="6 days",
            events=[ClockEvent(kind, datetime(2024, 3, day, 10, tzinfo=SEOUL)) for kind, day in events],  # type: ignore[arg-type]  # one kind is wrong on purpose
        )
    assert refused.value.sentence("ko").endswith(".")
    assert refused.value.sentence("ko") != refused.value.sentence("en")


@pytest.mark.parametrize(
    ("rule", "received", "period", "says"),
    [
        ("kr-nothing", 2024, "6 days", "no counting rule"),
        ("kr-petition", 1999, "6 days", "2004 to 2035"),
        ("kr-petition", 2036, "6 days", "2004 to 2035"),
        ("kr-petition", 2034, "5 years", "2004 to 2035"),
        ("kr-petition", 2034, "99999 years", "2004 to 2035"),
        ("kr-petition", 2034, "99999 weeks", "2004 to 2035"),
        ("calendar-days", 2034, "99999 days", "2004 to 2035"),
        ("kr-petition", 2034, "99999 hours", "2004 to 2035"),
    ],
)
def test_what_no_calendar_covers_is_refused(rule: str, received: int, period: str, says: str) -> None:
    moment = datetime(received, 3, 5, 10, tzinfo=SEOUL)
    with pytest.raises(CannotCount, match=says):
        due(rule=rule, received=moment, period=period)
    with pytest.raises(CannotCount, match=says):
        due_many([Question(rule, moment, Period.parse(period))])
