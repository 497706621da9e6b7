"""An office in a few plain lines, simulated moment by moment: the truth that the laboratory is held against.

It shares no code with the laboratory: no calendars laid out, no heaps by role; a list of events and people who look
at the clock. Every figure of it is invented.
"""

import bisect
import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

START = datetime(2025, 1, 6)  # a Monday  # noqa: DTZ001 - an office without a zone
MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0


@dataclass(frozen=True)
class Task:
    """A step: who does it, how long it takes in the mean (minutes), and what may follow with which chance."""

    role: str | None
    minutes: float
    after: tuple[tuple[str, float], ...] = ()
    shape: str = "exponential"  # or "lognormal", "uniform"
    delay: float = 0.0  # mean minutes of working time before it can be done
    delayed: float = 0.0  # share of cases that meet the delay


@dataclass(frozen=True)
class Office:
    """Everything: the first task, tasks, people by role, hours, cases a day and how they spread over it."""

    first: str
    tasks: dict[str, Task]
    staff: dict[str, int]
    open: tuple[tuple[float, float], ...] = ((9.0, 12.0), (13.0, 18.0))
    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    per_day: float = 60.0
    busy: tuple[float, ...] = (1.6, 1.6, 1.2, 1.0, 0.8, 0.8, 0.6, 0.4)  # weight of each open hour
    arrive: tuple[tuple[float, float], ...] = ()  # the hours in which cases come, if not the open ones

    def with_tasks(self, **tasks: Task) -> "Office":
        return replace(self, tasks={**self.tasks, **tasks})


@dataclass
class Done:
    """One activity of one case."""

    case: int
    task: str
    person: str
    start: float
    end: float


class Clock:
    """Opening hours walked day by day."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def openings(self, moment: float) -> Iterator[tuple[float, float]]:
        day = int(moment // DAY)
        while True:
            if day % 7 in self.office.days:
                for begin, end in self.office.open:
                    if day * DAY + end * HOUR > moment:
                        yield max(day * DAY + begin * HOUR, moment), day * DAY + end * HOUR
            day += 1

    def opens(self, moment: float) -> float:
        return next(self.openings(moment))[0]

    def after(self, moment: float, work: float) -> float:
        for begin, end in self.openings(moment):
            if begin + work <= end:
                return begin + work
            work -= end - begin
        raise AssertionError


def run(office: Office, days: int, seed: int) -> list[Done]:
    """Simulate so many days; every activity of every case."""
    dice, clock = random.Random(seed), Clock(office)  # noqa: S311 - a game of chance, not a secret
    free = {role: [0.0] * count for role, count in office.staff.items()}
    waiting: dict[str, list[tuple[float, int, str]]] = {role: [] for role in office.staff}
    agenda: list[tuple[float, int, str, int, str]] = []
    count = 0
    for case, moment in enumerate(_arrivals(office, days, dice)):
        agenda.append((moment, count := count + 1, "comes", case, office.first))
    agenda.sort()
    done: list[Done] = []
    while agenda:
        now, _, what, case, name = agenda.pop(0)
        if what == "comes":
            role = office.tasks[name].role
            if role is None:
                length = _length(office.tasks[name], dice)
                done.append(Done(case, name, "", now, now + length))
                for moment, following in _next(office, name, now + length, clock, dice):
                    bisect.insort(agenda, (moment, count := count + 1, "comes", case, following))
                continue
            waiting[role].append((now, case, name))
        role = name if what == "look" else str(office.tasks[name].role)
        while waiting[role]:
            moment = clock.opens(now)
            person = min(range(len(free[role])), key=free[role].__getitem__)
            if moment > now or free[role][person] > now:
                look = clock.opens(max(now, free[role][person]))
                if not any(e[0] == look and e[2] == "look" and e[4] == role for e in agenda[:50]):
                    bisect.insort(agenda, (look, count := count + 1, "look", -1, role))
                break
            _, served, task = waiting[role].pop(0)
            end = clock.after(now, _length(office.tasks[task], dice))
            free[role][person] = end
            done.append(Done(served, task, f"{role} {person + 1}", now, end))
            for moment, following in _next(office, task, end, clock, dice):
                bisect.insort(agenda, (moment, count := count + 1, "comes", served, following))
    return done


def _arrivals(office: Office, days: int, dice: random.Random) -> list[float]:
    """A Poisson number of cases an open hour, evenly within it."""
    hours = [hour + part for hour, end in office.arrive or office.open for part in range(int(end - hour))]
    whole = sum(office.busy)
    found = []
    for day in range(days):
        if day % 7 not in office.days:
            continue
        for hour, weight in zip(hours, office.busy, strict=False):
            rate, moment = office.per_day * weight / whole, dice.expovariate(1.0)
            while moment < rate:
                found.append(day * DAY + (hour + moment / rate) * HOUR)
                moment += dice.expovariate(1.0)
    return found


def _length(task: Task, dice: random.Random) -> float:
    if task.minutes <= 0:
        return 0.0
    if task.shape == "lognormal":
        return dice.lognormvariate(-0.245, 0.7) * task.minutes * MINUTE  # its mean is 1
    if task.shape == "uniform":
        return dice.uniform(0.5, 1.5) * task.minutes * MINUTE
    return dice.expovariate(1.0) * task.minutes * MINUTE


def _next(
    office: Office, name: str, end: float, clock: Clock, dice: random.Random
) -> Iterator[tuple[float, str]]:
    """What follows, and when it reaches its queue."""
    pick = dice.random()
    for following, chance in office.tasks[name].after:
        pick -= chance
        if pick < 0:
            task = office.tasks[following]
            if task.delay and dice.random() < task.delayed:
                end = clock.after(end, dice.expovariate(1.0) * task.delay * MINUTE)
            yield end, following
            return


def write(done: list[Done], file: Path, *, starts: bool = True) -> None:
    """The log of it, as an office would export it."""
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["case_id", "activity", *(["start_time"] if starts else []), "end_time", "resource"])
        for one in sorted(done, key=lambda one: one.end):
            begun = [_told(one.start)] if starts else []
            writer.writerow([f"c{one.case}", one.task, *begun, _told(one.end), one.person])


def _told(seconds: float) -> str:
    return (START + timedelta(seconds=seconds)).isoformat(sep=" ", timespec="milliseconds")


def cycle_times(done: list[Done], after_day: int = 0) -> list[float]:
    """From the first moment of each case to its last, of cases that came from that day on."""
    first: dict[int, float] = {}
    last: dict[int, float] = {}
    for one in done:
        first[one.case] = min(first.get(one.case, one.start), one.start)
        last[one.case] = max(last.get(one.case, one.end), one.end)
    return [last[case] - first[case] for case in first if first[case] >= after_day * DAY]


def share_below(values: list[float], share: float) -> float:
    """The value below which this share lies, interpolated."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
