"""What was worked on in each case, from when to when: the rows of a log as stretches of work.

A row with a start is a stretch from its start to its time. Where the log tells start and completion in rows of
their own, the n-th start of an activity in a case belongs to its n-th completion. Any other row is a moment.
"""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from madang.insight.evidence.measures.arrays import (
    NEVER,
    Flags,
    Ints,
    codes_of,
    firsts_of,
    moments_of,
    occurrence,
    reached_before,
)

START, COMPLETE = "start", "complete"


@dataclass
class Oddities:
    """What a reader should know of the rows: how many were taken otherwise than they say."""

    started: int = 0  # stretches of work with a known start
    moments: int = 0  # rows without one
    backwards: int = 0  # starts after their own end, left out
    unpaired: int = 0  # starts without completion, taken as moments


@dataclass(frozen=True)
class Work:
    """Stretches of work of whole cases in the order of case and beginning; codes of -1 mean not known."""

    case: Ints  # counts up from 0
    row: Ints
    begin: Ints
    end: Ints
    enabled: Ints
    activity: Ints
    resource: Ints
    activities: pa.Array
    resources: pa.Array
    before: Ints = field(repr=False)  # when all earlier work of the case had ended

    @property
    def gap(self) -> Ints:
        """How long nobody had worked on the case when this stretch began, in microseconds."""
        waited: Ints = np.where(self.before == NEVER, 0, np.maximum(self.begin - self.before, 0))
        return waited

    @property
    def worked(self) -> Ints:
        """What this stretch adds to the time worked on its case: overlapping work counts once."""
        since = np.maximum(self.begin, self.before)
        added: Ints = np.maximum(self.end - since, 0)
        return added


def work_of(block: pa.Table, case: Ints, odd: Oddities, *, paired: bool) -> Work:
    """The stretches of work of a block of whole cases; `case` numbers its rows' cases from 0 upwards."""
    end, start = moments_of(block["us"]), moments_of(block["start"])
    activity, activities = codes_of(block["activity"])
    resource, resources = codes_of(block["resource"])
    enabled, row = moments_of(block["enabled"]), moments_of(block["row"])
    keep = np.ones(len(end), bool)
    if paired:
        keep, start = _paired(block["lifecycle"], case, activity, end, start, odd)
    backwards = (start != NEVER) & (start > end)
    odd.backwards += int((backwards & keep).sum())
    known = (start != NEVER) & ~backwards & keep
    odd.started += int(known.sum())
    odd.moments += int((keep & ~known).sum())
    begin = np.where(known, start, end)
    order = np.flatnonzero(keep)
    if known.any():
        order = order[np.lexsort((row[keep], begin[keep], case[keep]))]
    return Work(
        case[order], row[order], begin[order], end[order], enabled[order], activity[order], resource[order],
        activities, resources, reached_before(end[order], _dense(case[order])),
    )  # fmt: skip


def _dense(case: Ints) -> Ints:
    """Cases numbered from 0 without a gap."""
    if not len(case):
        return case
    return np.concatenate(([0], np.cumsum(case[1:] != case[:-1]))).astype(np.int64)


def _paired(
    lifecycle: pa.ChunkedArray, case: Ints, activity: Ints, time: Ints, start: Ints, odd: Oddities
) -> tuple[Flags, Ints]:
    """Which rows are work of their own, and when each began: completions take the time of their start."""
    kinds, names = codes_of(lifecycle)
    lowered = [str(name).lower() for name in names.to_pylist()]
    starting = np.isin(kinds, [place for place, name in enumerate(lowered) if name == START])
    completing = np.isin(kinds, [place for place, name in enumerate(lowered) if name == COMPLETE])
    key = case * (int(activity.max(initial=0)) + 1) + activity
    starts, ends = np.flatnonzero(starting), np.flatnonzero(completing)
    width = len(time) + 1
    of_start = np.unique(key, return_inverse=True)[1] * width
    wanted = of_start[ends] + occurrence(key[ends])
    offered = of_start[starts] + occurrence(key[starts])
    order = np.argsort(offered, kind="stable")
    place = np.minimum(np.searchsorted(offered[order], wanted), max(len(starts) - 1, 0))
    keep, begun = np.ones(len(time), bool), start.copy()
    if not len(starts):
        return keep, begun
    met = offered[order][place] == wanted
    mates = starts[order][place[met]]
    begun[ends[met]] = time[mates]
    keep[mates] = False
    odd.unpaired += len(starts) - len(mates)
    return keep, begun


def totals_by_case(values: Ints, case: Ints, cases: int) -> Ints:
    """The sum of the values of each case, 0 where a case has none."""
    sums = np.zeros(cases, np.int64)
    if len(values):
        first = firsts_of(case)
        sums[case[first]] = np.add.reduceat(values, first)
    return sums
