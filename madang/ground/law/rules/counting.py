"""Counting a period out: in working hours, in days, or by the calendar; article by article."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from madang.ground.law.articles import article
from madang.ground.law.rules.calendars import WorkingDays
from madang.ground.law.rules.clock import Extension, Pause
from madang.ground.law.rules.errors import CannotCount
from madang.ground.law.rules.hours import SECOND, OfficeHours
from madang.ground.law.rules.periods import Period, Unit
from madang.ground.law.rules.versions import Mode, RuleVersion

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Ground:
    """What a count stands on: the version of the rule, the calendar as known, and the office's hours."""

    rule: RuleVersion
    days: WorkingDays
    hours: OfficeHours

    def position(self, moment: datetime) -> int:
        """Working microseconds from the calendar's first day to that moment."""
        day = moment.date()
        whole = self.days.before(day) * self.hours.a_day
        return whole + (self.hours.worked_by(moment.time()) if self.days.works(day) else 0)

    def moment(self, position: int) -> datetime:
        """The earliest moment at which that much working time has passed."""
        place = (position - 1) // self.hours.a_day
        within = self.hours.when_worked(position - place * self.hours.a_day)
        return datetime.combine(self.days.at(place), time(), self.hours.zone) + within


@dataclass(frozen=True)
class Stood:
    """A pause as it was counted: the days left out, or the working time in microseconds."""

    pause: Pause
    first: date | None = None
    last: date | None = None
    time: int = 0


@dataclass(frozen=True)
class Leg:
    """One stretch of the count: the period itself or an extension of it."""

    period: Period
    mode: Mode
    start: datetime | date
    end: datetime | None
    stood: tuple[Stood, ...] = ()
    last: date | None = None
    by: Extension | None = None
    waiting: Sequence[Pause] = field(default=(), repr=False)


def leg(ground: Ground, period: Period, since: datetime | date, pauses: Sequence[Pause]) -> Leg:
    """Count one period from a moment (receipt, a fresh start) or from a day (after the period it extends)."""
    mode = ground.rule.mode(period)
    if mode is Mode.HOURS and isinstance(since, datetime):
        return in_hours(ground, period, since, pauses)
    if mode is Mode.ROUND_THE_CLOCK and isinstance(since, datetime):
        return round_the_clock(ground, period, since, pauses)
    first = first_day(ground, since) if isinstance(since, datetime) else since
    if mode is Mode.WORKING_DAYS:
        return in_days(ground, period, ground.days.on_or_after(first), pauses)
    if mode is Mode.CALENDAR_DAYS:
        return over_calendar(ground, period, mode, first, first + (period.number - 1) * DAY, pauses)
    return over_calendar(ground, period, mode, first, last_by_calendar(ground, first, period), pauses)


@article("petitions-act", "19(1)")
@article("petitions-rule", "18(3)")
def in_hours(ground: Ground, period: Period, since: datetime, pauses: Sequence[Pause]) -> Leg:
    """A period of 5 days or less is counted in hours from the moment of receipt, 8 working hours a day."""
    start = ground.position(since)
    target = start + ground.rule.minutes(period) * 60 * SECOND  # 1 day = 8 working hours
    stood: list[Stood] = []
    for number, pause in enumerate(pauses):
        begin = ground.position(pause.begin)
        if begin >= target:  # it had run out before the clock was stopped
            return Leg(
                period, Mode.HOURS, since, ground.moment(target), tuple(stood), waiting=pauses[number:]
            )
        if pause.end is None:
            return Leg(period, Mode.HOURS, since, None, (*stood, Stood(pause)))
        stopped = ground.position(pause.end) - begin
        stood.append(Stood(pause, time=stopped))
        target += stopped
    return Leg(period, Mode.HOURS, since, ground.moment(target), tuple(stood))


def round_the_clock(ground: Ground, period: Period, since: datetime, pauses: Sequence[Pause]) -> Leg:
    """Where an office answers day and night, every minute since receipt counts, but for those of pauses."""
    target = _later(since, ground.rule.minutes(period) * 60 * SECOND)
    stood: list[Stood] = []
    for number, pause in enumerate(pauses):
        if pause.begin >= target:  # it had run out before the clock was stopped
            return Leg(period, Mode.ROUND_THE_CLOCK, since, target, tuple(stood), waiting=pauses[number:])
        if pause.end is None:
            return Leg(period, Mode.ROUND_THE_CLOCK, since, None, (*stood, Stood(pause)))
        stopped = (pause.end.astimezone(UTC) - pause.begin.astimezone(UTC)) // timedelta(microseconds=1)
        stood.append(Stood(pause, time=stopped))
        target = _later(target, stopped)
    return Leg(period, Mode.ROUND_THE_CLOCK, since, target, tuple(stood))


