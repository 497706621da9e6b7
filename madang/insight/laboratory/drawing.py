"""From a model to a plan: when cases come and which real case each of them repeats, drawn by chance with a seed.

What is drawn does not depend on what a redesign changes: base and redesign meet the same cases at the same moments
(common random numbers), so their difference is that of the redesign and not of chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from madang.insight.laboratory.desks import Desk, Plan
from madang.insight.laboratory.hours import ALWAYS, DAY, Floats, Hours, Numbers, laid_out
from madang.insight.laboratory.model import NOBODY, Model, Role, Standard

AFTER = 730 * DAY  # how long after the last arrival hours are laid out; then it is open for ever
TINY = 1e-3  # seconds: work of somebody takes some time


@dataclass(frozen=True)
class Window:
    """The part of time that one replication simulates: cases that come before `counted` only fill the queues."""

    start: float
    counted: float
    end: float


@dataclass(frozen=True)
class Draw:
    """A plan and which case of the log each of its cases repeats."""

    plan: Plan
    like: Numbers
    step: Numbers


def drawn(model: Model, window: Window, seed: Sequence[int]) -> Draw:
    """Cases of one replication."""
    arrival = _arrivals(model, window, np.random.default_rng([*seed, 1]))
    like = _alike(model, arrival, np.random.default_rng([*seed, 2]))
    paths = model.paths
    some = np.diff(paths.first)[like] > 0
    arrival, like = arrival[some], like[some]
    length = np.diff(paths.first)[like]
    first = np.concatenate([[0], np.cumsum(length)])
    rows = np.repeat(paths.first[like] - first[:-1], length) + np.arange(int(first[-1]))
    role = paths.role[rows]
    work = np.where(role == NOBODY, paths.work[rows], np.maximum(paths.work[rows], TINY))
    due = dues(model, arrival, like)
    plan = Plan(
        arrival=arrival, first=first, role=role, work=work, delay=paths.delay[rows], beside=paths.beside[rows],
        priority=paths.priority[like], due=np.where(np.isfinite(due), due, np.inf),
    )  # fmt: skip
    return Draw(plan, like, paths.step[rows])


def _alike(model: Model, arrival: Floats, rng: np.random.Generator) -> Numbers:
    """The real case that each repeats: drawn from a fresh sample of the log, so that its own chance counts too."""
    count = len(model.paths)
    sample = rng.integers(0, count, count)
    return np.asarray(sample[np.floor(rng.random(len(arrival)) * count).astype(np.int64)])


def _arrivals(model: Model, window: Window, rng: np.random.Generator) -> Floats:
    """Moments of arrival: at the rates of the model, by chance or more evenly (a renewal process in its own time)."""
    first = int(window.start // DAY)
    days = int(-(-window.end // DAY)) - first
    rates = model.arrivals.rates(first, days)
    if model.arrivals.spread > 0:
        shape = 1 / model.arrivals.spread
        rates = rates * np.repeat(rng.gamma(shape, 1 / shape, days), 24)
    passed = np.concatenate([[0.0], np.cumsum(rates)])
    whole = float(passed[-1])
    count = int(whole + 6 * whole**0.5 + 20)
    gaps = rng.gamma(model.arrivals.evenness, 1 / model.arrivals.evenness, count)
    own = np.cumsum(gaps)
    own = own[own < whole]
    hour = np.searchsorted(passed, own, "right") - 1
    share = (own - passed[hour]) / (passed[hour + 1] - passed[hour])
    moments = (first * 24 + hour + share) * 3600.0
    return np.asarray(moments[(moments >= window.start) & (moments < window.end)])


def dues(model: Model, arrival: Floats, like: Numbers) -> Floats:
    """When each case is due; nan where nothing is promised."""
    standard = model.standard
    if standard and standard.seconds is not None:
        return arrival + standard.seconds
    if standard and standard.due:
        return _by_law(standard, arrival)
    return np.asarray(arrival + model.paths.allowed[like])


def _by_law(standard: Standard, arrival: Floats) -> Floats:
    """The due moment of the day of arrival."""
    days = np.array([day for day, _ in standard.due])
    moments = np.array([moment for _, moment in standard.due])
    at = np.searchsorted(days, np.floor_divide(arrival, DAY).astype(np.int64))
    inside = at < len(days)
    return np.where(inside, moments[np.minimum(at, len(days) - 1)], np.nan)


def desks_of(model: Model, window: Window) -> tuple[list[Desk], list[Hours]]:
    """The desks of all roles, and the hours in which delays before their steps are counted, nobody's last."""
    end = window.end + AFTER
    desks = [_desk(role, window.start, end) for role in model.roles]
    hours = [laid_out(role.week, role.closed, window.start, end) for role in model.roles]
    return desks, [*hours, laid_out(ALWAYS, (), window.start, end)]


def _desk(role: Role, start: float, end: float) -> Desk:
    """Whole people keep the hours of their shift; what remains is somebody who works so many of the days."""
    groups = []
    for shift in role.shifts:
        whole = int(shift.staff)
        if whole:
            groups.append((laid_out(shift.week, role.closed, start, end), whole))
        if (part := shift.staff - whole) > 1e-9:
            groups.append((laid_out(shift.week, role.closed, start, end, part), 1))
    return Desk(tuple(groups), role.discipline, role.finishes)
