"""Whether a series changes or only varies: the chart of individual values and moving ranges (XmR; Shewhart)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

D2 = 1.128  # mean range of two values in standard deviations
D4 = 3.267  # upper limit of the ranges in mean ranges
RUN = 8  # so many on one side of the centre
NEAR, OF = 3, 4  # so many of so many, on one side, nearer to a limit than to the centre
FEWEST = 6  # with fewer values limits say little
Rule = Literal["beyond", "run", "near"]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Signal:
    """A place in the series at which a rule sees a change, and to which side."""

    place: int
    rule: Rule
    side: Literal["above", "below"]


@dataclass(frozen=True)
class ControlChart:
    """Centre and natural limits of a series, the limit of its moving ranges, and where it changes.

    Limits are the mean plus and minus 3 / 1.128 = 2.66 mean moving ranges, over the first `base` values. The
    rules: a value beyond a limit; 8 in a row on one side of the centre; 3 of 4 in a row, on one side, nearer
    to a limit than to the centre. `floor` is a limit that no value can fall below, such as 0 for times.
    """

    values: Numbers
    ranges: Numbers
    centre: float
    low: float
    high: float
    mean_range: float
    high_range: float
    base: int
    signals: tuple[Signal, ...]

    @property
    def steady(self) -> bool:
        """Whether no rule sees a change: what varies is then the process itself."""
        return not self.signals

    @property
    def enough(self) -> bool:
        """Whether there are enough values for the limits to mean something."""
        return self.base >= FEWEST

    @property
    def drift(self) -> Signal | None:
        """The first place at which the series has moved to one side for good reason: a run."""
        return next((signal for signal in self.signals if signal.rule == "run"), None)


def control_chart(
    values: Sequence[float] | Numbers, base: int | None = None, floor: float | None = None
) -> ControlChart:
    """The chart of a series in its order; `base` is how many of the first values set the limits (all).

    Raises ValueError for fewer than two values, or for one that is no number.
    """
    series = np.asarray(values, np.float64)
    count = len(series) if base is None else base
    if len(series) < 2 or not 2 <= count <= len(series) or not np.isfinite(series).all():
        raise ValueError("a chart needs two values or more, all of them numbers")
    ranges = np.abs(np.diff(series))
    centre, mean_range = float(series[:count].mean()), float(ranges[: count - 1].mean())
    reach = 3 / D2 * mean_range
    low, high = centre - reach, centre + reach
    signals = _signals(series, centre, low, high)  # a floor is no natural limit, so nothing is near it
    if floor is not None:
        low = max(low, floor)
    return ControlChart(series, ranges, centre, low, high, mean_range, D4 * mean_range, count, signals)


def _signals(series: Numbers, centre: float, low: float, high: float) -> tuple[Signal, ...]:
    """Every place at which a rule sees a change, in order; of several rules the plainest."""
    found: dict[int, Signal] = {}
    sides: tuple[tuple[Literal["above", "below"], Numbers, float], ...] = (
        ("above", series - centre, high - centre),
        ("below", centre - series, centre - low),
    )
    for side, away, limit in sides:
        for place in np.flatnonzero(_full(away > 0, RUN, RUN)).tolist():
            found[place] = Signal(place, "run", side)
        for place in np.flatnonzero(_full(away > limit / 2, OF, NEAR) & (away > limit / 2)).tolist():
            found.setdefault(place, Signal(place, "near", side))
    for side, away, limit in sides:
        for place in np.flatnonzero(away > limit).tolist():
            found[place] = Signal(place, "beyond", side)
    return tuple(found[place] for place in sorted(found))


def _full(holds: npt.NDArray[np.bool_], width: int, least: int) -> npt.NDArray[np.bool_]:
    """At which places `least` of the last `width` values hold."""
    reached = np.zeros(len(holds), bool)
    if len(holds) >= width:
        sums = np.convolve(holds.astype(int), np.ones(width, int), "valid")
        reached[width - 1 :] = sums >= least
    return reached
