"""The queue: when each step of each case begins and ends, given who works when.

Two loops give the same answer. Where every role serves in order of arrival and all its people keep the same hours,
one event a step is enough, since whoever comes is served by the person who is free first (Kiefer and Wolfowitz, 1955).
Else people are called one by one whenever somebody is free.
"""

from bisect import bisect_left
from heapq import heappop, heappush, heapreplace

import numpy as np

from madang.insight.laboratory.desks import Desk, Plan, Times
from madang.insight.laboratory.hours import Floats, Hours
from madang.insight.laboratory.model import NOBODY
from madang.insight.laboratory.turns import by_turn, later

NEVER = float("inf")
Row = tuple[list[float], list[float], list[float], list[float] | None, int]  # hours, who is free when, number


def simulate(plan: Plan, desks: list[Desk], hours: list[Hours]) -> Times:
    """Run all cases through the desks; `hours` count the delays before the steps of each role, nobody's last."""
    entry = _entries(plan, hours)
    if all(desk.plain for desk in desks) and not plan.beside.any():
        return _in_order(plan, desks, hours, entry)
    return Times(*by_turn(plan, desks, hours, entry))


def _entries(plan: Plan, hours: list[Hours]) -> Floats:
    """When each case reaches the queue of its first step."""
    start = plan.first[:-1]
    role, delay = plan.role[start], plan.delay[start]
    entry = plan.arrival.copy()
    for number in np.unique(role):
        late = (role == number) & (delay > 0)
        entry[late] = hours[number].begins(hours[number].worked(entry[late]) + delay[late])
    return entry


def _in_order(plan: Plan, desks: list[Desk], hours: list[Hours], entry: Floats) -> Times:
    """One event a step: the person who is free first takes it."""
    rows: list[Row] = [
        (*desk.groups[0][0].lists, [desk.groups[0][0].before[0]] * desk.groups[0][1], number)
        for number, desk in enumerate(desks)
    ] + [(*hours[NOBODY].lists, None, NOBODY)]
    order = np.argsort(entry, kind="stable")
    ready, begun, done = _serve(plan, rows, entry[order].tolist(), plan.first[:-1][order].tolist())
    starts = np.array(begun)
    for number, desk in enumerate(desks):
        mine = plan.role == number
        starts[mine] = desk.groups[0][0].begins(starts[mine])
    return Times(np.array(ready), starts, np.array(done))


def _serve(
    plan: Plan, rows: list[Row],
    coming: list[float], firsts: list[int],
) -> tuple[list[float], list[float], list[float]]:  # fmt: skip
    """The loop; what it says of beginnings is in working time of the role, the rest on the clock."""
    role, work, delay, last = plan.role.tolist(), plan.work.tolist(), plan.delay.tolist(), plan.last.tolist()
    ready, begun, done = [0.0] * len(role), [0.0] * len(role), [0.0] * len(role)
    at = [0] * len(rows)
    ahead: list[tuple[float, int]] = [(NEVER, -1)]
    arrivals = zip([*coming, NEVER], [*firsts, -1], strict=True)
    next_time, next_step = next(arrivals)
    while True:
        time, step = ahead[0]
        fresh = next_time <= time
        if fresh:
            if next_time == NEVER:
                return ready, begun, done
            time, step = next_time, next_step
            next_time, next_step = next(arrivals)
        opens, closes, before, free, number = rows[role[step]]
        ready[step] = time
        if free is None:
            begun[step] = time
            end = time + work[step]
        else:
            place = at[number]
            while time >= closes[place]:
                place += 1
            at[number] = place
            begin = before[place] + (time - opens[place] if time > opens[place] else 0.0)
            if free[0] > begin:
                begin = free[0]
            until = begin + work[step]
            heapreplace(free, until)
            begun[step] = begin
            if until > before[place + 1]:
                place = bisect_left(before, until, place + 1) - 1
            end = opens[place] + until - before[place]
        done[step] = end
        if last[step]:
            if not fresh:
                heappop(ahead)
            continue
        step += 1
        if delay[step] > 0.0:
            opens, closes, before, _, _ = rows[role[step]]
            end = later(end, delay[step], opens, closes, before)
        if fresh:
            heappush(ahead, (end, step))
        else:
            heapreplace(ahead, (end, step))
