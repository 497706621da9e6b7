"""A model from what a file states: arrivals by the hour, steps with lengths, people at counters."""

from statistics import NormalDist

import numpy as np

from madang.insight.laboratory.definition.redesign import week_from
from madang.insight.laboratory.definition.stated import Length, StatedModel
from madang.insight.laboratory.hours import DAY, MONDAY, Floats
from madang.insight.laboratory.model import NOBODY, Arrivals, Model, Paths, Role, Shift

LIKE = 20_000  # cases made to be drawn from
MINUTE = 60.0
FIRST_WEEK = 1000  # a Monday far from any real log; the stated weeks are like each other


def stated(told: StatedModel, name: str, *, seed: int = 1) -> Model:
    """The model that a file states."""
    rng = np.random.default_rng([seed, 17])
    week = week_from(told.open)
    roles = tuple(
        Role(one.name, (Shift(week, one.staff),), finishes=one.finishes, people=int(one.staff))
        for one in told.roles
    )
    start = float((MONDAY + 7 * FIRST_WEEK) * DAY)
    return Model(
        name=name, steps=tuple(step.name for step in told.steps), roles=roles,
        arrivals=Arrivals(_hourly(told), MONDAY + 7 * FIRST_WEEK, np.ones(told.weeks)),
        paths=_paths(told, rng), start=start, end=start + told.weeks * 7 * DAY - 1,
    )  # fmt: skip


def _hourly(told: StatedModel) -> Floats:
    """Cases in each hour of the week; a stretch that covers a part of an hour counts for that part."""
    rates = np.zeros(168)
    for flow in told.arrivals:
        for day, parts in enumerate(week_from(flow.hours)):
            for begin, end in parts:
                for hour in range(begin // 3600, -(-end // 3600)):
                    part = (min(end, (hour + 1) * 3600) - max(begin, hour * 3600)) / 3600
                    rates[day * 24 + hour] += flow.cases * part
    return rates


def _paths(told: StatedModel, rng: np.random.Generator) -> Paths:
    """Cases whose steps and lengths are drawn as stated."""
    names = [role.name for role in told.roles]
    meets = np.stack([rng.random(LIKE) < step.share for step in told.steps], axis=1)
    work = np.stack([lengths(step.length, LIKE, rng) for step in told.steps], axis=1)
    delay = np.stack(
        [lengths(step.delay, LIKE, rng) if step.delay else np.zeros(LIKE) for step in told.steps], axis=1
    )
    role = np.array([names.index(step.role) if step.role else NOBODY for step in told.steps])
    step = np.broadcast_to(np.arange(len(told.steps)), meets.shape)[meets]
    return Paths(
        first=np.concatenate([[0], np.cumsum(meets.sum(axis=1))]), step=step, role=role[step],
        work=work[meets] * MINUTE, delay=delay[meets] * MINUTE, allowed=np.full(LIKE, np.nan),
        priority=np.zeros(LIKE, np.int64), beside=np.zeros(len(step), bool),
    )  # fmt: skip


def lengths(told: Length, count: int, rng: np.random.Generator) -> Floats:
    """So many lengths in minutes: always the same, exponential by the mean, or lognormal by median and p90."""
    if told.minutes is not None:
        return np.full(count, told.minutes)
    if told.mean is not None:
        return rng.exponential(told.mean, count)
    assert told.median is not None
    assert told.p90 is not None
    spread = np.log(told.p90 / told.median) / NormalDist().inv_cdf(0.9)
    return np.asarray(told.median * np.exp(spread * rng.standard_normal(count)))
