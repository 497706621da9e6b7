"""What can be asked of the law: due dates and their arithmetic, working days, decreed holidays.

Counting needs neither Django nor a database; only `decreed`, which reads what was decreed here, does.
A moment without a zone is taken to be on the office's clock. Without `as_known_on` all that is known counts.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from madang.ground.law import definition
from madang.ground.law.articles import Carried, article, carried
from madang.ground.law.rules import (
    Calendar,
    CannotCount,
    ClockEvent,
    CountingRule,
    Decreed,
    Due,
    Ground,
    Holiday,
    OfficeHours,
    Period,
    Question,
    Unit,
    WorkingDays,
    count,
    explained,
    many,
    spans,
    working_days,
)
from madang.ground.law.rules import due_many as _due_many
from madang.ground.law.rules.hours import SECOND
from madang.ground.law.rules.many import Counted, Moments
from madang.ground.law.rules.versions import RuleVersion, Words

if TYPE_CHECKING:
    from madang.lib import together

__all__ = [
    "Calendar",
    "CannotCount",
    "Carried",
    "ClockEvent",
    "Counted",
    "CountingRule",
    "Decreed",
    "Due",
    "Holiday",
    "Moments",
    "OfficeHours",
    "Period",
    "Question",
    "Unit",
    "add_working",
    "all_decreed",
    "article",
    "calendar_names",
    "carried",
    "counted_many",
    "decreed",
    "due",
    "due_at",
    "due_many",
    "holidays",
    "is_working_day",
    "rule_keys",
    "spans",
    "worked_many",
    "working_seconds",
]

OFFICE_HOURS = OfficeHours()
calendar_names = definition.calendar_names
rule_keys = definition.rule_keys


def due(
    *,
    rule: str,
    received: datetime,
    period: Period | str,
    calendar: str | None = None,
    events: Sequence[ClockEvent] = (),
    as_known_on: date | datetime | None = None,
    office_hours: OfficeHours = OFFICE_HOURS,
    decreed: Sequence[Decreed] = (),
) -> Due:
    """The due date with its explanation in Korean and English; CannotCount says why there is none."""
    ground = _ground(rule, calendar, received, as_known_on, office_hours, decreed)
    return explained(count(ground, received, Period.parse(period), events))


def due_at(
    *,
    rule: str,
    received: datetime,
    period: Period | str,
    calendar: str | None = None,
    events: Sequence[ClockEvent] = (),
    as_known_on: date | datetime | None = None,
    office_hours: OfficeHours = OFFICE_HOURS,
    decreed: Sequence[Decreed] = (),
) -> datetime | None:
    """The due date alone, or None while the clock stands still; much faster than with its explanation."""
    ground = _ground(rule, calendar, received, as_known_on, office_hours, decreed)
    return count(ground, received, Period.parse(period), events).at


def due_many(
    questions: Sequence[Question],
    *,
    as_known_on: date | datetime | None = None,
    office_hours: OfficeHours = OFFICE_HOURS,
    decreed: Sequence[Decreed] = (),
) -> list[datetime | None]:
    """The due date of each question, in order; a million take seconds."""
    return _due_many(questions, _grounds(as_known_on, office_hours, tuple(decreed)), office_hours)


def counted_many(
    received: Moments,
    ended: Moments,
    *,
    rule: str,
    period: Period | str,
    calendar: str | None = None,
    office_hours: OfficeHours = OFFICE_HOURS,
    decreed: Sequence[Decreed] = (),
) -> Counted:
    """Due moments and legal time used of many cases without pauses; microseconds of the office's own clock.

    CannotCount where a case lies outside the years of the calendar.
    """
    grounds = _grounds(None, office_hours, tuple(decreed))
    return many.counted(rule, calendar, Period.parse(period), received, ended, grounds)


def worked_many(
    moments: Moments,
    calendar: str = "kr",
    office_hours: OfficeHours = OFFICE_HOURS,
    decreed: Sequence[Decreed] = (),
) -> Moments:
    """Working microseconds up to each moment of the office's own clock; the differences are what counts."""
    return many.worked(_plain(calendar, office_hours, None, decreed), moments)


