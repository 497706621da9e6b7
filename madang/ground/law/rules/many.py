"""Counting by the million: when a holiday is decreed, and when a whole log is measured by the law's clock."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from madang.ground.law.rules.clock import ClockEvent
from madang.ground.law.rules.counting import Ground, first_day, leg
from madang.ground.law.rules.due import count
from madang.ground.law.rules.hours import SECOND, OfficeHours
from madang.ground.law.rules.periods import Period
from madang.ground.law.rules.versions import Mode

EPOCH = date(1970, 1, 1).toordinal()
A_DAY = 86_400 * SECOND
Moments = NDArray[np.int64]


@dataclass(frozen=True)
class Question:
    """One due date to be counted; `rule` and `calendar` are keys, the calendar None for the rule's own."""

    rule: str
    received: datetime
    period: Period
    events: tuple[ClockEvent, ...] = ()
    calendar: str | None = None


Grounds = Callable[[str, str | None, date], Ground]


def due_many(questions: Sequence[Question], grounds: Grounds, hours: OfficeHours) -> list[datetime | None]:
    """The due date of each question, in order; those without events are counted together."""
    answers: list[datetime | None] = [None] * len(questions)
    alike: dict[tuple[str, str | None, Period], list[int]] = defaultdict(list)
    steady = _offset(hours)
    for number, question in enumerate(questions):
        if question.events or steady is None:
            ground = grounds(question.rule, question.calendar, hours.local(question.received).date())
            answers[number] = count(ground, question.received, question.period, question.events).at
        else:
            alike[question.rule, question.calendar, question.period].append(number)
    for (rule, calendar, period), numbers in alike.items():
        received = [questions[number].received for number in numbers]
        dues = _alike(rule, calendar, period, received, grounds, hours, steady or 0)
        for number, due in zip(numbers, dues, strict=True):
            answers[number] = due
    return answers


def _alike(
    rule: str,
    calendar: str | None,
    period: Period,
    received: Sequence[datetime],
    grounds: Grounds,
    hours: OfficeHours,
    offset: int,
) -> list[datetime]:
    """The due dates of receipts under one rule for one period, version by version."""
    local = np.fromiter((_local(moment, offset) for moment in received), np.int64, len(received))
    day = local // A_DAY + EPOCH
    dues = np.empty(len(received), dtype=object)
    for ground, mask in _by_version(rule, calendar, day, grounds):
        how = _HOW.get(ground.rule.mode(period), _in_days)
        dues[mask] = how(ground, period, local[mask])
    return dues.tolist()


def _by_version(
    rule: str, calendar: str | None, day: Moments, grounds: Grounds
) -> Iterator[tuple[Ground, NDArray[np.bool_]]]:
    """Each version of the rule that was in force on some of these days, and which of them those are."""
    versions: dict[str, list[int]] = defaultdict(list)
    of_version: dict[str, Ground] = {}
    for ordinal in np.unique(day).tolist():
        ground = grounds(rule, calendar, date.fromordinal(ordinal))
        versions[ground.rule.version].append(ordinal)
        of_version[ground.rule.version] = ground
    for version, ordinals in versions.items():
        mask = np.isin(day, ordinals) if len(versions) > 1 else np.ones(len(day), dtype=bool)
        yield of_version[version], mask


@dataclass(frozen=True)
class Counted:
    """Of each of many cases: when it was due on the office's clock, and the legal time used up to its end.

    `used` is in microseconds of working time where `in_hours`, else in days; both as the rule counts them.
    """

    due: Moments
    used: Moments
    in_hours: NDArray[np.bool_]


