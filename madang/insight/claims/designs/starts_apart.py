"""Staggered start: units that changed at different times, each group against units not yet changed."""

import math

import numpy as np

from madang.insight.claims import grades
from madang.insight.claims.designs.figures import figure
from madang.insight.claims.designs.panel import Panel, complete, share
from madang.insight.claims.verdict import Remark, Verdict
from madang.lib.statistics import staggered
from madang.lib.statistics.staggered import NEVER, Effect, GroupTime

DESIGN = "staggered"
FEW_TREATED, FEW_CONTROLS = 5, 5


def judged(panel: Panel, *, draws: int, seed: int) -> Verdict:
    """The mean of all group-time effects after start, groups weighted by their size."""
    kept = complete(panel.values)
    dropped = int((~kept).sum())
    panel = panel.only(kept)
    starts = np.array([_place(panel, unit) for unit in panel.units], np.int64)
    control = "never" if (starts == NEVER).sum() >= 2 else "not_yet"
    found = staggered.group_times(panel.values.T, starts, control=control, draws=draws, seed=seed)
    simple = found.simple
    tested = math.isfinite(simple.error) and simple.error > 0
    after = panel.values[
        np.arange(len(panel.times))[:, None] >= np.where(starts == NEVER, len(panel.times), starts)
    ]
    earlier = [effect for since, effect in found.dynamic.items() if since < 0]
    drifts = [effect for effect in earlier if effect.p <= 0.05 / len(earlier)]
    return Verdict(
        DESIGN, simple.effect, share(simple.effect, after), (simple.low, simple.high) if tested else None,
        simple.p if tested else None, grades.of_design(DESIGN, tested=tested),
        Remark(DESIGN, {"groups": len({int(start) for start in starts if start != NEVER}), "control": control}),
        tuple(_warnings(simple, starts, drifts, dropped, tested=tested)),
        int((panel.times < panel.first).sum()), int((panel.times >= panel.first).sum()),
        mde=2.8 * simple.error if tested else None,
        extras=_extras(panel, found),
    )  # fmt: skip


def _extras(panel: Panel, found: GroupTime) -> dict[str, object]:
    names = [panel.name(int(time)) for time in panel.times]
    return {
        "control": found.control, "by_group": _told(found.by_group), "overall": _told(found.overall),
        "dynamic": {str(since): _told(effect) for since, effect in found.dynamic.items()},
        "group_time": [
            {"start": names[start], "time": names[time], **_told(effect)}
            for (start, time), effect in found.effects.items()
        ],
    }  # fmt: skip


def _place(panel: Panel, unit: str) -> int:
    """The place in time of the unit's start; one that started after the last time has not started."""
    if unit not in panel.starts:
        return NEVER
    place = int(np.searchsorted(panel.times, panel.starts[unit]))
    return place if place < len(panel.times) else NEVER


def _told(effect: Effect) -> dict[str, object]:
    known = math.isfinite(effect.error)
    return {
        "effect": effect.effect, "ci95": [effect.low, effect.high] if known else None,
        "p": effect.p if math.isfinite(effect.p) else None,
    }  # fmt: skip


def _warnings(
    simple: Effect, starts: np.ndarray, drifts: list[Effect], dropped: int, *, tested: bool
) -> list[Remark]:
    remarks = []
    treated, never = int((starts > 0).sum()), int((starts == NEVER).sum())
    if not tested:
        remarks.append(
            Remark("units_too_few_to_test", {"units": len(starts)}) if treated < 2 else Remark("no_noise")
        )
    elif min(treated, never or treated) < FEW_TREATED:
        remarks.append(Remark("few_treated", {"treated": treated, "others": never}))
    if (starts == 0).any():
        remarks.append(Remark("started_before", {"count": int((starts == 0).sum())}))
    if drifts:
        remarks.append(Remark("pre_trend", {"drift": figure(drifts[0].effect)}))
    if dropped:
        remarks.append(Remark("units_dropped", {"count": dropped}))
    if tested and simple.low <= 0 <= simple.high:
        remarks.append(Remark("cannot_tell", {"smallest": figure(2.8 * simple.error)}))
    return remarks
