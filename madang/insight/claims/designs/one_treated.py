"""Synthetic control: the one unit that changed against a mixture of donors."""

import numpy as np

from madang.insight.claims import grades
from madang.insight.claims.designs.panel import Panel, complete, persistence, share
from madang.insight.claims.verdict import Remark, Verdict
from madang.lib.statistics import synthetic
from madang.lib.statistics.synthetic import Synthetic

DESIGN = "synthetic_control"
SHOWN = 0.0005
ENOUGH_DONORS = 19  # with fewer, one in twenty cannot be told from one in all
WORSE = 3.0  # a fit so many times worse than what donors reach among themselves is poor


def judged(panel: Panel) -> Verdict:
    """The mean gap between the treated unit and its mixture after the change."""
    panel, dropped = _complete(panel)
    place = int(np.nonzero(panel.treated)[0][0])
    before = panel.times < panel.first
    found = synthetic.compare(panel.values, place, before)
    typical = float(np.median(np.sqrt(np.square(found.placebos[:, before]).mean(axis=1))))
    poor = found.error_before > WORSE * typical
    gaps = {int(time): float(gap) for time, gap in zip(panel.times, found.gaps, strict=True)}
    donors = [unit for unit in panel.units if unit not in panel.starts]
    weights = sorted(zip(donors, found.mixture.weights, strict=True), key=lambda pair: -pair[1])
    placebo = _placebo(panel, place)
    return Verdict(
        DESIGN, found.effect, share(found.effect, panel.values[~before, place]), (found.low, found.high), found.p,
        grades.of_design(DESIGN, tested=True, comparable=not poor),
        Remark(DESIGN, {"unit": panel.units[place], "donors": len(donors)}),
        tuple(_warnings(found, dropped, placebo, poor=poor)), int(before.sum()), int((~before).sum()),
        tuple(_moved(panel, place)), placebo, persistence(gaps, panel.first, panel.period),
        weights={name: float(weight) for name, weight in weights if weight > SHOWN}, pre_rmspe=found.error_before,
        placebo_rank=(found.rank, found.compared), mde=found.high - found.effect,
        extras={
            "gaps": {panel.name(time): gap for time, gap in gaps.items()}, "post_rmspe": found.error_after,
            "duality_gap": found.mixture.gap, "typical_pre_rmspe": typical, "donors": len(donors),
        },
    )  # fmt: skip


def _complete(panel: Panel) -> tuple[Panel, int]:
    """Times at which the treated unit has a value, donors that have one at each of them; how many were dropped."""
    seen = ~np.isnan(panel.values[:, panel.treated][:, 0])
    whole = panel.only(np.ones(len(panel.units), bool), seen)
    kept = complete(whole.values)
    return whole.only(kept), int((~kept).sum())


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


def _placebo(panel: Panel, place: int) -> dict[str, object] | None:
    """A change that never was, in the middle of the times before; None below 8 of them."""
    early = panel.times < panel.first
    if early.sum() < 8:
        return None
    start = int(panel.times[early][early.sum() // 2])
    found = synthetic.compare(panel.values[early], place, panel.times[early] < start)
    return {"at": panel.name(start), "effect": found.effect, "p": found.p}


def _warnings(
    found: Synthetic, dropped: int, placebo: dict[str, object] | None, *, poor: bool
) -> list[Remark]:
    remarks = []
    donors = found.compared - 1
    if poor:
        remarks.append(Remark("poor_fit", {"error": f"{found.error_before:,.3g}"}))
    if donors < ENOUGH_DONORS:
        remarks.append(Remark("few_donors", {"donors": donors, "least": f"{1 / found.compared:.2g}"}))
    if dropped:
        remarks.append(Remark("donors_dropped", {"count": dropped}))
    if placebo and isinstance(placebo["p"], float) and placebo["p"] <= 0.05:
        remarks.append(Remark("placebo_found", {"at": placebo["at"], "effect": f"{placebo['effect']:,.3g}"}))
    if found.low <= 0 <= found.high:
        remarks.append(Remark("within_placebos", {"most": f"{found.high - found.effect:,.3g}"}))
    return remarks
