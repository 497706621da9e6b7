"""Which days count: weekends, public holidays, and holidays decreed later."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from madang.ground.law.rules.errors import CannotCount

SATURDAY = 5


@dataclass(frozen=True)
class Holiday:
    """A public holiday that was in the calendar when its year was frozen."""

    name_ko: str
    name_en: str


@dataclass(frozen=True)
class Decreed:
    """A holiday that was added to a year later: nobody knew of it before `known_on`."""

    day: date
    known_on: date
    name_ko: str
    name_en: str
    basis: str = ""
    revoked_on: date | None = None

    def holds(self, as_known_on: date | None) -> bool:
        """Whether it is a holiday to somebody who knows what was known on that day (None: all)."""
        if as_known_on is None:
            return self.revoked_on is None
        return self.known_on <= as_known_on and not (self.revoked_on and self.revoked_on <= as_known_on)


@dataclass(frozen=True, eq=False)
class Calendar:
    """The public holidays of a country, frozen year by year, and its weekend."""

    name: str
    first: date
    last: date
    weekend: frozenset[int]
    holidays: Mapping[date, Holiday]
    decreed: tuple[Decreed, ...] = ()

    def known(self, as_known_on: date | datetime | None, more: Sequence[Decreed] = ()) -> tuple[Decreed, ...]:
        """The decreed holidays that hold for somebody who knows what was known on that day."""
        day = as_known_on.date() if isinstance(as_known_on, datetime) else as_known_on
        return tuple(decree for decree in (*self.decreed, *more) if decree.holds(day))


class WorkingDays:
    """A calendar laid out for counting: each day's place among the working days, looked up at once."""

    def __init__(self, calendar: Calendar, decreed: tuple[Decreed, ...], counts_saturdays: bool) -> None:
        self.calendar = calendar
        self.decreed = {decree.day: decree for decree in reversed(decreed)}
        self.rest = calendar.weekend - {SATURDAY} if counts_saturdays else calendar.weekend
        self.base = calendar.first.toordinal()
        working = [self._works(ordinal) for ordinal in range(self.base, calendar.last.toordinal() + 1)]
        self.days = [self.base + offset for offset, works in enumerate(working) if works]
        self._before = [0, *np.cumsum(working).tolist()]

    def _works(self, ordinal: int) -> bool:
        day = date.fromordinal(ordinal)
        return not (day.weekday() in self.rest or day in self.calendar.holidays or day in self.decreed)

    def before(self, day: date) -> int:
        """How many working days come before that day; so also the place of the first one from it on."""
        offset = day.toordinal() - self.base
        if not 0 <= offset < len(self._before):
            raise self.unknown()
        return int(self._before[offset])

    def works(self, day: date) -> bool:
        """Whether that day is a working day."""
        offset = day.toordinal() - self.base
        if not 0 <= offset < len(self._before) - 1:
            raise self.unknown()
        return bool(self._before[offset + 1] > self._before[offset])

    def at(self, place: int) -> date:
        """The working day at that place."""
        if not 0 <= place < len(self.days):
            raise self.unknown()
        return date.fromordinal(self.days[place])

    def on_or_after(self, day: date) -> date:
        """That day if it is a working day, or else the next one."""
        return self.at(self.before(day))

    def why_not(self, day: date) -> Holiday | Decreed | int | None:
        """Why that day does not count: a holiday, a decreed one, or its weekday; None if it does."""
        if day in self.calendar.holidays:
            return self.calendar.holidays[day]
        if day in self.decreed:
            return self.decreed[day]
        return day.weekday() if day.weekday() in self.rest else None

    def unknown(self) -> CannotCount:
        """The error for a day outside the years that the calendar knows."""
        name, first, last = self.calendar.name, self.calendar.first.year, self.calendar.last.year
        return CannotCount(
            f"The calendar {name} knows the years {first} to {last}; this period needs days outside them.",
            f"달력 {name}에는 {first}년부터 {last}년까지만 들어 있어서 이 기간을 계산할 수 없습니다.",
        )

    @cached_property
    def version(self) -> str:
        """Which calendar this is: its name, years, and a mark that changes when any holiday does."""
        days = sorted({*self.calendar.holidays, *self.decreed})
        mark = hashlib.sha256(" ".join(map(str, days)).encode()).hexdigest()[:8]
        return f"{self.calendar.name}@{self.calendar.first.year}-{self.calendar.last.year}.{mark}"

    @cached_property
    def counts_before(self) -> NDArray[np.int64]:
        """`before` for every day of the calendar, as an array."""
        return np.asarray(self._before, dtype=np.int64)

    @cached_property
    def ordinals(self) -> NDArray[np.int64]:
        """The ordinal of the working day at every place, as an array."""
        return np.asarray(self.days, dtype=np.int64)


@lru_cache(maxsize=64)
def _laid_out(calendar: Calendar, decreed: tuple[Decreed, ...], counts_saturdays: bool) -> WorkingDays:
    return WorkingDays(calendar, decreed, counts_saturdays)


def working_days(
    calendar: Calendar,
    as_known_on: date | datetime | None = None,
    decreed: Iterable[Decreed] = (),
    counts_saturdays: bool = False,
) -> WorkingDays:
    """The calendar laid out for counting, as it was known on that day, with decrees not in its files."""
    return _laid_out(calendar, calendar.known(as_known_on, tuple(decreed)), counts_saturdays)