def _later(moment: datetime, passed: int) -> datetime:
    """So many microseconds later by any clock, also where summer time begins or ends in between."""
    try:
        return (moment.astimezone(UTC) + timedelta(microseconds=passed)).astimezone(moment.tzinfo)
    except OverflowError:
        raise CannotCount(
            f"The period from {moment:%Y-%m-%d} on ends outside every calendar.",
            f"{moment:%Y-%m-%d}부터의 기간은 어느 달력에도 없는 날에 끝납니다.",
        ) from None


@article("petitions-act", "19(2)")
@article("disclosure-act", "11(1)", "29(2)")
def first_day(ground: Ground, received: datetime) -> date:
    """The day of receipt is the first; after hours or on a day off, the next working day is."""
    day = received.date()
    if not ground.rule.first_day_counts:
        return day + DAY
    return ground.days.on_or_after(day + DAY if received.time() > ground.hours.closes else day)


@article("petitions-act", "19(2)")
@article("disclosure-act", "11(1)", "29(2)")
def in_days(ground: Ground, period: Period, first: date, pauses: Sequence[Pause]) -> Leg:
    """In a period counted in days (a petition's of 6 or more) Saturdays and public holidays do not count."""
    days = ground.days
    place = days.before(first)
    target, free = place + period.number - 1, place
    stood: list[Stood] = []
    for number, pause in enumerate(pauses):
        if pause.begin > ground.hours.closing(days.at(target)):
            return _to(ground, period, Mode.WORKING_DAYS, first, days.at(target), stood, pauses[number:])
        if pause.end is None:
            return Leg(period, Mode.WORKING_DAYS, first, None, (*stood, Stood(pause)))
        begin, end = days_left_out(ground.rule, pause.begin, pause.end)
        begins, ends = max(days.before(begin), free), days.before(end)
        stood.append(_left_out(pause, days.at(begins), days.at(ends - 1)) if ends > begins else Stood(pause))
        target += max(ends - begins, 0)
        free = max(ends, free)
    return _to(ground, period, Mode.WORKING_DAYS, first, days.at(target), stood)


@article("civil-act", "161")
def over_calendar(
    ground: Ground, period: Period, mode: Mode, first: date, last: date, pauses: Sequence[Pause]
) -> Leg:
    """A last day that is a Saturday or public holiday moves to the next working day."""
    free = first
    stood: list[Stood] = []
    for number, pause in enumerate(pauses):
        if pause.begin > ground.hours.closing(ground.days.on_or_after(last)):
            return _to(ground, period, mode, first, last, stood, pauses[number:])
        if pause.end is None:
            return Leg(period, mode, first, None, (*stood, Stood(pause)))
        begin, end = days_left_out(ground.rule, pause.begin, pause.end)
        begin = max(begin, free)
        stood.append(_left_out(pause, begin, end - DAY) if end > begin else Stood(pause))
        last += max(end - begin, timedelta())
        free = max(end, free)
    return _to(ground, period, mode, first, last, stood)


@article("petitions-act", "19(3)")
@article("civil-act", "159", "160")
def last_by_calendar(ground: Ground, first: date, period: Period) -> date:
    """Weeks, months and years run by the calendar and end on the day before the one they began on."""
    if period.unit is Unit.WEEKS:
        return first + period.number * 7 * DAY - DAY
    months = period.number * (12 if period.unit is Unit.YEARS else 1)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if year > ground.days.calendar.last.year:
        raise ground.days.unknown()
    in_month = monthrange(year, month + 1)[1]
    if first.day > in_month:  # no such day in the last month: it ends with the month
        return date(year, month + 1, in_month)
    return date(year, month + 1, first.day) - DAY


@article("administrative-procedures-act-decree", "11")
def days_left_out(rule: RuleVersion, begin: datetime, end: datetime) -> tuple[date, date]:
    """A pause leaves out the day on which the applicant is asked and the day on which the answer arrives.

    Returns the first day left out and the day after the last; none where the pause has no length.
    """
    if begin == end or rule.excluded_by_pause == "first-day":
        return begin.date(), end.date()
    return begin.date(), end.date() + DAY


def _left_out(pause: Pause, first: date, last: date) -> Stood:
    return Stood(pause, first, last)


def _to(
    ground: Ground,
    period: Period,
    mode: Mode,
    first: date,
    last: date,
    stood: Sequence[Stood],
    waiting: Sequence[Pause] = (),
) -> Leg:
    end = ground.hours.closing(ground.days.on_or_after(last))
    return Leg(period, mode, first, end, tuple(stood), last=last, waiting=waiting)
