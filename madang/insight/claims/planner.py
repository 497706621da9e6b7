"""Before a change: how many months are needed to see an effect of the promised size, and which size can be seen."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from madang.lib.statistics import power
from madang.lib.statistics.power import Noise

Array = npt.NDArray[np.float64]

MOST_MONTHS = 60
SHOWN = (6, 12, 18, 24, 36)  # months after the change for which the smallest visible effect is told


@dataclass(frozen=True)
class Plan:
    """How long to look: `months` until an effect of `size` shows in 8 of 10 times, None if not within five years.

    `visible` pairs months after the change with the smallest effect then seen in 8 of 10 times, `by_months` with the
    share of times in which the promised one is; `noise` is what the history says (None for cases); `cases` needed in
    all (cases only).
    """

    size: float
    months: int | None
    visible: tuple[tuple[int, float], ...] = ()
    by_months: tuple[tuple[int, float], ...] = ()
    noise: Noise | None = None
    cases: int | None = None

    @property
    def enough(self) -> bool:
        """Can the promised effect be seen within five years at all?"""
        return self.months is not None


def of_series(
    history: Sequence[float] | Array, size: float, *, period: int = 12, times: Sequence[int] | None = None,
    most: int = MOST_MONTHS, runs: int = 400, seed: int = 1,
) -> Plan:  # fmt: skip
    """Plan from a history of monthly values, oldest first; raises ValueError below 8 values or for a size of 0.

    The change is supposed to come right after the history and to move the level by `size`, in units of the values.
    """
    values = np.asarray(history, np.float64)
    when = np.arange(len(values), dtype=float) if times is None else np.asarray(times, float)
    known = ~np.isnan(values)
    if not size:
        raise ValueError("the promised size is needed; a change by nothing cannot be seen")
    before = int(known.sum())
    seen = power.noise(values[known], when[known], period, seed=seed)
    if seen.shock == 0:
        return Plan(size, 3, noise=seen)
    shown = [months for months in SHOWN if months <= most]
    chances = tuple(
        (months, power.power(before, months, seen, abs(size), period, runs=runs, seed=seed))
        for months in shown
    )
    visible = tuple(
        (months, power.smallest(before, months, seen, period, runs=runs, seed=seed)) for months in shown
    )
    needed = power.periods_needed(before, seen, abs(size), period, most=most, runs=runs, seed=seed)
    return Plan(size, needed, visible, chances, seen)


def of_cases(
    history: Sequence[float] | Array, size: float, *, per_month: float, months_before: float
) -> Plan:
    """Plan from single cases: months until as many have come as a shift by `size` needs.

    `per_month` cases come each month and `months_before` months of them are known before the change.
    """
    values = np.asarray(history, np.float64)
    values = values[~np.isnan(values)]
    if per_month <= 0 or months_before <= 0:
        raise ValueError("cases per month and months before are above zero")
    for months in range(1, MOST_MONTHS + 1):
        share = months / (months + months_before)
        cases = power.cases_needed(values, size, share_after=share)
        if cases is not None and per_month * (months + months_before) >= cases:
            return Plan(size, months, cases=cases)
    return Plan(size, None, cases=power.cases_needed(values, size))


def promised(size: float, before: float, *, percent: bool) -> float:
    """The promised size in units of the measure: -30 % of 10 days is -3."""
    return before * size / 100 if percent else size


def whole_months(periods: float, period: int) -> int:
    """Periods as months, rounded up."""
    return math.ceil(periods * 12 / max(period, 1))
