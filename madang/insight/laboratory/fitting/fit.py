"""From the events of a log to a model."""

import math
from dataclasses import replace

import numpy as np

from madang.insight.laboratory.fitting.arriving import arrivals_of
from madang.insight.laboratory.fitting.intake import Events
from madang.insight.laboratory.fitting.roles import Roles, nobodys, roles_of, staff_of
from madang.insight.laboratory.fitting.weeks import Opening, opening_of
from madang.insight.laboratory.fitting.working import AT_ONCE, worked
from madang.insight.laboratory.hours import ALWAYS, DAY, Floats, Hours, Numbers, Truths, laid_out
from madang.insight.laboratory.model import Model, Paths, Role, Shift
from madang.insight.laboratory.predicting import queue_by_step
from madang.insight.laboratory.saying import Note
from madang.lib.commands import BadInput

ENOUGH = 300  # moments of work that a role must have before it has opening hours of its own
FULL = 0.95  # load from which the people seen cannot have been all
ALL = 0.85  # share of the people named from which all of them count as at work
SMALL = 100  # cases below which a model is called uncertain
SEED = 20261121
SETTLING = 5000  # cases of the one simulation by which delays are settled
EXPLAINED = 0.7  # share of the waiting in queues that a simulated queue must bring about to be believed


def fit(events: Events, name: str, *, seed: int = SEED) -> Model:
    """A model of the service that left this log."""
    finished = _finished(events)
    shared = opening_of(_moments(events, np.ones(len(events.case), bool)))
    roles = nobodys(events) if shared.by_day_only else roles_of(events)
    openings = [_opening(events, roles.of_event == number, shared) for number in range(len(roles.names))]
    start, end = float(events.arrival.min()), float(events.finish.max())
    hours = [laid_out(one.week, one.closed, start - 7 * DAY, end + 7 * DAY) for one in openings]
    hours.append(laid_out(ALWAYS, (), start - 7 * DAY, end + 7 * DAY))
    parted = worked(events, roles.of_event, hours, np.random.default_rng(seed))
    role = _queued(events, roles)
    paths = Paths(
        first=events.first, step=events.activity, role=role, work=parted.work, delay=parted.delay,
        allowed=events.deadline - events.arrival, priority=np.zeros(events.cases, np.int64), beside=events.beside,
    )  # fmt: skip
    staffed = [
        _role(events, roles, number, openings[number], parted.work) for number in range(len(hours) - 1)
    ]
    found = Model(
        name=name, steps=events.activities, roles=tuple(staffed), arrivals=arrivals_of(events.arrival),
        paths=_only(paths, finished), start=start, end=float(events.arrival.max()), zone=events.zone,
        with_starts=events.with_starts, from_arrival=_from_arrival(events, role),
    )  # fmt: skip
    found = _settled(found, parted.queued[finished[events.case]])
    return replace(found, notes=_notes(events, found, finished, shared))


def _settled(model: Model, queued: Floats) -> Model:
    """The model with delays for the waiting that its queues do not bring about.

    People who do several things at once, or who are at work but not here, keep cases waiting although the queue is
    short. Where the simulated queue of a step explains much less than the log shows, the rest counts as delay.
    """
    paths = model.paths
    times = np.maximum(np.bincount(paths.step, minlength=len(model.steps)), 1)
    seen = np.bincount(paths.step, queued, minlength=len(model.steps)) / times
    if not model.roles or not (seen > AT_ONCE).any():
        return model
    found = queue_by_step(model, SETTLING, SEED)
    short = (seen > AT_ONCE) & (found < EXPLAINED * seen)
    share = np.where(short, 1 - found / np.maximum(seen, 1e-9), 0.0)
    delay = paths.delay + share[paths.step] * queued
    return replace(model, paths=replace(paths, delay=np.where(delay > AT_ONCE, delay, 0.0)))


