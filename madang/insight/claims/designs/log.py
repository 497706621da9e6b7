"""A log with a change at a date: monthly series where it holds a year before and after, else its cases compared."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import stats

from madang.insight.claims import outcomes
from madang.insight.claims.designs.cases import disagreeing, of_cases
from madang.insight.claims.designs.figures import figure
from madang.insight.claims.designs.series import ENOUGH, of_series
from madang.insight.claims.outcomes import Monthly, Outcomes
from madang.insight.claims.reading import Calendar
from madang.insight.claims.verdict import Remark, Verdict
from madang.lib.statistics import cases
from madang.lib.statistics.cases import Change

Array = npt.NDArray[np.float64]

SHARES = {"late_share", "rework"}
EPOCH = date(1970, 1, 1).toordinal()


def of_log(
    found: Outcomes,
    change: date,
    first_month: int,
    *,
    measure: str,
    concurrent: Sequence[str] = (),
    seed: int = 1,
) -> Verdict:
    """What changed for cases that began on `change` or later; `first_month` is the first that counts as after.

    The middle case of each month is followed for times and numbers, the share for shares, the number for cases.
    Raises ValueError where all cases lie on one side.
    """
    before = found.days < change.toordinal() - EPOCH
    if before.all() or not before.any():
        raise ValueError("cases that began before and after the change are needed")
    months = outcomes.monthly(found)
    known = ~np.isnan(months.mean) & (months.counts >= outcomes.FEWEST)
    enough = (
        min((known & (months.months < first_month)).sum(), (known & (months.months >= first_month)).sum())
        >= ENOUGH
    )
    if measure == "cases":
        verdict = of_series(
            months.counts, months.months, first_month, concurrent=concurrent, name=_month, seed=seed
        )
    elif enough:
        verdict = _by_month(months, first_month, measure, concurrent, seed)
    else:
        verdict = _by_case(found, before, measure, concurrent, seed)
    return replace(
        verdict, warnings=(*verdict.warnings, *_remarks(found, change)),
        extras={
            **verdict.extras, "measure": measure, "unit": _unit(measure),
            "cases_before": int(before.sum()), "cases_after": int((~before).sum()),
        },
    )  # fmt: skip


def _by_month(months: Monthly, first: int, measure: str, concurrent: Sequence[str], seed: int) -> Verdict:
    """The series of medians, or of shares, beside that of means."""
    unit = _unit(measure)
    named = {"mean": months.mean, "median": months.median}
    ran = {
        name: of_series(
            values, months.months, first, concurrent=concurrent, name=_month, unit=unit, seed=seed
        )
        for name, values in named.items()
        if not (measure in SHARES and name == "median")
    }
    chosen = ran["mean"] if measure in SHARES else ran["median"]
    told = {name: _told(verdict) for name, verdict in ran.items()}
    disagree = "median" in ran and _disagree(ran["mean"], ran["median"])
    warnings = chosen.warnings
    if disagree:
        values = {name: figure(verdict.effect or 0.0, unit) for name, verdict in ran.items()}
        warnings = (*warnings, Remark("mean_and_median_disagree", values))
    return replace(chosen, warnings=warnings, mean=told["mean"], median=told.get("median"), disagree=disagree)


def _told(verdict: Verdict) -> dict[str, Any]:
    before = verdict.extras.get("level_without")
    after = None if before is None or verdict.effect is None else before + verdict.effect
    return {"before": before, "after": after, "effect": verdict.effect, "ci95": list(verdict.ci95 or ())}


def _disagree(mean: Verdict, median: Verdict) -> bool:
    changes = []
    for verdict in (mean, median):
        if verdict.effect is None or verdict.ci95 is None:
            return False
        before = float(verdict.extras["level_without"])
        changes.append(Change(before, before + verdict.effect, verdict.effect, *verdict.ci95))
    return disagreeing(*changes)


def _by_case(
    found: Outcomes, before: npt.NDArray[np.bool_], measure: str, concurrent: Sequence[str], seed: int
) -> Verdict:
    kinds = (None, None) if found.kinds is None else (found.kinds[before], found.kinds[~before])
    first, second = found.values[before], found.values[~before]
    verdict = of_cases(
        first,
        second,
        kinds_before=kinds[0],
        kinds_after=kinds[1],
        concurrent=concurrent,
        unit=_unit(measure),
        seed=seed,
    )
    if measure in SHARES:
        return _as_share(verdict, first, second)
    return replace(
        verdict, extras={**verdict.extras, "late": _late(found.late[before], found.late[~before], seed)}
    )


def _late(first: Array, second: Array, seed: int) -> dict[str, Any] | None:
    """The share of late cases before and after, where the log states deadlines."""
    sides = [side[~np.isnan(side)] for side in (first, second)]
    if not all(len(side) for side in sides):
        return None
    change = cases.changes(sides[0], sides[1], seed=seed)["mean"]
    return {
        "before": change.before, "after": change.after, "effect": change.effect, "ci95": [change.low, change.high],
    }  # fmt: skip


def _as_share(verdict: Verdict, first: Array, second: Array) -> Verdict:
    """Of yes and no the share is compared (Fisher's exact test), not a shift."""
    if verdict.mean is None:
        return verdict
    counts = [[int(side.sum()), int(len(side) - side.sum())] for side in (first, second)]
    share, effect = float(verdict.mean["before"]), float(verdict.mean["effect"])
    low, high = verdict.mean["ci95"]
    return replace(
        verdict, effect=effect, relative=effect / share if share else None, ci95=(low, high),
        p=float(stats.fisher_exact(counts)[1]), median=None, disagree=False,
        warnings=tuple(remark for remark in verdict.warnings if remark.code != "mean_and_median_disagree"),
    )  # fmt: skip


def _remarks(found: Outcomes, change: date) -> list[Remark]:
    day = change.toordinal() - EPOCH
    across = int(((found.days < day) & (found.across >= day)).sum())
    remarks = []
    if across > 0.02 * len(found.days):
        remarks.append(Remark("cases_across", {"count": f"{across:,}"}))
    if found.open_cases:
        remarks.append(Remark("few_open", {"count": f"{found.open_cases:,}"}))
    return remarks


def _unit(measure: str) -> str:
    return "seconds" if measure == "cycle_time" else ""


def _month(place: int) -> str:
    return Calendar("month").name(place)
