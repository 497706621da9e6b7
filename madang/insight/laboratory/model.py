"""What the laboratory knows of a service: who works when, how cases come, and what each of them asked for.

A model holds the cases of a log as they were: the steps of each, who did them, the work in them and the waiting that
no lack of staff explains. A simulated case repeats one of them, drawn by chance; only the queue is new.
"""

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from madang.insight.laboratory.hours import ALWAYS, DAY, Floats, Numbers, Truths, Week, open_hours
from madang.insight.laboratory.saying import Note

Discipline = Literal["fifo", "priority", "due"]
NOBODY = -1  # a step without anybody who could be busy: a machine, the applicant, an outside office


@dataclass(frozen=True)
class Shift:
    """So many people who work the same hours; half a person works half of the days."""

    week: Week
    staff: float


@dataclass(frozen=True)
class Role:
    """People who can stand in for each other, the hours they work and whom they take next."""

    name: str
    shifts: tuple[Shift, ...]
    closed: frozenset[int] = frozenset()  # days without work, counted from 1970
    discipline: Discipline = "fifo"
    finishes: bool = False  # whoever is being served at closing time is served to the end
    people: int = 0  # how many different people the log names

    @property
    def staff(self) -> float:
        """The most people at work at once."""
        return sum(shift.staff for shift in self.shifts)

    @property
    def week_hours(self) -> float:
        """Hours of work that the role has in a week without holidays."""
        return sum(shift.staff * open_hours(shift.week) for shift in self.shifts)

    @property
    def week(self) -> Week:
        """The longest hours that anybody of the role works."""
        return max((shift.week for shift in self.shifts), key=open_hours, default=ALWAYS)


@dataclass(frozen=True)
class Arrivals:
    """How cases come: a rate for each hour of the week, a level for each week, days without any."""

    hourly: Floats  # 168 rates: cases an hour at level 1, Monday 00:00 first
    first_day: int  # the day, counted from 1970, on which the first week of levels begins
    levels: Floats  # one factor a week
    closed: frozenset[int] = frozenset()
    spread: float = 0.0  # variance of the factor by which days of the same kind differ
    evenness: float = 1.0  # 1: by chance; more: evenly spaced, as by appointment (the shape of gamma gaps)
    factor: float = 1.0

    def rates(self, first: int, days: int) -> Floats:
        """Cases expected in each hour of these days."""
        day = np.arange(first, first + days)
        week = np.clip((day - self.first_day) // 7, 0, len(self.levels) - 1)
        level = self.levels[week] * self.factor * ~np.isin(day, list(self.closed))
        hours = self.hourly.reshape(7, 24)[(day - 4) % 7]
        return np.asarray((hours * level[:, None]).ravel())


@dataclass(frozen=True)
class Paths:
    """Real cases as work to be done: the steps of all cases in one row, those of a case next to each other."""

    first: Numbers  # where each case begins; one more entry tells the end
    step: Numbers
    role: Numbers
    work: Floats  # seconds, in the working time of the role
    delay: Floats  # seconds before the step that no queue explains, in the working time of the role
    allowed: Floats  # seconds from arrival to deadline, nan where none is stated
    priority: Numbers  # 0 goes before 1
    beside: Truths  # whether a step begins together with the one before it; the next waits for both

    def __len__(self) -> int:
        return len(self.first) - 1

    @property
    def case(self) -> Numbers:
        """The case of each step."""
        return np.repeat(np.arange(len(self)), np.diff(self.first))

    @property
    def chained(self) -> bool:
        """Whether no two steps of a case are done at the same time."""
        return not self.beside.any()

    @property
    def block(self) -> Numbers:
        """Steps that begin together share a number."""
        return np.cumsum(~self.beside)

    def keeping(self, kept: Truths) -> "Paths":
        """The same cases without the steps that are not kept; a case may be left without any."""
        first = np.concatenate([[0], np.cumsum(kept)])[self.first]
        block = self.block[kept]
        beside = np.concatenate([[False], block[1:] == block[:-1]])[: len(block)]
        cut = {name: getattr(self, name)[kept] for name in ("step", "role", "work", "delay")}
        return replace(self, first=first, beside=beside, **cut)


@dataclass(frozen=True)
class Model:
    """All of it."""

    name: str
    steps: tuple[str, ...]
    roles: tuple[Role, ...]
    arrivals: Arrivals
    paths: Paths
    start: float  # the span of the log, in seconds on the wall clock since 1970
    end: float
    zone: str = "UTC"
    with_starts: bool = True  # whether the log says when work began
    from_arrival: bool = True  # whether the first event of a case is its arrival
    prices: dict[str, float] = field(default_factory=dict)  # by role, for an hour on duty
    standard: "Standard | None" = None
    notes: tuple[Note, ...] = ()

    @property
    def days(self) -> float:
        """Length of the log in days."""
        return (self.end - self.start) / DAY


@dataclass(frozen=True)
class Standard:
    """A promised time: seconds on the calendar, or days by law, for every case; None: each case's own deadline."""

    seconds: float | None = None
    share: float | None = None
    due: tuple[
        tuple[int, float], ...
    ] = ()  # by day of arrival (from 1970): the moment at which the case is due
