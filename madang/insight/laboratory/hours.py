"""Working hours: how much working time has passed until a moment, and the moment at which so much has passed.

Moments are seconds on the wall clock of the log's zone since 1970; working time is seconds within opening hours.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]
Week = tuple[tuple[tuple[int, int], ...], ...]  # Monday to Sunday: stretches in seconds since midnight

DAY, HOUR = 86400, 3600
MONDAY = 4  # the first Monday after 1970-01-01, in days
ALWAYS: Week = tuple(((0, DAY),) for _ in range(7))
FOREVER = 1e13


@dataclass(frozen=True)
class Hours:
    """Opening hours laid out over time: when each stretch opens and closes; the last one never closes."""

    opens: Floats
    closes: Floats

    @cached_property
    def before(self) -> Floats:
        """Working time that has passed when each stretch opens."""
        return np.concatenate([[0.0], np.cumsum(self.closes - self.opens)[:-1]])

    @cached_property
    def lists(self) -> tuple[list[float], list[float], list[float]]:
        """Opening, closing and working time before, as lists, which a loop reads faster."""
        return self.opens.tolist(), self.closes.tolist(), [*self.before.tolist(), FOREVER]

    def worked(self, moments: Any) -> Floats:
        """Working time that has passed at each moment."""
        at = np.maximum(np.searchsorted(self.opens, moments, "right") - 1, 0)
        within = np.minimum(moments, self.closes[at]) - self.opens[at]
        return np.asarray(self.before[at] + np.maximum(within, 0.0), dtype=np.float64)

    def begins(self, worked: Any) -> Floats:
        """The moment at which work that stands at this working time goes on: at an opening if it is one."""
        at = np.maximum(np.searchsorted(self.before, worked, "right") - 1, 0)
        return np.asarray(self.opens[at] + (worked - self.before[at]), dtype=np.float64)

    def ends(self, worked: Any) -> Floats:
        """The moment at which this working time is reached: at a closing if it is one."""
        at = np.maximum(np.searchsorted(self.before, worked, "left") - 1, 0)
        return np.asarray(self.opens[at] + (worked - self.before[at]), dtype=np.float64)


def laid_out(week: Week, closed: Collection[int], start: float, end: float, share: float = 1.0) -> Hours:
    """The hours of a week laid over all days from start to end, without the closed days (counted from 1970).

    With a share below one only so many of the days are worked, evenly spread: somebody who works part-time.
    """
    days = np.arange(int(start // DAY) - 1, int(end // DAY) + 2)
    days = days[~np.isin(days, np.fromiter(closed, np.int64, len(closed)))]
    if share < 1.0:
        count = np.arange(len(days))
        days = days[np.floor((count + 1) * share) > np.floor(count * share)]
    stretches = [
        (days[(days - MONDAY) % 7 == weekday] * float(DAY) + opens, closes - opens)
        for weekday, parts in enumerate(week)
        for opens, closes in parts
    ]
    opens = np.concatenate([at for at, _ in stretches]) if stretches else np.zeros(0)
    lengths = (
        np.concatenate([np.full(len(at), float(long)) for at, long in stretches]) if stretches else opens
    )
    order = np.argsort(opens)
    return _joined(opens[order], opens[order] + lengths[order])


def _joined(opens: Floats, closes: Floats) -> Hours:
    """Stretches that touch made one; after the last of them it is open for ever, so that all work ends."""
    if not len(opens):
        return Hours(np.array([0.0]), np.array([FOREVER]))
    apart = np.concatenate([[True], opens[1:] > closes[:-1]])
    ends = np.concatenate([closes[:-1][apart[1:]], [FOREVER]])
    return Hours(opens[apart], ends)


def is_always(week: Week) -> bool:
    """Whether the week has no closed moment."""
    return sum(closes - opens for parts in week for opens, closes in parts) >= 7 * DAY


def open_hours(week: Week) -> float:
    """Hours open in a week without closed days."""
    return sum(closes - opens for parts in week for opens, closes in parts) / HOUR


def week_of(granules: npt.NDArray[np.bool_]) -> Week:
    """The week in which these equal parts are open; one row a weekday."""
    length = DAY // granules.shape[1]
    return tuple(tuple(_stretches(row, length)) for row in granules)


def _stretches(row: npt.NDArray[np.bool_], length: int) -> Iterable[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], row.astype(np.int8), [0]])))
    return [(int(a) * length, int(b) * length) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def weekday_of(moments: Any) -> Numbers:
    """Monday is 0."""
    return np.asarray((np.floor_divide(moments, DAY).astype(np.int64) - MONDAY) % 7)


def hour_of_week(moments: Any) -> Numbers:
    """0 is the hour after Sunday's midnight, 167 the last of Sunday."""
    return np.asarray(weekday_of(moments) * 24 + (np.mod(moments, DAY) // HOUR).astype(np.int64))
