"""Cases before and after, too few periods for a series: shift, and what mean, median and 9 in 10 did."""

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
import numpy.typing as npt

from madang.insight.claims import grades
from madang.insight.claims.designs.figures import figure
from madang.insight.claims.designs.two_values import two_values
from madang.insight.claims.verdict import E1, Remark, Verdict
from madang.lib.statistics import cases
from madang.lib.statistics.cases import Change

Array = npt.NDArray[np.float64]
Texts = npt.NDArray[np.str_]

FEW = 10
FEWEST_PAIRS = 16  # fewer pairs cannot carry an interval of 95 %


def of_cases(
    before: Sequence[float] | Array, after: Sequence[float] | Array, *,
    kinds_before: Sequence[str] | Texts | None = None, kinds_after: Sequence[str] | Texts | None = None,
    limit: float | None = None, concurrent: Sequence[str] = (), unit: str = "", seed: int = 1,
) -> Verdict:  # fmt: skip
    """Compare the cases before with those after; with kinds also with the mix of cases held as before.

    `limit` is the value above which a case is late. Raises ValueError where one side has no value.
    """
    first, second = (_known(side) for side in (before, after))
    if not len(first) or not len(second):
        raise ValueError("cases before and after the change are needed")
    if len(first) == len(second) == 1:
        return two_values(first.item(), second.item(), concurrent=concurrent, grade=E1)
    found = cases.shift(first, second)
    figures = cases.changes(first, second, limit=limit, seed=seed)
    kinds = [_kinds(told, side) for told, side in ((kinds_before, before), (kinds_after, after))]
    mix = (
        None
        if kinds[0] is None or kinds[1] is None
        else cases.standardised(first, second, kinds[0], kinds[1], seed=seed)
    )
    bounds = (found.low, found.high) if len(first) * len(second) >= FEWEST_PAIRS else None
    middle = abs(figures["median"].before)
    return Verdict(
        "cases", found.shift, found.shift / middle if middle else None, bounds, found.p,
        grades.of_design("cases", tested=True), Remark("cases"),
        tuple(_warnings(first, second, figures, mix, concurrent, unit)), len(first), len(second),
        concurrent=tuple(concurrent), mean=_told(figures["mean"]), median=_told(figures["median"]),
        disagree=disagreeing(figures["mean"], figures["median"]),
        extras={**_extras(figures, mix), "cliffs_delta": found.delta, "limit": limit},
    )  # fmt: skip


def _extras(figures: dict[str, Change], mix: cases.Standardised | None) -> dict[str, object]:
    late = figures.get("late")
    return {
        "p90": _told(figures["p90"]), "late": _told(late) if late else None,
        "standardised": asdict(mix) if mix else None,
    }  # fmt: skip


def _known(values: Sequence[float] | Array) -> Array:
    numbers = np.asarray(values, np.float64)
    return numbers[~np.isnan(numbers)]


def _kinds(kinds: Sequence[str] | Texts | None, values: Sequence[float] | Array) -> Texts | None:
    """The kinds of the cases that have a value."""
    return None if kinds is None else np.asarray(kinds, str)[~np.isnan(np.asarray(values, float))]


def _told(change: Change) -> dict[str, object]:
    return {
        "before": change.before, "after": change.after, "effect": change.effect, "ci95": [change.low, change.high],
    }  # fmt: skip


def disagreeing(mean: Change, median: Change) -> bool:
    """Do mean and median tell different stories?

    One is found and the other points elsewhere, or is not found and, as a share, smaller than a third of the first.
    """
    sure = [change.low > 0 or change.high < 0 for change in (mean, median)]
    if mean.effect * median.effect < 0:
        return any(sure)
    sizes = [abs(change.effect / change.before) if change.before else 0.0 for change in (mean, median)]
    return sure[0] != sure[1] and sizes[sure.index(False)] < sizes[sure.index(True)] / 3


def _warnings(
    first: Array, second: Array, figures: dict[str, Change], mix: cases.Standardised | None,
    concurrent: Sequence[str], unit: str,
) -> list[Remark]:  # fmt: skip
    warnings = [Remark("trend_not_excluded")]
    if min(len(first), len(second)) < FEW:
        warnings.insert(0, Remark("few_cases", {"before": len(first), "after": len(second)}))
    if np.ptp(np.concatenate([first, second])) == 0:
        warnings.append(Remark("no_variation"))
    if disagreeing(figures["mean"], figures["median"]):
        mean, median = figures["mean"].effect, figures["median"].effect
        warnings.append(
            Remark("mean_and_median_disagree", {"mean": figure(mean, unit), "median": figure(median, unit)})
        )
    if mix and abs(mix.by_mix) > 0.25 * max(abs(mix.effect), abs(mix.effect + mix.by_mix), 1e-12):
        warnings.append(
            Remark("mix_changed", {"mix": figure(mix.by_mix, unit), "kept": figure(mix.effect, unit)})
        )
    if mix and mix.left_out > 0.05:
        warnings.append(Remark("kinds_left_out", {"share": f"{mix.left_out:.0%}"}))
    if concurrent:
        warnings.append(Remark("concurrent_changes", {"changes": "; ".join(concurrent)}))
    return warnings
