"""The slow oracle: it walks the calendar a day or a minute at a time and shares no code with the rules.

It reads the calendar's files itself and counts as a clerk would with a finger on the wall calendar.
"""

from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

import yaml

CALENDAR = Path(__file__).resolve().parents[2] / "madang" / "definitions" / "law" / "calendars" / "kr"
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
OLD_RULE_UNTIL = date(2005, 7, 1)
Pause = tuple[datetime, datetime | None]


@cache
def frozen() -> set[date]:
    return {day for file in CALENDAR.glob("2*.yaml") for day in yaml.safe_load(file.read_text())["days"]}


@cache
def decreed() -> dict[date, date]:
    return {
        entry["day"]: entry["known_on"] for entry in yaml.safe_load((CALENDAR / "decreed.yaml").read_text())
    }


def counts(day: date, received: date, known: date | None = None) -> bool:
    """Whether the office works on that day, for something received on that other day."""
    if day.weekday() == 6 or day in frozen():
        return False
    if day in decreed() and (known is None or decreed()[day] <= known):
        return False
    return day.weekday() != 5 or received < OLD_RULE_UNTIL


def working_minute(moment: datetime, received: date, known: date | None = None) -> bool:
    """Whether the minute that begins then is one of office hours."""
    in_hours = time(9) <= moment.time() < time(12) or time(13) <= moment.time() < time(18)
    return in_hours and counts(moment.date(), received, known)


def by_hours(
    received: datetime, hours: int, pauses: tuple[Pause, ...] = (), known: date | None = None
) -> datetime | None:
    """Count working minutes one after the other, leaving out those during a pause."""
    left, now = hours * 60, received
    while True:
        stopped = next((p for p in pauses if p[0] <= now and (p[1] is None or now < p[1])), None)
        if working_minute(now, received.date(), known):
            if stopped and stopped[1] is None:
                return None
            if not stopped:
                left -= 1
        elif stopped and stopped[1] is None:
            return None
        now += MINUTE
        if left == 0:
            return now


def by_days(
    received: datetime, days: int, pauses: tuple[Pause, ...] = (), known: date | None = None
) -> tuple[date | None, list[date]]:
    """Count days one after the other, the first included; also the days that were counted."""
    day = received.date() + (DAY if received.time() > time(18) else timedelta())
    counted: list[date] = []
    while len(counted) < days:
        open_pause = next((begin for begin, end in pauses if end is None), None)
        if open_pause and open_pause <= datetime.combine(day, time(18)):
            return None, counted
        running = pauses
        if len(counted) == days - 1:  # the last day: what begins after it has closed comes too late
            running = tuple(p for p in pauses if p[0] <= datetime.combine(day, time(18)))
        if counts(day, received.date(), known) and not _stands(day, running):
            counted.append(day)
        day += DAY
    return counted[-1], counted


def _stands(day: date, pauses: tuple[Pause, ...]) -> bool:
    return any(end and begin != end and begin.date() <= day <= end.date() for begin, end in pauses)


def by_calendar(received: datetime, number: int, unit: str) -> date:
    """Weeks, months and years, first day included; an end on a day off goes on to the next working day."""
    first = received.date() + (DAY if received.time() > time(18) else timedelta())
    while not counts(first, received.date()):
        first += DAY
    if unit == "weeks":
        last = first + number * 7 * DAY - DAY
    else:
        last = _same_day_later(first, number * (12 if unit == "years" else 1))
    while not counts(last, received.date()):
        last += DAY
    return last


def _same_day_later(first: date, months: int) -> date:
    year, month = first.year, first.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    try:
        return date(year, month, first.day) - DAY
    except ValueError:
        following = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
        return following - DAY