def _finished(events: Events) -> Truths:
    """Cases whose way can be believed complete: not those that came shortly before the log breaks off."""
    cycle = events.finish - events.arrival
    last = float(events.finish.max())
    done = events.arrival <= last - np.percentile(cycle, 95)
    known = ~events.open
    if not known.any():
        raise BadInput("no case in the log has ended yet; nothing can be learned of how they end.")
    return done & known if (done & known).mean() >= 0.5 else known


def _moments(events: Events, mine: Truths) -> Floats:
    """Every moment at which work was begun or done; arrivals alone tell nothing of opening hours."""
    later = mine.copy()
    if not events.with_starts:
        later[events.first[:-1]] = False
    if not later.any():
        later = mine
    return np.concatenate([events.end[later], events.start[later][np.isfinite(events.start[later])]])


def _opening(events: Events, mine: Truths, shared: Opening) -> Opening:
    """A role's own hours where it has work enough to show them, else those of the whole office."""
    moments = _moments(events, mine)
    if len(moments) < ENOUGH or shared.by_day_only:
        return shared
    own = opening_of(moments, shared.closed)
    return own if len(own.open_days) else shared


def _queued(events: Events, roles: Roles) -> Numbers:
    """The role whose queue each activity joins: none for an arrival that takes nobody's time."""
    role = roles.of_event.copy()
    opening = events.first[:-1]
    length = np.nan_to_num(events.end[opening] - events.start[opening])
    role[opening[length <= 0]] = -1
    return role


def _role(events: Events, roles: Roles, number: int, opening: Opening, work: Floats) -> Role:
    """A role with its hours and the people at work on a usual day."""
    mine = roles.of_event == number
    staff, people = staff_of(events, mine, opening.open_days)
    hours: Hours = laid_out(
        opening.week, opening.closed, float(events.arrival.min()), float(events.finish.max())
    )
    room = float(np.ptp(hours.worked(np.array([events.arrival.min(), events.finish.max()]))))
    least = float(work[mine].sum()) / max(room, 1.0) / FULL
    if staff < least:
        staff = min(least, float(people))
    shifts = (Shift(opening.week, _rounded(staff, people)),)
    return Role(roles.names[number], shifts, opening.closed, people=people)


def _rounded(staff: float, people: int) -> float:
    """Whole people; of a few also halves. One at least: what waits for somebody rarely there is told as delay."""
    if staff >= ALL * people:
        return float(people)
    return max(1.0, float(round(staff)) if staff >= 5 else math.ceil(staff * 2 - 0.4) / 2)


def _only(paths: Paths, kept: Truths) -> Paths:
    """The paths of these cases."""
    rows = kept[paths.case]
    first = np.concatenate([[0], np.cumsum(np.diff(paths.first)[kept])])
    flat = {name: getattr(paths, name)[rows] for name in ("step", "role", "work", "delay", "beside")}
    cases = {name: getattr(paths, name)[kept] for name in ("allowed", "priority")}
    return replace(paths, first=first, **flat, **cases)


def _from_arrival(events: Events, role: Numbers) -> bool:
    """Whether most cases begin with an event that takes nobody's time, so that it can be their arrival."""
    return bool((role[events.first[:-1]] < 0).mean() > 0.5)


def _notes(events: Events, model: Model, finished: Truths, opening: Opening) -> tuple[Note, ...]:
    """What a reader of the model should know."""
    left = int((~finished).sum())
    asked: list[tuple[bool, Note]] = [
        (not events.with_starts and bool(model.roles), ("no-starts", {})),
        (not model.from_arrival, ("no-arrival", {})),
        (not model.roles and not opening.by_day_only, ("nobody", {})),
        (opening.by_day_only, ("days-only", {})),
        (events.cases < SMALL, ("few-cases", {"count": f"{events.cases:,}"})),
        (left > 0, ("last-cases", {"count": f"{left:,}"})),
    ]
    return (*events.notes, *(note for holds, note in asked if holds))
