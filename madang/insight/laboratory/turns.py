"""The queue where people are called one by one: by priority or due date, by groups with hours of their own."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from heapq import heappop, heappush, heapreplace

import numpy as np

from madang.insight.laboratory.desks import Desk, Plan
from madang.insight.laboratory.hours import Floats, Hours
from madang.insight.laboratory.model import NOBODY

NEVER = float("inf")
Lists = tuple[list[float], list[float], list[float]]


@dataclass
class _Group:
    """People with the same hours; `free` tells when each of them is free, the earliest first."""

    opens: list[float]
    closes: list[float]
    before: list[float]
    free: list[float]
    at: int = 0

    def is_open(self, time: float) -> bool:
        while time >= self.closes[self.at]:
            self.at += 1
        return time >= self.opens[self.at]

    def end(self, time: float, work: float, finishes: bool) -> float:
        """When work begun now, within the hours, is done."""
        if finishes:
            return time + work
        place = self.at
        until = self.before[place] + time - self.opens[place] + work
        if until > self.before[place + 1]:
            place = bisect_left(self.before, until, place + 1) - 1
        return self.opens[place] + until - self.before[place]

    def next_start(self, time: float) -> float:
        """The first moment from now on at which one of them could begin."""
        soonest = max(time, self.free[0])
        return max(soonest, self.opens[bisect_right(self.closes, soonest)])


@dataclass
class _Line:
    """A role with its queue."""

    groups: list[_Group]
    finishes: bool
    waiting: list[tuple[float, int, int]] = field(default_factory=list)
    look: float = NEVER  # when somebody looks at the queue again

    def chosen(self, time: float, work: float) -> tuple[_Group, float] | None:
        """Of those who are free now whoever will be done first, and when that is."""
        best: tuple[_Group, float] | None = None
        for group in self.groups:
            if group.free[0] <= time and group.is_open(time):
                end = group.end(time, work, self.finishes)
                if best is None or end < best[1]:
                    best = group, end
        return best


class _Room:
    """All queues, and the steps that move through them."""

    def __init__(self, plan: Plan, desks: list[Desk], hours: list[Hours]) -> None:
        self.hours: list[Lists] = [one.lists for one in hours]
        self.lines = [
            _Line([_Group(*one.lists, [one.opens[0]] * count) for one, count in desk.groups], desk.finishes)
            for desk in desks
        ]
        self.role, self.work, self.delay = plan.role.tolist(), plan.work.tolist(), plan.delay.tolist()
        self.ready, self.begun, self.done = ([0.0] * len(self.role) for _ in range(3))
        self.ranks = [_ranks(plan, desk) for desk in desks]
        block = np.cumsum(~plan.beside) - 1
        self.block = block.tolist()
        self.left = np.bincount(block).tolist()
        self.latest = [-NEVER] * len(self.left)
        starts = np.flatnonzero(~plan.beside)
        self.start = [*starts.tolist(), len(self.role)]
        self.ends_case = plan.last[np.append(starts[1:], len(self.role)) - 1].tolist()
        self.ahead: list[tuple[float, int]] = []
        self.came = 0

    def run(self) -> None:
        while self.ahead:
            time, step = heappop(self.ahead)
            if step >= 0:
                self.arrive(time, step)
                continue
            line = self.lines[-1 - step]
            if time == line.look:
                line.look = NEVER
                self.serve(time, -1 - step)

    def arrive(self, time: float, step: int) -> None:
        self.ready[step] = time
        role = self.role[step]
        if role == NOBODY:
            self.begin(step, time, time + self.work[step])
            return
        self.came += 1
        rank = self.ranks[role]
        heappush(self.lines[role].waiting, (rank[step] if rank else 0.0, self.came, step))
        self.serve(time, role)

    def serve(self, time: float, role: int) -> None:
        """Let whoever is free take the next; if nobody is, look again when somebody will be."""
        line = self.lines[role]
        while line.waiting:
            step = line.waiting[0][2]
            chosen = line.chosen(time, self.work[step])
            if chosen is None:
                look = min(group.next_start(time) for group in line.groups)
                if look < line.look:
                    line.look = look
                    heappush(self.ahead, (look, -1 - role))
                return
            heappop(line.waiting)
            heapreplace(chosen[0].free, chosen[1])
            self.begin(step, time, chosen[1])

    def begin(self, step: int, time: float, end: float) -> None:
        """Note begin and end; when all that began together has its end, the next of the case is known."""
        self.begun[step], self.done[step] = time, end
        block = self.block[step]
        self.latest[block] = max(self.latest[block], end)
        self.left[block] -= 1
        if self.left[block] or self.ends_case[block]:
            return
        for following in range(self.start[block + 1], self.start[block + 2]):
            heappush(self.ahead, (self.reached(self.latest[block], following), following))

    def reached(self, time: float, step: int) -> float:
        """When the step joins its queue if it could begin at this time."""
        delay = self.delay[step]
        return later(time, delay, *self.hours[self.role[step]]) if delay > 0.0 else time


def _ranks(plan: Plan, desk: Desk) -> list[float] | None:
    """For each step how early it is taken; none where it goes in order of arrival."""
    if desk.discipline == "fifo":
        return None
    of_case = plan.priority if desk.discipline == "priority" else plan.due
    return np.repeat(of_case.astype(np.float64), np.diff(plan.first)).tolist()


def by_turn(
    plan: Plan, desks: list[Desk], hours: list[Hours], entry: Floats
) -> tuple[Floats, Floats, Floats]:
    """When each step is ready, begun and done."""
    room = _Room(plan, desks, hours)
    firsts = plan.first[:-1].tolist()
    counts = (np.searchsorted(np.flatnonzero(~plan.beside), plan.first[:-1], "right")).tolist()
    arrival = plan.arrival.tolist()
    for came, time, first, block in zip(arrival, entry.tolist(), firsts, counts, strict=True):
        room.ahead.append((time, first))
        for step in range(first + 1, room.start[block]):  # what begins together with the first step
            room.ahead.append((room.reached(came, step), step))
    room.ahead.sort()
    room.run()
    return np.array(room.ready), np.array(room.begun), np.array(room.done)


def later(time: float, delay: float, opens: list[float], closes: list[float], before: list[float]) -> float:
    """The moment when so much working time has passed since."""
    place = max(bisect_right(opens, time) - 1, 0)
    worked = before[place] + max(0.0, min(time, closes[place]) - opens[place]) + delay
    place = bisect_right(before, worked, place) - 1
    return opens[place] + worked - before[place]
