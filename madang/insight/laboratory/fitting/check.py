"""How well a model repeats the log it came from, and the part of the log that it did not see."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from madang.insight.laboratory.fitting.fit import fit
from madang.insight.laboratory.fitting.intake import Events
from madang.insight.laboratory.hours import Floats, hour_of_week
from madang.insight.laboratory.model import Model
from madang.insight.laboratory.predicting import GRID, SHARES, Outcome, predict
from madang.insight.laboratory.saying import Note

HELD_BACK = 0.3  # the last part of the cases, not seen by the model that is tried on it
FEWEST_HELD = 30
MISSED = 0.2  # of the share beyond median or nine-in-ten, from which a model misses it
POOR = 0.25  # relative error of median or nine-in-ten from which the model is called poor
DRIFTED = (
    0.5  # distance between the last part and what the first lets expect, over its mean, that is no chance
)
RUNS = 5


@dataclass(frozen=True)
class Observed:
    """Cycle times and arrivals that the log shows."""

    cycle: Floats
    arrival: Floats

    def figures(self) -> dict[str, float]:
        return {
            "cases": len(self.cycle), "median": float(np.median(self.cycle)), "mean": float(self.cycle.mean()),
            "p90": float(np.quantile(self.cycle, 0.9)),
        }  # fmt: skip


def observed(events: Events, kept: Any = None) -> Observed:
    """Calendar time from the first moment of each case to its last."""
    arrival, finish = events.arrival, events.finish
    which = ~events.open if kept is None else kept & ~events.open
    return Observed((finish - arrival)[which], arrival[which])


def checked(events: Events, model: Model, outcome: Outcome) -> dict[str, Any]:
    """Simulated against observed, on the log itself and on its last part."""
    told = compared(observed(events), outcome)
    told["arrivals"] = _arrivals(events.arrival, model)
    held = held_back(events)
    if held:
        told["holdout"] = held
    return told


def compared(seen: Observed, outcome: Outcome) -> dict[str, Any]:
    """Both sets of figures, the relative errors, and the distance between the distributions.

    The distance is Wasserstein's (the area between the two quantile functions), over the mean observed.
    """
    figures = seen.figures()
    simulated = {name: outcome.value(name) for name in ("median", "mean", "p90")}
    error = {name: _relative(simulated[name], figures[name]) for name in simulated}
    steps = np.diff(GRID, prepend=0.0)
    apart = float((np.abs(outcome.distribution - np.quantile(seen.cycle, GRID)) * steps).sum())
    return {
        "cases": figures.pop("cases"), "observed": figures, "simulated": simulated, "error": error,
        "reached": {name: _share_within(outcome, figures[name]) for name in SHARES},
        "wasserstein_relative": apart / figures["mean"] if figures["mean"] > 0 else None,
    }  # fmt: skip


def _share_within(outcome: Outcome, moment: float) -> float:
    """The share of the simulated cases that are done within the time observed."""
    return float((np.concatenate(outcome.cycles) <= moment).mean())


def _relative(found: float, true: float) -> float | None:
    return (found - true) / true if true > 0 else None


def _arrivals(arrival: Floats, model: Model) -> float:
    """The share of arrivals that lie in another hour of the week than the model expects (total variation)."""
    seen = np.bincount(hour_of_week(arrival), minlength=168) / len(arrival)
    expected = model.arrivals.hourly / max(float(model.arrivals.hourly.sum()), 1e-12)
    return float(np.abs(seen - expected).sum() / 2)


def held_back(events: Events) -> dict[str, Any] | None:
    """A model of the first part of the log, tried on the rest; None where there is too little."""
    split = int(events.cases * (1 - HELD_BACK))
    arrival = events.arrival
    if events.cases - split < FEWEST_HELD or arrival[split] <= arrival[0]:
        return None
    seen = np.arange(events.cases) < split
    moment = float(arrival[split])
    model = fit(events.of_cases(seen), "")
    model = _moved_to(model, moment, float(arrival[-1]))
    [outcome] = predict([model], replications=RUNS, cases=RUNS * 4000, seed=1)
    complete = ~seen & (events.arrival <= events.finish.max() - np.percentile(events.finish - arrival, 95))
    held = complete if complete.sum() >= FEWEST_HELD else ~seen
    return compared(observed(events, held), outcome)


def _moved_to(model: Model, start: float, end: float) -> Model:
    """The model over another stretch of time; the last level of arrivals stays."""
    return replace(model, start=start, end=max(end, start + 3600.0))


def poor(told: dict[str, Any]) -> list[Note]:
    """Where a model does not repeat its log, and whether the log's last part is another service than its first."""
    notes: list[Note] = []
    for name in ("median", "p90"):
        error = told["error"][name]
        # Where few cases end between hours and days, a quantile leaps for a case in a hundred; that is no poor model.
        missed = abs(told["reached"][name] - SHARES[name])
        if error is not None and abs(error) > POOR and missed > MISSED * (1 - SHARES[name]):
            notes.append((f"poor-{name}", {"error": f"{error:+.0%}"}))
    if "holdout" in told and (told["holdout"]["wasserstein_relative"] or 0) > DRIFTED:
        notes.append(("drift", {}))
    return notes
