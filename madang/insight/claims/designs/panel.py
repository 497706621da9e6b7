"""Units that changed against units that did not: which comparison the panel allows, and what it says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from madang.insight.claims.verdict import Remark, Verdict

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Panel:
    """A table of values (times, units), nan where missing, and the period from which each treated unit changed.

    `times` (times,) are whole-numbered periods in order; `starts` maps the name of each treated unit to its period.
    """

    values: Array
    times: npt.NDArray[np.int64]
    units: tuple[str, ...]
    starts: Mapping[str, int]
    period: int = 12
    name: Callable[[int], str] = str

    @property
    def treated(self) -> npt.NDArray[np.bool_]:
        """Which units changed at some time."""
        return np.array([unit in self.starts for unit in self.units])

    @property
    def first(self) -> int:
        """The period of the first change."""
        return min(self.starts.values())

    def only(self, units: npt.NDArray[np.bool_], times: npt.NDArray[np.bool_] | None = None) -> "Panel":
        """The panel of these units and times alone."""
        rows = np.ones(len(self.times), bool) if times is None else times
        names = tuple(name for name, kept in zip(self.units, units, strict=True) if kept)
        return replace(
            self, values=self.values[rows][:, units], times=self.times[rows], units=names,
            starts={name: start for name, start in self.starts.items() if name in names},
        )  # fmt: skip


FEWEST_DONORS, FEWEST_BEFORE = 2, 4
MOST_HOLES = 0.2  # share of its values that a donor may lack


def of_panel(
    panel: Panel, *, log: bool = False, concurrent: Sequence[str] = (), draws: int = 1999, seed: int = 1
) -> Verdict:
    """The effect on the treated, by the design that the panel allows.

    Different starts: group-time effects. One treated unit, some donors and times before: synthetic control. Else
    difference in differences. Raises ValueError where no unit or time is left to compare with.
    """
    from madang.insight.claims.designs import comparison, one_treated, starts_apart

    panel, remarks = _cleaned(panel, log=log)
    if len(set(panel.starts.values())) > 1:
        verdict = starts_apart.judged(panel, draws=min(draws, 999), seed=seed)
    elif panel.treated.sum() == 1 and _has_donors(panel):
        verdict = one_treated.judged(panel)
    else:
        verdict = comparison.judged(panel, draws=draws, seed=seed)
    if concurrent:
        remarks.append(Remark("concurrent_changes", {"changes": "; ".join(concurrent)}))
    warnings = (*verdict.warnings, *remarks)
    relative = float(np.expm1(verdict.effect)) if log and verdict.effect is not None else verdict.relative
    return replace(
        verdict,
        relative=relative,
        warnings=warnings,
        concurrent=tuple(concurrent),
        extras={**verdict.extras, "log": log},
    )


def _has_donors(panel: Panel) -> bool:
    """Donors and times enough for a mixture: only donors with few holes count."""
    seen = ~np.isnan(panel.values[:, panel.treated][:, 0])
    donors = np.isnan(panel.values[seen][:, ~panel.treated]).mean(axis=0) <= MOST_HOLES
    before = panel.times[seen] < panel.first
    return bool(donors.sum() >= FEWEST_DONORS and before.sum() >= FEWEST_BEFORE and not before.all())


def _cleaned(panel: Panel, *, log: bool) -> tuple[Panel, list[Remark]]:
    """The panel without units that have no value; logarithms taken; what is missing told."""
    remarks: list[Remark] = []
    panel = panel.only(seen(panel.values.T))
    if not panel.starts or (panel.treated.all() and len(set(panel.starts.values())) < 2):
        raise ValueError("units that changed and units that did not are both needed")
    panel = panel.only(np.ones(len(panel.units), bool), seen(panel.values))
    if not (panel.times < panel.first).any() or not (panel.times >= panel.first).any():
        raise ValueError("times before and after the change are both needed")
    missing = int(np.isnan(panel.values).sum())
    if missing:
        remarks.append(Remark("values_missing", {"count": missing}))
    if log:
        if (panel.values < 0).any():
            raise ValueError("a negative value has no logarithm")
        if (panel.values == 0).any():
            remarks.append(Remark("zeros_in_log", {"count": int((panel.values == 0).sum())}))
        least = panel.values[panel.values > 0].min(initial=np.inf)
        panel = replace(panel, values=np.log(np.where(panel.values == 0, least / 2, panel.values)))
    return panel, remarks


def seen(values: Array) -> npt.NDArray[np.bool_]:
    """Which rows hold a value at all."""
    return np.asarray(~np.isnan(values).all(axis=1), np.bool_)


def complete(values: Array) -> npt.NDArray[np.bool_]:
    """Which columns lack no value."""
    return np.asarray(~np.isnan(values).any(axis=0), np.bool_)


def persistence(effects: Mapping[int, float], start: int, period: int) -> float | None:
    """The mean effect of the second year over that of the first, from effects by time; None where not seen."""
    years = [
        [effect for time, effect in effects.items() if begin <= time - start < begin + period]
        for begin in (0, period)
    ]
    if period == 1 or any(len(year) < 0.75 * period for year in years):
        return None
    first, second = (sum(year) / len(year) for year in years)
    return second / first if first else None


def share(effect: float, after: Array) -> float | None:
    """The effect as a share of what the treated would have been without it, from what they were."""
    without = float(np.nanmean(after)) - effect
    return effect / abs(without) if without else None
