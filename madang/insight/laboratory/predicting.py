"""What to expect: a model simulated again and again, with the spread between the runs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.stats import t as student

from madang.insight.laboratory.desks import Times
from madang.insight.laboratory.drawing import Draw, Window, desks_of, drawn, dues
from madang.insight.laboratory.engine import simulate
from madang.insight.laboratory.hours import DAY, HOUR, Floats
from madang.insight.laboratory.model import Model

REPLICATIONS = 20
CASES = 100_000  # of all replications together
WARM = 0.15  # of a replication's length that only fills the queues
GRID = np.concatenate([np.arange(0.01, 1.0, 0.01), [0.995]])
SHARES = {"median": 0.5, "p90": 0.9}


@dataclass
class Run:
    """What one replication showed."""

    cycle: Floats
    figures: dict[str, float]
    arrival: Floats


@dataclass
class Outcome:
    """All replications of one model: a row of figures each, and the distribution of cycle times."""

    runs: list[dict[str, float]] = field(default_factory=list)
    cycles: list[Floats] = field(default_factory=list)

    def figure(self, name: str) -> Floats:
        """One figure over the replications."""
        return np.array([run[name] for run in self.runs])

    def value(self, name: str) -> float:
        """What to expect of a figure. Times are those of all replications' cases together.

        The mean of many nine-in-tens would lie where no nine-in-ten does if one run ends before the night and the
        next after it.
        """
        if name in SHARES:
            return float(np.quantile(np.concatenate(self.cycles), SHARES[name]))
        return float(self.figure(name).mean())

    @property
    def distribution(self) -> Floats:
        """The cycle time, in seconds, below which each share of the grid lies, of all replications' cases."""
        return np.asarray(np.quantile(np.concatenate(self.cycles), GRID))


def windows(model: Model, replications: int, most: int, seed: int) -> list[Window]:
    """The stretch of time of each replication: the whole log, or as long a part of it as `most` cases last."""
    rates = model.arrivals.rates(
        int(model.start // DAY), max(int(model.end // DAY - model.start // DAY) + 1, 1)
    )
    expected = max(float(rates.sum()), 1.0)
    span = max(model.end - model.start, DAY if model.end <= model.start else HOUR)
    share = min(1.0, most / replications / (1 + WARM) / expected)
    length = span * share
    rng = np.random.default_rng([seed, 0])
    starts = model.start + rng.random(replications) * (span - length)
    if share < 1.0:  # whole days, so that each hour of the day has its due part
        length = max(length // DAY, 1.0) * DAY
        starts = np.floor(starts / DAY) * DAY
    return [Window(at - WARM * length, at, at + length) for at in starts.tolist()]


def predict(
    models: list[Model], *, replications: int = REPLICATIONS, cases: int = CASES, seed: int = 1,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> list[Outcome]:  # fmt: skip
    """Simulate each model in the same stretches of time with the same cases; the first is the base."""
    outcomes = [Outcome() for _ in models]
    for number, window in enumerate(windows(models[0], replications, cases, seed)):
        for outcome, model in zip(outcomes, models, strict=True):
            run = simulated(model, window, (seed, number))
            outcome.runs.append(run.figures)
            outcome.cycles.append(run.cycle)
        progress(number + 1, replications)
    return outcomes


def simulated(model: Model, window: Window, seed: tuple[int, int]) -> Run:
    """One replication of one model."""
    draw = drawn(model, window, seed)
    desks, hours = desks_of(model, window)
    plan = draw.plan
    counted = plan.arrival >= window.counted
    if counted.sum() < 1:
        return Run(np.zeros(1), _figures_of_nothing(model), plan.arrival[counted])
    times = simulate(plan, desks, hours)
    finish = np.maximum.reduceat(times.done, plan.first[:-1])
    cycle = (finish - plan.arrival)[counted]
    figures = {
        "cases": float(counted.sum()), "mean": float(cycle.mean()),
        **{name: float(np.quantile(cycle, share)) for name, share in SHARES.items()},
        **_kept(model, draw, finish, counted),
    }  # fmt: skip
    figures |= _loads(model, draw, times, window, counted)
    return Run(cycle, figures, plan.arrival[counted])


def queue_by_step(model: Model, cases: int, seed: int) -> Floats:
    """The mean wait in the queue of each step, in working time, over one replication of about so many cases."""
    [window] = windows(model, 1, cases, seed)
    draw = drawn(model, window, (seed, 0))
    desks, hours = desks_of(model, window)
    times = simulate(draw.plan, desks, hours)
    waited = np.zeros(len(draw.step))
    for number in range(len(model.roles)):
        mine = draw.plan.role == number
        waited[mine] = hours[number].worked(times.begun[mine]) - hours[number].worked(times.ready[mine])
    count = np.bincount(draw.step, minlength=len(model.steps))
    return np.asarray(np.bincount(draw.step, waited, minlength=len(model.steps)) / np.maximum(count, 1))


def _kept(model: Model, draw: Draw, finish: Floats, counted: Any) -> dict[str, float]:
    """The share of cases with a promise that kept it."""
    due = dues(model, draw.plan.arrival, draw.like)[counted]
    promised = np.isfinite(due)
    if not promised.any():
        return {}
    return {"within_standard": float((finish[counted][promised] <= due[promised]).mean())}


def _loads(model: Model, draw: Draw, times: Times, window: Window, counted: Any) -> dict[str, float]:
    """For each role: how much of its time on duty is work, how long cases queue for it, what it costs."""
    plan, found = draw.plan, {}
    case = np.repeat(counted, np.diff(plan.first))
    cost = 0.0
    desks, hours = desks_of(model, window)
    for number, (role, desk) in enumerate(zip(model.roles, desks, strict=True)):
        on_duty = sum(
            float(np.diff(at.worked(np.array([window.counted, window.end])))[0]) * n for at, n in desk.groups
        )
        mine = case & (plan.role == number)
        queue = hours[number].worked(times.begun[mine]) - hours[number].worked(times.ready[mine])
        found[f"load:{role.name}"] = float(plan.work[mine].sum()) / max(on_duty, 1.0)
        found[f"queue:{role.name}"] = float(queue.mean()) if mine.any() else 0.0
        found[f"hours:{role.name}"] = on_duty / HOUR
        cost += on_duty / HOUR * model.prices.get(role.name, 0.0)
    if model.prices:
        found |= {"cost": cost, "cost_per_case": cost / float(counted.sum())}
    return found


def _figures_of_nothing(model: Model) -> dict[str, float]:
    """A stretch in which no case came."""
    found = {"cases": 0.0, "median": 0.0, "mean": 0.0, "p90": 0.0}
    for role in model.roles:
        found |= {f"{kind}:{role.name}": 0.0 for kind in ("load", "queue", "hours")}
    return found


def with_interval(values: Floats, value: float | None = None) -> dict[str, Any]:
    """A figure (else its mean over the replications), its interval of 95 %, and the range of 95 % of single runs."""
    count = len(values)
    mean = float(values.mean()) if value is None else value
    half = float(student.ppf(0.975, count - 1) * values.std(ddof=1) / count**0.5) if count > 1 else 0.0
    low, high = np.quantile(values, [0.025, 0.975]).tolist()
    return {"value": mean, "ci95": [mean - half, mean + half], "range95": [low, high]}