def is_working_day(
    day: date,
    calendar: str = "kr",
    as_known_on: date | datetime | None = None,
    decreed: Sequence[Decreed] = (),
) -> bool:
    """Whether offices that keep the calendar work on that day."""
    return _days(calendar, as_known_on, decreed).works(day)


def holidays(
    first: date, last: date, calendar: str = "kr", decreed: Sequence[Decreed] = ()
) -> list[tuple[date, Words]]:
    """The public and decreed holidays from first to last, in order; weekends are not named."""
    days = _days(calendar, None, decreed)
    found = {day: Words(h.name_ko, h.name_en) for day, h in days.calendar.holidays.items()}
    found |= {day: Words(d.name_ko, d.name_en) for day, d in days.decreed.items()}
    return [(day, found[day]) for day in sorted(found) if first <= day <= last]


def working_seconds(
    start: datetime,
    end: datetime,
    calendar: str = "kr",
    office_hours: OfficeHours = OFFICE_HOURS,
    as_known_on: date | datetime | None = None,
    decreed: Sequence[Decreed] = (),
) -> float:
    """Seconds of working time from start to end; less than nothing if the end comes first."""
    ground = _plain(calendar, office_hours, as_known_on, decreed)
    passed = ground.position(office_hours.local(end)) - ground.position(office_hours.local(start))
    return passed / SECOND


def add_working(
    start: datetime,
    time: timedelta,
    calendar: str = "kr",
    office_hours: OfficeHours = OFFICE_HOURS,
    as_known_on: date | datetime | None = None,
    decreed: Sequence[Decreed] = (),
) -> datetime:
    """The earliest moment at which that much working time has passed since start."""
    if time <= timedelta():
        raise CannotCount(
            "The working time to add must be more than nothing.", "더할 근무시간은 0보다 커야 합니다."
        )
    ground = _plain(calendar, office_hours, as_known_on, decreed)
    return ground.moment(ground.position(office_hours.local(start)) + time // timedelta(microseconds=1))


def decreed(calendar: str = "kr") -> list[Decreed]:
    """The holidays that were decreed here since the calendar's files were written, revoked ones included."""
    from madang.ground.law.models import DecreedHoliday  # only here, so that counting does without Django

    return [row.as_decreed() for row in DecreedHoliday.objects.filter(calendar=calendar).order_by("day")]


def _grounds(
    as_known_on: date | datetime | None, office_hours: OfficeHours, decrees: tuple[Decreed, ...]
) -> many.Grounds:
    @lru_cache(maxsize=1024)
    def laid_out(rule: RuleVersion, calendar: str) -> Ground:
        days = working_days(definition.calendar(calendar), as_known_on, decrees, rule.counts_saturdays)
        return Ground(rule, days, office_hours)

    def grounds(key: str, calendar: str | None, day: date) -> Ground:
        rule = definition.counting_rule(key)
        return laid_out(rule.on(day), calendar or rule.calendar)

    return grounds


def all_decreed() -> "together.Question[dict[str, list[Decreed]]]":
    """The question for what `decreed` says of every calendar, to be asked together with others."""
    from madang.ground.law.models import all_decreed  # as above

    return all_decreed()


def _ground(
    rule: str,
    calendar: str | None,
    received: datetime,
    as_known_on: date | datetime | None,
    office_hours: OfficeHours,
    decreed: Sequence[Decreed],
) -> Ground:
    counting = definition.counting_rule(rule)
    version = counting.on(office_hours.local(received).date())
    known = definition.calendar(calendar or counting.calendar)
    return Ground(version, working_days(known, as_known_on, decreed, version.counts_saturdays), office_hours)


def _days(calendar: str, as_known_on: date | datetime | None, decreed: Sequence[Decreed]) -> WorkingDays:
    return working_days(definition.calendar(calendar), as_known_on, decreed)


def _plain(
    calendar: str, hours: OfficeHours, as_known_on: date | datetime | None, decreed: Sequence[Decreed]
) -> Ground:
    version = definition.counting_rule("working-days").versions[-1]
    return Ground(version, _days(calendar, as_known_on, decreed), hours)
