"""How long things last when some have not ended yet: they are censored, not dropped (Kaplan and Meier 1958)."""

from dataclasses import dataclass
from math import inf
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Survival:
    """The share still going on after each time at which something ended, with the interval of each share.

    `at_risk` counts those still under observation just before a time, `ended` those that ended at it. The
    variance is Greenwood's; the interval is taken on the scale of log(-log), so it stays between 0 and 1.
    """

    times: Numbers
    share: Numbers
    low: Numbers
    high: Numbers
    error: Numbers
    at_risk: npt.NDArray[np.int64]
    ended: npt.NDArray[np.int64]
    count: int

    @property
    def censored(self) -> int:
        """How many had not ended when they were last seen."""
        return self.count - int(self.ended.sum())

    def at(self, time: float) -> float:
        """The share that lasts longer than that time."""
        place = int(np.searchsorted(self.times, time, side="right"))
        return float(self.share[place - 1]) if place else 1.0

    def quantile(self, part: float = 0.5) -> tuple[float, float, float]:
        """The time by which that part has ended, with its interval (Brookmeyer and Crowley 1982).

        Infinite where so many have not ended that the curve, or the end of its interval, never comes so low.
        """
        left = 1 - part
        return (
            _reached(self.times, self.share, left),
            _reached(self.times, self.low, left),
            _reached(self.times, self.high, left),
        )

    @property
    def median(self) -> float:
        """The time by which half have ended; infinite where fewer than half have."""
        return self.quantile(0.5)[0]


def kaplan_meier(
    lengths: npt.ArrayLike, ended: npt.ArrayLike | None = None, confidence: float = 0.95
) -> Survival:
    """The survival curve of lengths of time (any unit, not negative); `ended` says which truly ended.

    Raises ValueError for an empty, negative or unequal input. Of things of one length, those that ended count
    before those that were censored, as is usual.
    """
    length = np.asarray(lengths, np.float64)
    over = np.ones(len(length), bool) if ended is None else np.asarray(ended, bool)
    if not len(length) or len(length) != len(over) or not np.isfinite(length).all() or length.min() < 0:
        raise ValueError("give at least one length of time, none negative, and for each whether it ended")
    ordered = np.sort(length)
    times, counts = np.unique(length[over], return_counts=True)
    at_risk = len(length) - np.searchsorted(ordered, times, side="left")
    share: Numbers = np.cumprod(1 - counts / at_risk).astype(np.float64)
    # The last step may lead to nothing; there the variance is not defined and the interval shuts.
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.cumsum(counts / (at_risk * (at_risk - counts)))
        z = NormalDist().inv_cdf(0.5 + confidence / 2)
        width = z * np.sqrt(spread) / np.abs(np.log(share))
        low, high = share ** np.exp(width), share ** np.exp(-width)
    gone = share <= 0
    low[gone], high[gone] = 0.0, 0.0
    error: Numbers = np.where(gone, 0.0, share * np.sqrt(np.where(gone, 0.0, spread))).astype(np.float64)
    return Survival(
        times, share, low, high, error, at_risk.astype(np.int64), counts.astype(np.int64), len(length)
    )


def _reached(times: Numbers, curve: Numbers, left: float) -> float:
    """The first time at which the curve is as low as that; where it stays there exactly, half way along."""
    below = np.flatnonzero(curve <= left + 1e-12)
    if not len(below):
        return inf
    first = int(below[0])
    if abs(curve[first] - left) <= 1e-12 and first + 1 < len(times):
        return float((times[first] + times[first + 1]) / 2)
    return float(times[first])
