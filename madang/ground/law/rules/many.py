"""Due dates by the million: asked when a holiday is decreed and every open case is counted again."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from madang.ground.law.rules.clock import ClockEvent
from madang.ground.law.rules.counting import Ground, leg
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
    versions: dict[str, list[int]] = defaultdict(list)
    of_version: dict[str, Ground] = {}
    for ordinal in np.unique(day).tolist():
        ground = grounds(rule, calendar, date.fromordinal(ordinal))
        versions[ground.rule.version].append(ordinal)
        of_version[ground.rule.version] = ground
    for version, ordinals in versions.items():
        mask = np.isin(day, ordinals) if len(versions) > 1 else np.ones(len(day), dtype=bool)
        by_hours = of_version[version].rule.mode(period) is Mode.HOURS
        dues[mask] = (_in_hours if by_hours else _in_days)(of_version[version], period, local[mask])
    return dues.tolist()


def _in_days(ground: Ground, period: Period, local: Moments) -> NDArray[np.object_]:
    """All that was received in one stretch between two closings is due at the same moment: count it once."""
    _, closes = ground.hours.edges[-1]
    stretch = local // A_DAY * 2 + (local % A_DAY > closes)
    different, first, which = np.unique(stretch, return_index=True, return_inverse=True)
    dues = np.empty(len(different), dtype=object)
    dues[:] = [leg(ground, period, _datetime(local[i], ground.hours), ()).end for i in first]
    return dues[which]


def _in_hours(ground: Ground, period: Period, local: Moments) -> NDArray[np.object_]:
    """The working-time arithmetic of `in_hours`, on whole arrays."""
    days, hours = ground.days, ground.hours
    offset, within = local // A_DAY + EPOCH - days.base, local % A_DAY
    if len(local) and not (offset.min() >= 0 and offset.max() < len(days.counts_before) - 1):
        raise days.unknown()
    before, after = days.counts_before[offset], days.counts_before[offset + 1]
    worked = sum(np.clip(within - opens, 0, closes - opens) for opens, closes in hours.edges)
    target = before * hours.a_day + (after - before) * worked + ground.rule.minutes(period) * 60 * SECOND
    place = (target - 1) // hours.a_day
    if len(place) and place.max() >= len(days.ordinals):
        raise days.unknown()
    rest = target - place * hours.a_day
    due = (days.ordinals[place] - EPOCH) * A_DAY + _when_worked(hours, rest)
    return _datetimes(due, hours)


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