def counted(
    rule: str, calendar: str | None, period: Period, received: Moments, ended: Moments, grounds: Grounds
) -> Counted:
    """Due moments and legal time used, without pauses; moments are microseconds of the office's clock."""
    found = Counted(np.empty_like(received), np.empty_like(received), np.zeros(len(received), dtype=np.bool_))
    for ground, mask in _by_version(rule, calendar, received // A_DAY + EPOCH, grounds):
        since, until = received[mask], ended[mask]
        mode = ground.rule.mode(period)
        if mode is Mode.ROUND_THE_CLOCK:
            found.due[mask] = since + ground.rule.minutes(period) * 60 * SECOND
            found.used[mask] = until - since
            found.in_hours[mask] = True
        elif mode is Mode.HOURS:
            found.due[mask] = _due_in_hours(ground, period, since)
            found.used[mask] = worked(ground, until) - worked(ground, since)
            found.in_hours[mask] = True
        else:
            dues, first_days, which = _due_in_days(ground, period, since)
            found.due[mask] = np.array([_clock(due) for due in dues], np.int64)[which]
            found.used[mask] = _days_used(ground, mode, np.array(first_days, np.int64)[which], until)
    return found


def worked(ground: Ground, local: Moments) -> Moments:
    """`Ground.position` for whole arrays: working microseconds from the calendar's first day to each moment."""
    before, after, within = _places(ground, local)
    whole: Moments = before * ground.hours.a_day + (after - before) * _worked_by(ground.hours, within)
    return whole


def _days_used(ground: Ground, mode: Mode, first: Moments, until: Moments) -> Moments:
    """Days that count from the first day to that of the end, both included; none where it ended before."""
    last = until // A_DAY + EPOCH
    if mode is not Mode.WORKING_DAYS:
        used: Moments = np.maximum(last - first + 1, 0)
        return used
    days = ground.days
    offset = last + 1 - days.base
    if len(offset) and not (offset.min() >= 0 and offset.max() < len(days.counts_before)):
        raise days.unknown()
    counts: Moments = np.maximum(days.counts_before[offset] - days.counts_before[first - days.base], 0)
    return counts


def _in_days(ground: Ground, period: Period, local: Moments) -> NDArray[np.object_]:
    """All that was received in one stretch between two closings is due at the same moment: count it once."""
    ends, _, which = _due_in_days(ground, period, local)
    dues = np.empty(len(ends), dtype=object)
    dues[:] = ends
    return dues[which]


def _due_in_days(
    ground: Ground, period: Period, local: Moments
) -> tuple[list[datetime], list[int], NDArray[np.intp]]:
    """The due moment and the first day of each stretch between two closings, and the stretch of each receipt."""
    _, closes = ground.hours.edges[-1]
    stretch = local // A_DAY * 2 + (local % A_DAY > closes)
    _, first, which = np.unique(stretch, return_index=True, return_inverse=True)
    ends, days = [], []
    for i in first:
        received = _datetime(local[i], ground.hours)
        end = leg(ground, period, received, ()).end
        assert end is not None  # only a pause leaves it open
        ends.append(end)
        days.append(first_day(ground, received).toordinal())
    return ends, days, which


def _in_hours(ground: Ground, period: Period, local: Moments) -> NDArray[np.object_]:
    """The working-time arithmetic of `in_hours`, on whole arrays."""
    return _datetimes(_due_in_hours(ground, period, local), ground.hours)


def _round_the_clock(ground: Ground, period: Period, local: Moments) -> NDArray[np.object_]:
    """Every minute counts; the zone has no summer time here (`_offset`), so the office's clock runs evenly."""
    return _datetimes(local + ground.rule.minutes(period) * 60 * SECOND, ground.hours)


_HOW = {Mode.HOURS: _in_hours, Mode.ROUND_THE_CLOCK: _round_the_clock}


def _due_in_hours(ground: Ground, period: Period, local: Moments) -> Moments:
    days, hours = ground.days, ground.hours
    target = worked(ground, local) + ground.rule.minutes(period) * 60 * SECOND
    place = (target - 1) // hours.a_day
    if len(place) and place.max() >= len(days.ordinals):
        raise days.unknown()
    rest = target - place * hours.a_day
    due: Moments = (days.ordinals[place] - EPOCH) * A_DAY + _when_worked(hours, rest)
    return due


def _places(ground: Ground, local: Moments) -> tuple[Moments, Moments, Moments]:
    """Of each moment the working days before its day and up to it, and the microseconds since midnight."""
    days = ground.days
    offset, within = local // A_DAY + EPOCH - days.base, local % A_DAY
    if len(local) and not (offset.min() >= 0 and offset.max() < len(days.counts_before) - 1):
        raise days.unknown()
    return days.counts_before[offset], days.counts_before[offset + 1], within


def _worked_by(hours: OfficeHours, within: Moments) -> Moments:
    """`OfficeHours.worked_by` for whole arrays of microseconds since midnight."""
    total: Moments = np.zeros_like(within)
    for opens, closes in hours.edges:
        total += np.clip(within - opens, 0, closes - opens)
    return total


def _when_worked(hours: OfficeHours, amount: Moments) -> Moments:
    """`OfficeHours.when_worked` for whole arrays, in microseconds since midnight."""
    lengths = np.array([closes - opens for opens, closes in hours.edges])
    until = np.cumsum(lengths)
    span = np.searchsorted(until, amount, side="left")
    opens = np.array([opens for opens, _ in hours.edges])
    result: Moments = opens[span] + amount - (until - lengths)[span]
    return result


def _datetimes(local: Moments, hours: OfficeHours) -> NDArray[np.object_]:
    midnight, zone = datetime(1970, 1, 1), hours.zone  # noqa: DTZ001 - the office's clock, which the zone then joins
    made = np.empty(len(local), dtype=object)
    made[:] = [(midnight + timedelta(microseconds=moment)).replace(tzinfo=zone) for moment in local.tolist()]
    return made


def _clock(moment: datetime) -> int:
    """A moment on the office's clock as its microseconds since 1970, without regard to the zone."""
    return (moment.replace(tzinfo=_ZERO.tzinfo) - _ZERO) // _MICRO


def _datetime(local: int, hours: OfficeHours) -> datetime:
    made: datetime = _datetimes(np.array([local]), hours)[0]
    return made


_ZERO = datetime.fromisoformat("1970-01-01T00:00+00:00")
_MICRO = timedelta(microseconds=1)


def _local(moment: datetime, offset: int) -> int:
    """The moment on the office's clock, in microseconds since 1970."""
    if moment.tzinfo is None:
        return (moment.replace(tzinfo=_ZERO.tzinfo) - _ZERO) // _MICRO
    return (moment - _ZERO) // _MICRO + offset


@lru_cache(maxsize=16)
def _offset(hours: OfficeHours) -> int | None:
    """The zone's distance from UTC in microseconds, or None where it has changed since 2000 or changes."""
    moments = [
        datetime(year, month, 1, tzinfo=hours.zone) for year in range(2000, 2051) for month in range(1, 13)
    ]
    offsets = {moment.utcoffset() for moment in moments}
    only = offsets.pop()
    return None if offsets or only is None else only // _MICRO
