"""What is work and what is waiting: for each activity done, the work in it and the delay that no queue explains.

Waiting has three parts: the office is closed; the person who does it is busy with other cases; the rest. The first
two the simulation makes anew. The rest is kept as a delay before the queue: answers of applicants, letters, habits.
"""

from dataclasses import dataclass

import numpy as np

from madang.insight.laboratory.fitting.intake import Events
from madang.insight.laboratory.hours import Floats, Hours, Numbers, Truths
from madang.insight.laboratory.model import NOBODY

AT_ONCE = 60.0  # seconds between two pieces of work that still count as one after the other
FEW = 10  # observations below which a distribution is not believed
LONG = 3.0  # without starts: times three in four pieces of work stay below, beyond which the rest is waiting
FAR = 1e9  # seconds between the people on one line of time; longer than any log
MANY = 30


@dataclass(frozen=True)
class Worked:
    """For each activity done, in working seconds of its role; nobody's are seconds on the clock."""

    work: Floats
    delay: Floats
    queued: Floats  # what remains of the time from ready to done: waiting for people, or their time for other things


@dataclass(frozen=True)
class _Moments:
    """The moments of each activity in the working time of its role."""

    ready: Floats
    start: Floats  # nan where the log does not say
    end: Floats
    free: Floats  # when the person was done with what came before; -inf where nothing did


def worked(events: Events, role: Numbers, hours: list[Hours], rng: np.random.Generator) -> Worked:
    """Part the time of all activities; `hours` are those of each role, nobody's last."""
    told = _moments(events, role, hours)
    contended = (told.free > told.ready) & (role != NOBODY)
    if events.with_starts:
        work = _shared_out(events, told)
        begin = told.start
        contended &= begin - told.free <= AT_ONCE
        missing = ~np.isfinite(work)
        work[missing] = _drawn(work, missing, events.activity, np.maximum(told.end - told.ready, 0), rng)
        begin = np.where(missing, np.maximum(told.end - work, told.ready), begin)
    else:
        gap = np.maximum(told.end - np.maximum(told.ready, told.free), 0.0)
        work = _estimated(gap, contended, events.activity)
        work[role == NOBODY] = gap[role == NOBODY]
        work[events.first[:-1]] = 0.0
        begin = np.where(contended, np.maximum(told.end - gap, told.ready), told.end - work)
    delay = _waited(begin, told, contended, events.activity, _overtaken(begin, told, role), rng)
    delay[events.first[:-1]] = 0.0
    delay = np.where(delay > AT_ONCE, delay, 0.0)
    queued = np.nan_to_num(np.maximum(told.end - told.ready - work - delay, 0.0))
    queued[events.first[:-1]] = 0.0
    return Worked(work, delay, queued)


def _overtaken(begin: Floats, told: _Moments, role: Numbers) -> Floats:
    """The least delay: a case that was overtaken in its queue by one that came later was not in the queue yet."""
    least = np.zeros(len(begin))
    for number in np.unique(role[role != NOBODY]):
        mine = np.flatnonzero(role == number)
        order = mine[np.argsort(begin[mine], kind="stable")]
        latest = np.maximum.accumulate(told.ready[order])
        before = np.searchsorted(begin[order], begin[mine] - AT_ONCE, "left") - 1
        least[mine] = np.where(before >= 0, latest[np.maximum(before, 0)] - told.ready[mine], 0.0)
    return np.asarray(np.clip(least, 0.0, np.maximum(begin - told.ready, 0.0)))


def _moments(events: Events, role: Numbers, hours: list[Hours]) -> _Moments:
    ready, free = _ready(events), _free(events)
    found = [np.empty(len(role)) for _ in range(4)]
    for number in np.unique(role):
        mine = role == number
        for into, moments in zip(found, (ready, events.start, events.end, free), strict=True):
            there = mine & np.isfinite(moments)
            into[mine] = moments[mine]
            into[there] = hours[number].worked(moments[there])
    return _Moments(*found)


def _ready(events: Events) -> Floats:
    """When each activity could have begun: when all that its case did before was done."""
    first = events.first
    length = np.diff(first)
    arrival = events.arrival
    latest, before = arrival.copy(), arrival.copy()
    ready = np.empty(len(events.case))
    for step in range(int(length.max())):
        which = np.flatnonzero(length > step)
        at = first[which] + step
        before[which] = np.where(events.beside[at], before[which], latest[which])
        ready[at] = before[which]
        latest[which] = np.maximum(latest[which], events.end[at])
    return ready


