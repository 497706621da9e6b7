"""Why a case waited: each stretch in which nobody worked on it, split by cause; the parts sum to the whole.

After Lashkevich, Milani, Chapela-Campa, Suvorau and Dumas, "Unveiling the causes of waiting time in business
processes from event logs" (2023), with these readings. A stretch ends when somebody takes the case up. It is
split in this order:

- batching: from when the work could begin until the last of its batch could. A batch is the same activity of two
  cases or more that the same person began at most a minute apart, all of them ready before the first was begun;
- unavailable: of the rest, what lies outside office hours and working days;
- contention: of the rest, while the person was at work that had been ready earlier (or as early);
- priority: while the person was at work that became ready only later;
- extraneous: what is left, and the time before the work could begin where the log says when that was.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from madang.insight.evidence.measures.arrays import (
    NEVER,
    Flags,
    Ints,
    codes_of,
    firsts_of,
    moments_of,
    reached_before,
    weight_from,
)
from madang.insight.evidence.measures.office import Office, known_working

CAUSES = ("batching", "contention", "priority", "unavailable", "extraneous")
BATCH_GAP = 60_000_000  # microseconds between beginnings within a batch
FEW = 2  # pieces of work in a window that are looked at one by one
LARGEST = 2**62


@dataclass(frozen=True)
class Turns:
    """Stretches of work in the order of person and beginning; `since` says from when the case waited for it."""

    person: Ints  # counts up from 0, -1 where nobody is named
    case: Ints
    activity: Ints
    begin: Ints
    end: Ints
    enabled: Ints
    since: Ints  # NEVER where the case did not wait

    @classmethod
    def of(cls, block: pa.Table) -> "Turns":
        """The turns of a block of whole persons."""
        codes, _ = codes_of(block["resource"])
        named = codes >= 0
        person = np.where(named, np.cumsum(np.concatenate(([0], codes[1:] != codes[:-1]))), -1)
        times = [moments_of(block[name]) for name in ("begin", "end", "enabled", "since")]
        return cls(person, moments_of(block["owner"]), codes_of(block["activity"])[0], *times)

    @property
    def waited(self) -> Flags:
        waits: Flags = self.since != NEVER
        return waits


@dataclass(frozen=True)
class Split:
    """The waits of some turns: which turns they are, and the microseconds of each cause."""

    which: Ints
    parts: dict[str, Ints]
    calendar_known: bool


def split(turns: Turns, office: Office) -> Split:
    """Split the waits of a block by cause; of each wait the parts sum exactly to its length."""
    which = np.flatnonzero(turns.waited)
    since, until = turns.since[which], turns.begin[which]
    ready = np.clip(turns.enabled[which], since, until)
    gathered = _gathered(turns, which, ready)
    pieces = np.flatnonzero((turns.person >= 0) & (turns.end > turns.begin))
    moments = (gathered, until, turns.begin[pieces], turns.end[pieces])
    clocks, known = known_working(office, np.concatenate(moments))
    at_gathered, at_until, at_begin, at_end = np.split(
        clocks, np.cumsum([len(part) for part in moments[:-1]])
    )
    working = at_until - at_gathered
    busy, later = _busy(turns, which, (at_gathered, at_until), pieces, (at_begin, at_end))
    parts = {
        "batching": gathered - ready,
        "contention": busy - later,
        "priority": later,
        "unavailable": (until - gathered) - working,
        "extraneous": working - busy + (ready - since),
    }
    return Split(which, parts, known)


def _gathered(turns: Turns, which: Ints, ready: Ints) -> Ints:
    """Until when each wait was one for its batch to be complete; its own readiness where there is no batch."""
    gathered = ready.copy()
    person = turns.person[which]
    mine = np.flatnonzero(person >= 0)
    if not len(mine):
        return gathered
    chosen = which[mine]
    order = mine[np.lexsort((turns.begin[chosen], turns.activity[chosen], turns.person[chosen]))]
    at = which[order]
    begin = turns.begin[at]
    parted = (
        (turns.person[at][1:] != turns.person[at][:-1])
        | (turns.activity[at][1:] != turns.activity[at][:-1])
        | (np.diff(begin) > BATCH_GAP)
    )
    chain = np.concatenate(([0], np.cumsum(parted)))
    first = firsts_of(chain)
    member = ready[order] <= begin[first][chain]
    latest = np.maximum.reduceat(np.where(member, ready[order], NEVER), first)
    cases = _different(chain, turns.case[at], member, len(first))
    batched = member & (cases[chain] > 1)
    gathered[order[batched]] = latest[chain[batched]]
    return gathered


def _different(chain: Ints, case: Ints, member: Flags, chains: int) -> Ints:
    """How many different cases are members of each chain."""
    chain, case = chain[member], case[member]
    order = np.lexsort((case, chain))
    chain, case = chain[order], case[order]
    new = np.ones(len(chain), bool)
    new[1:] = (chain[1:] != chain[:-1]) | (case[1:] != case[:-1])
    return np.bincount(chain[new], minlength=chains)


def _busy(
    turns: Turns, which: Ints, window: tuple[Ints, Ints], pieces: Ints, worked: tuple[Ints, Ints]
) -> tuple[Ints, Ints]:
    """Of each wait how long the person was at other work, and how long at work that was ready only later."""
    busy, later = np.zeros(len(which), np.int64), np.zeros(len(which), np.int64)
    asked = np.flatnonzero((turns.person[which] >= 0) & (window[1] > window[0]))
    if not len(asked) or not len(pieces):
        return busy, later
    person = turns.person[pieces]
    dense = np.concatenate(([0], np.cumsum(person[1:] != person[:-1])))
    low = np.maximum(worked[0], reached_before(worked[1], dense))
    weight = np.maximum(worked[1] - low, 0)
    some = weight > 0  # work within other work, or outside office hours, takes no working time of its own
    pieces, low, weight = pieces[some], low[some], weight[some]
    if not len(pieces):
        return busy, later
    taken = _Pieces(turns.person[pieces], low, weight, turns.enabled[pieces])
    turn = which[asked]
    busy[asked], later[asked] = taken.within(
        turns.person[turn], window[0][asked], window[1][asked], turns.enabled[turn]
    )
    return busy, later


@dataclass(frozen=True)
class _Pieces:
    """Stretches of working time that do not overlap, in the order of person and time."""

    person: Ints
    low: Ints
    weight: Ints
    enabled: Ints

    def within(self, person: Ints, low: Ints, high: Ints, enabled: Ints) -> tuple[Ints, Ints]:
        """Working time of these persons within each window: all of it, and what was ready only after `enabled`."""
        first, after = self._range(person, low, high)
        sums = np.concatenate(([0], np.cumsum(self.weight)))
        total = sums[after] - sums[first]
        some = after > first
        left, right = np.minimum(first, len(self.low) - 1), np.maximum(after - 1, 0)
        cut_left = np.where(some, np.maximum(low - self.low[left], 0), 0)
        cut_right = np.where(some, np.maximum(self.low[right] + self.weight[right] - high, 0), 0)
        later = self._later(first, after, enabled)
        later -= np.where(self.enabled[left] > enabled, cut_left, 0)
        later -= np.where(self.enabled[right] > enabled, cut_right, 0)
        return total - cut_left - cut_right, later

    def _range(self, person: Ints, low: Ints, high: Ints) -> tuple[Ints, Ints]:
        """From which piece to which each window reaches; person and time are searched as one number."""
        base = min(int(self.low.min()), int(low.min()))
        reach = max(int((self.low + self.weight).max()), int(high.max())) - base + 1
        if (int(max(self.person.max(), person.max())) + 1) * reach > LARGEST:
            return self._range_each(person, low, high)
        begins = self.person * reach + (self.low - base)
        ends = begins + self.weight
        first = np.searchsorted(ends, person * reach + (low - base), side="right")
        after = np.searchsorted(begins, person * reach + (high - base), side="left")
        return first.astype(np.int64), np.maximum(after, first).astype(np.int64)

    def _range_each(self, person: Ints, low: Ints, high: Ints) -> tuple[Ints, Ints]:
        """The same person by person, where there are so many over so long that one number does not hold both."""
        first, after = np.zeros(len(person), np.int64), np.zeros(len(person), np.int64)
        starts = np.searchsorted(self.person, person, side="left")
        ends = np.searchsorted(self.person, person, side="right")
        for place in range(len(person)):
            begins = self.low[starts[place] : ends[place]]
            done = begins + self.weight[starts[place] : ends[place]]
            first[place] = starts[place] + np.searchsorted(done, low[place], side="right")
            after[place] = starts[place] + np.searchsorted(begins, high[place], side="left")
        return first, np.maximum(after, first)

    def _later(self, first: Ints, after: Ints, enabled: Ints) -> Ints:
        """The weight of whole pieces from `first` to `after` that became ready only after `enabled`."""
        later = np.zeros(len(first), np.int64)
        for step in range(FEW):
            place = np.minimum(first + step, len(self.low) - 1)
            counts = (after - first <= FEW) & (first + step < after) & (self.enabled[place] > enabled)
            later += np.where(counts, self.weight[place], 0)
        many = np.flatnonzero(after - first > FEW)
        if len(many):
            later[many] = weight_from(self.enabled, self.weight, first[many], after[many], enabled[many] + 1)
        return later
