"""Difference in differences: several treated units with one start, or too few donors for a mixture."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from madang.insight.claims import grades
from madang.insight.claims.designs.figures import figure
from madang.insight.claims.designs.panel import Panel, persistence, share
from madang.insight.claims.verdict import Remark, Verdict
from madang.lib.statistics import panel as differences
from madang.lib.statistics import series
from madang.lib.statistics.panel import Effect

Array = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

DESIGN = "difference_in_differences"
FEW_UNITS, FEW_TREATED, LEAST_TO_PERMUTE, PAIR_FROM = 12, 5, 8, 6
TO_EIGHT_IN_TEN = 2.8 / 1.96  # 1.96 + 0.84 standard errors are found in 8 of 10 times
DRIFT, REFUTED = 0.05, 0.01


def judged(panel: Panel, *, draws: int, seed: int) -> Verdict:
    """The effect on the treated against the others, with unit and time effects."""
    rows = _rows(panel)
    found = _with_few(panel, _effect(panel, rows, panel.first, draws, seed), seed)
    drift = _drift(panel, rows, seed)
    tested = found.how != "none" and not math.isnan(found.p)
    by_time = _by_time(panel, rows)
    after = panel.values[panel.times >= panel.first][:, panel.treated]
    comparable = drift is None or drift.how == "none" or not drift.p <= REFUTED
    placebo = _placebo(panel, seed)
    return Verdict(
        DESIGN, found.effect, share(found.effect, after),
        (found.low, found.high) if tested and math.isfinite(found.low + found.high) else None,
        found.p if tested else None, grades.of_design(DESIGN, tested=tested, comparable=comparable),
        Remark(DESIGN, {"treated": int(panel.treated.sum()), "others": int((~panel.treated).sum())}),
        tuple(_warnings(panel, found, drift, placebo, tested=tested)),
        int((panel.times < panel.first).sum()), int((panel.times >= panel.first).sum()),
        tuple(_moved(panel, rows)), placebo, persistence(by_time, panel.first, panel.period),
        mde=_smallest(found) if tested else None,
        extras={
            "units": found.units, "treated": int(panel.treated.sum()), "how": found.how, "error": found.error,
            "by_time": {panel.name(time): effect for time, effect in by_time.items()},
            "pre_trend": None if drift is None else {"per_period": drift.effect, "p": _told(drift.p)},
        },
    )  # fmt: skip


def _rows(panel: Panel) -> tuple[Array, Codes, Codes]:
    """Values, units and places in time of all cells that hold a value."""
    times, units = np.nonzero(~np.isnan(panel.values))
    return panel.values[times, units], units.astype(np.int64), times.astype(np.int64)


def _effect(panel: Panel, rows: tuple[Array, Codes, Codes], start: int, draws: int, seed: int) -> Effect:
    values, units, times = rows
    changed = (panel.treated[units] & (panel.times[times] >= start)).astype(float)
    return differences.difference(values, changed, units, times, draws=draws, seed=seed)


def _with_few(panel: Panel, found: Effect, seed: int) -> Effect:
    """With very few units on one side bounds and p come from taking others for treated, around the same effect."""
    if len(panel.units) == 2:
        return _of_pair(panel, found, seed)
    few = min(panel.treated.sum(), (~panel.treated).sum())
    if few >= FEW_TREATED or len(panel.units) < LEAST_TO_PERMUTE:
        return found
    left = panel.values - np.nanmean(panel.values, axis=1, keepdims=True)
    early = panel.times < panel.first
    both = np.stack([~np.isnan(left[early]).all(axis=0), ~np.isnan(left[~early]).all(axis=0)]).all(axis=0)
    if not panel.treated[both].any() or panel.treated[both].all():
        return found
    changes = np.nanmean(left[~early][:, both], axis=0) - np.nanmean(left[early][:, both], axis=0)
    judged_ = differences.permuted(changes, panel.treated[both], seed=seed)
    if judged_.how == "none":
        return found
    moved = found.effect - judged_.effect  # holes in the panel: the regression weighs units otherwise
    return replace(
        judged_, effect=found.effect, error=found.error, low=judged_.low + moved, high=judged_.high + moved
    )


def _of_pair(panel: Panel, found: Effect, seed: int) -> Effect:
    """Two units alone: the difference between them is a series of its own, with two levels and errors of AR(1)."""
    apart = panel.values[:, panel.treated][:, 0] - panel.values[:, ~panel.treated][:, 0]
    both = ~np.isnan(apart)
    times, apart = panel.times[both].astype(float), apart[both]
    before = int((times < panel.first).sum())
    if min(before, len(times) - before) < PAIR_FROM:
        return found
    seen = series.segmented(
        apart, series.model(times, panel.first, panel.period, trend=False), draws=1000, seed=seed
    )
    if seen.exact:
        return found
    error = (seen.level.high - seen.level.low) / 3.92
    return Effect(seen.level.effect, error, seen.level.low, seen.level.high, seen.level.p, 2, "series")


def _smallest(found: Effect) -> float | None:
    """What would be found in 8 of 10 times, from the width of the interval."""
    smallest = (found.high - found.low) / 2 * TO_EIGHT_IN_TEN
    return smallest if math.isfinite(smallest) else None


def _drift(panel: Panel, rows: tuple[Array, Codes, Codes], seed: int) -> Effect | None:
    values, units, times = rows
    start = int(np.searchsorted(panel.times, panel.first))
    try:
        return differences.before_the_change(
            values, panel.treated[units].astype(float), units, times, start, seed=seed
        )
    except ValueError:
        return None


def _by_time(panel: Panel, rows: tuple[Array, Codes, Codes]) -> dict[int, float]:
    values, units, times = rows
    start = int(np.searchsorted(panel.times, panel.first))
    found = differences.by_time(values, panel.treated[units].astype(float), units, times, start)
    return {int(panel.times[place]): effect for place, effect in found.items()}


def _moved(panel: Panel, rows: tuple[Array, Codes, Codes]) -> list[tuple[int, float]]:
    """The effect with the start some periods earlier or later, where times before and after remain."""
    values, units, times = rows
    found = []
    for shift in (-3, -2, -1, 1, 2, 3):
        after = panel.times >= panel.first + shift
        if not after.any() or after.all() or (after == (panel.times >= panel.first)).all():
            continue
        changed = (panel.treated[units] & after[times]).astype(float)
        both = differences.demeaned(np.column_stack([values, changed]), units, times)
        size = float(both[:, 1] @ both[:, 1])
        if size > 1e-9:
            found.append((shift, float(both[:, 1] @ both[:, 0]) / size))
    return found


def _placebo(panel: Panel, seed: int) -> dict[str, Any] | None:
    """A change that never was, in the middle of the times before; None below 4 of them."""
    early = panel.times < panel.first
    if early.sum() < 4:
        return None
    start = int(panel.times[early][early.sum() // 2])
    sooner = panel.only(np.ones(len(panel.units), bool), early)
    try:
        found = _effect(sooner, _rows(sooner), start, 999, seed)
    except ValueError:
        return None
    return {"at": panel.name(start), "effect": found.effect, "p": _told(found.p)}


def _told(p: float) -> float | None:
    return None if math.isnan(p) else p


def _warnings(
    panel: Panel, found: Effect, drift: Effect | None, placebo: dict[str, Any] | None, *, tested: bool
) -> list[Remark]:
    remarks = []
    treated, others = int(panel.treated.sum()), int((~panel.treated).sum())
    if not tested and found.units > 2:
        remarks.append(Remark("no_noise"))
    elif not tested:
        remarks.append(Remark("units_too_few_to_test", {"units": found.units}))
    elif found.units < FEW_UNITS:
        remarks.append(Remark("few_units", {"units": found.units}))
    if tested and found.units > 2 and min(treated, others) < FEW_TREATED:
        remarks.append(Remark("few_treated", {"treated": treated, "others": others}))
    if drift is None or drift.how == "none":
        remarks.append(Remark("pre_trend_unknown"))
    elif drift.p <= DRIFT:
        remarks.append(Remark("pre_trend", {"drift": figure(drift.effect)}))
    if placebo and isinstance(placebo["p"], float) and placebo["p"] <= DRIFT:
        remarks.append(Remark("placebo_found", {"at": placebo["at"], "effect": figure(placebo["effect"])}))
    if tested and found.low <= 0 <= found.high:
        smallest = _smallest(found)
        remarks.append(Remark("cannot_tell", {"smallest": "∞" if smallest is None else figure(smallest)}))
    return remarks