def _free(events: Events) -> Floats:
    """When the person who did it was done with all begun before; -inf where nobody is named or nothing was."""
    begin = np.where(np.isfinite(events.start), events.start, events.end)
    order = np.lexsort((events.end, begin, events.resource))
    base = float(events.end.min())
    line = events.resource[order] * FAR + (events.end[order] - base)
    latest = np.maximum.accumulate(line)
    free = np.full(len(order), -np.inf)
    same = events.resource[order][1:] == events.resource[order][:-1]
    free[order[1:][same]] = latest[:-1][same] - events.resource[order][1:][same] * FAR + base
    free[events.resource < 0] = -np.inf
    return free


def _shared_out(events: Events, told: _Moments) -> Floats:
    """Working time from start to end; where a person worked on several things at once, each has its share."""
    span = told.end - told.start
    named = (events.resource >= 0) & np.isfinite(span)
    work = np.maximum(span, 0.0)
    if not named.any():
        return work
    base = float(told.start[named].min())
    line = events.resource[named] * FAR
    begin, end = line + told.start[named] - base, line + told.end[named] - base
    moments = np.concatenate([begin, end])
    order = np.argsort(moments, kind="stable")
    busy = np.cumsum(np.concatenate([np.ones(len(begin)), -np.ones(len(end))])[order])
    each = np.diff(moments[order]) / np.maximum(busy[:-1], 1)
    passed = np.empty(len(moments))
    passed[order] = np.concatenate([[0.0], np.cumsum(np.where(busy[:-1] > 0, each, 0.0))])
    work[named] = np.maximum(passed[len(begin) :] - passed[: len(begin)], 0.0)
    return work


def _waited(
    begin: Floats, told: _Moments, hidden: Truths, activity: Numbers, least: Floats, rng: np.random.Generator
) -> Floats:
    """The delay before the queue.

    Who began although free before shows the whole delay. Who began right after other work shows only that the delay
    was no longer than the wait, and no shorter than `least`; it is drawn from the shown ones that lie between.
    """
    wait = np.maximum(begin - told.ready, 0.0)
    delay = np.where(hidden, least, wait)
    for number in np.unique(activity[hidden]):
        mine = activity == number
        shown = np.sort(wait[mine & ~hidden])
        if len(shown) < FEW or shown[-1] <= AT_ONCE:
            continue
        asked = np.flatnonzero(mine & hidden)
        low = np.searchsorted(shown, least[asked] - AT_ONCE, "left")
        high = np.searchsorted(shown, wait[asked], "right")
        pick = np.minimum(
            low + np.floor(rng.random(len(asked)) * (high - low)).astype(np.int64), len(shown) - 1
        )
        delay[asked] = np.where(high > low, np.clip(shown[pick], least[asked], wait[asked]), least[asked])
    return delay


def _drawn(
    work: Floats, missing: Truths, activity: Numbers, most: Floats, rng: np.random.Generator
) -> Floats:
    """Work for activities whose start is not known, as that of others of their kind, never more than its room."""
    drawn = np.zeros(len(work))
    for number in np.unique(activity[missing]):
        known = work[(activity == number) & ~missing]
        asked = (activity == number) & missing
        drawn[asked] = rng.choice(known, int(asked.sum())) if len(known) else 0.0
    return np.minimum(drawn, most)[missing]


def _estimated(gap: Floats, contended: Truths, activity: Numbers) -> Floats:
    """Work where the log tells only completions: the time since person and case were both free, if it is usual.

    Who was busy when the case came went on with it at once, so these gaps are work. The others are brought to the
    same distribution rank by rank; what exceeds it is delay.
    """
    work = gap.copy()
    for number in np.unique(activity):
        mine = activity == number
        pure = gap[mine & contended]
        known = np.sort(pure if len(pure) >= MANY else gap[mine])
        known = np.minimum(known, LONG * np.percentile(known, 75))
        rest = np.flatnonzero(mine & ~contended) if len(pure) >= MANY else np.flatnonzero(mine)
        if len(rest):
            rank = (np.argsort(np.argsort(gap[rest])) + 0.5) / len(rest)
            work[rest] = np.minimum(gap[rest], np.quantile(known, rank))
        over = mine & contended
        work[over] = np.minimum(gap[over], known[-1])
    return work
