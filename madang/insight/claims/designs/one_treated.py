"""Synthetic control: the one unit that changed against a mixture of donors."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from madang.insight.claims import grades
from madang.insight.claims.designs.figures import figure
from madang.insight.claims.designs.panel import MOST_HOLES, Panel, persistence, share
from madang.insight.claims.verdict import Remark, Verdict
from madang.lib.statistics import synthetic
from madang.lib.statistics.synthetic import Synthetic

Array = npt.NDArray[np.float64]

DESIGN = "synthetic_control"
SHOWN = 1e-9  # below it a weight is rounding
ENOUGH_DONORS = 19  # with fewer, one in twenty cannot be told from one in all
WORSE = 3.0  # a fit so many times worse than what donors reach among themselves is poor


@dataclass(frozen=True)
class _Fitted:
    """A mixture with the values it was made from; `apart` where only the course is compared, not the level."""

    found: Synthetic
    values: Array
    typical: float
    apart: bool

    @property
    def poor(self) -> bool:
        rounding = 1e-9 * float(np.abs(self.values).max(initial=0.0))
        return self.found.error_before > max(WORSE * self.typical, rounding)


def judged(panel: Panel) -> Verdict:
    """The mean gap between the treated unit and its mixture after the change."""
    panel, dropped, filled = _complete(panel)
    place = int(np.nonzero(panel.treated)[0][0])
    before = panel.times < panel.first
    fitted = _fitted(panel, place, before)
    found, courses = fitted.found, replace(panel, values=fitted.values)
    gaps = {int(time): float(gap) for time, gap in zip(panel.times, found.gaps, strict=True)}
    donors = [unit for unit in panel.units if unit not in panel.starts]
    weights = sorted(zip(donors, found.mixture.weights, strict=True), key=lambda pair: -pair[1])
    placebo = _placebo(courses, place)
    return Verdict(
        DESIGN, found.effect, share(found.effect, panel.values[~before, place]), (found.low, found.high), found.p,
        grades.of_design(DESIGN, tested=True, comparable=not fitted.poor),
        Remark(DESIGN, {"unit": panel.units[place], "donors": len(donors)}),
        tuple(_warnings(fitted, dropped, filled, placebo)), int(before.sum()), int((~before).sum()),
        tuple(_moved(courses, place)), placebo, persistence(gaps, panel.first, panel.period),
        weights={name: float(weight) for name, weight in weights if weight > SHOWN}, pre_rmspe=found.error_before,
        placebo_rank=(found.rank, found.compared), mde=found.high - found.effect,
        extras={
            "gaps": {panel.name(time): gap for time, gap in gaps.items()}, "post_rmspe": found.error_after,
            "duality_gap": found.mixture.gap, "typical_pre_rmspe": fitted.typical, "donors": len(donors),
            "level_apart": fitted.apart,
        },
    )  # fmt: skip


def _fitted(panel: Panel, place: int, before: npt.NDArray[np.bool_]) -> _Fitted:
    """The mixture of levels; where none comes near, that of courses about each unit's own mean before.

    Source of the second: Ferman, Pinto (2021), Quantitative Economics 12, 1197-1221.
    """
    plain = _tried(panel.values, place, before, apart=False)
    if not plain.poor:
        return plain
    courses = _tried(panel.values - panel.values[before].mean(axis=0), place, before, apart=True)
    return plain if courses.poor else courses


def _tried(values: Array, place: int, before: npt.NDArray[np.bool_], *, apart: bool) -> _Fitted:
    found = synthetic.compare(values, place, before)
    typical = float(np.median(np.sqrt(np.square(found.placebos[:, before]).mean(axis=1))))
    return _Fitted(found, values, typical, apart)


def _complete(panel: Panel) -> tuple[Panel, int, int]:
    """Times at which the treated unit has a value; donors with few holes, these filled on a straight line.

    Also how many donors were dropped, and how many values were filled.
    """
    seen = ~np.isnan(panel.values[:, panel.treated][:, 0])
    whole = panel.only(np.ones(len(panel.units), bool), seen)
    holes = np.isnan(whole.values)
    kept = np.asarray(holes.mean(axis=0) <= MOST_HOLES, np.bool_)
    whole = whole.only(kept)
    places = np.arange(len(whole.times), dtype=float)
    filled = np.column_stack([
        np.interp(places, places[~np.isnan(column)], column[~np.isnan(column)]) for column in whole.values.T
    ])  # fmt: skip
    return replace(whole, values=filled), int((~kept).sum()), int(holes[:, kept].sum())


def _moved(panel: Panel, place: int) -> list[tuple[int, float]]:
    found = []
    donors = [unit for unit in range(len(panel.units)) if unit != place]
    for shift in (-3, -2, -1, 1, 2, 3):
        before = panel.times < panel.first + shift
        if before.sum() < 2 or before.all() or (before == (panel.times < panel.first)).all():
            continue
        mixture = synthetic.nearest(panel.values[before, place], panel.values[before][:, donors])
        gaps = panel.values[~before, place] - panel.values[~before][:, donors] @ mixture.weights
        found.append((shift, float(gaps.mean())))
    return found


def _placebo(panel: Panel, place: int) -> dict[str, Any] | None:
    """A change that never was, in the middle of the times before; None below 8 of them."""
    early = panel.times < panel.first
    if early.sum() < 8:
        return None
    start = int(panel.times[early][early.sum() // 2])
    found = synthetic.compare(panel.values[early], place, panel.times[early] < start)
    return {"at": panel.name(start), "effect": found.effect, "p": found.p}


def _warnings(fitted: _Fitted, dropped: int, filled: int, placebo: dict[str, Any] | None) -> list[Remark]:
    found, remarks = fitted.found, []
    donors = found.compared - 1
    if fitted.poor:
        remarks.append(Remark("poor_fit", {"error": figure(found.error_before)}))
    if fitted.apart:
        remarks.append(Remark("level_apart"))
    if donors < ENOUGH_DONORS:
        remarks.append(Remark("few_donors", {"donors": donors, "least": f"{1 / found.compared:.2g}"}))
    if dropped:
        remarks.append(Remark("donors_dropped", {"count": dropped}))
    if filled:
        remarks.append(Remark("donors_filled", {"count": filled}))
    if placebo and isinstance(placebo["p"], float) and placebo["p"] <= 0.05:
        remarks.append(Remark("placebo_found", {"at": placebo["at"], "effect": figure(placebo["effect"])}))
    if found.low <= 0 <= found.high:
        remarks.append(Remark("within_placebos", {"most": figure(found.high - found.effect)}))
    return remarks
