"""The events of a log as the fitting needs them: numbers instead of names, wall-clock seconds, one row an activity."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from madang.insight.laboratory.hours import Floats, Numbers, Truths
from madang.insight.laboratory.saying import Note
from madang.lib.commands import BadInput

MOST_STARTED = 0.5  # share of the activities with a start above which a log counts as telling starts
COLUMNS = ["row", "case", "activity", "time", "resource", "lifecycle", "deadline", "start", "unit", "ended"]
BEGIN, DONE = ("start", "assign"), ("complete", "close", "closed", "end", "ate_abort")
LEAST_CASES = 5


@dataclass(frozen=True)
class Events:
    """All activities done, case by case in order; moments are seconds on the wall clock of the zone since 1970."""

    case: Numbers
    activity: Numbers
    resource: Numbers  # -1: nobody is named
    unit: Numbers  # -1: none is named
    start: Floats  # nan where the log does not say
    end: Floats
    beside: Truths  # overlaps with what stands before it in its case
    deadline: Floats  # by case, nan where none is stated
    open: Truths  # by case, whether the log says that it has not ended
    activities: tuple[str, ...]
    resources: tuple[str, ...]
    units: tuple[str, ...]
    zone: str
    notes: tuple[Note, ...] = ()

    @property
    def first(self) -> Numbers:
        """Where each case begins; one more entry tells the end."""
        return np.append(np.flatnonzero(np.diff(self.case, prepend=-1)), len(self.case))

    @property
    def cases(self) -> int:
        return len(self.deadline)

    @property
    def with_starts(self) -> bool:
        """Whether the log says when work began."""
        return bool(np.isfinite(self.start).mean() >= MOST_STARTED)

    @property
    def arrival(self) -> Floats:
        """The first moment of each case."""
        begin = np.fmin(self.start, self.end)
        return np.asarray(np.minimum.reduceat(begin, self.first[:-1]))

    @property
    def finish(self) -> Floats:
        """The last moment of each case."""
        return np.asarray(np.maximum.reduceat(self.end, self.first[:-1]))

    def of_cases(self, kept: Truths) -> "Events":
        """Only these cases, counted anew."""
        rows = kept[self.case]
        number = np.cumsum(kept) - 1
        names = ("activity", "resource", "unit", "start", "end", "beside")
        cut = {name: getattr(self, name)[rows] for name in names}
        return replace(
            self, case=number[self.case[rows]], deadline=self.deadline[kept], open=self.open[kept], **cut
        )


def events_of(file: Path, zone: str, lifecycle: str | None = None) -> Events:
    """The activities in a columnar log; raises BadInput if they are too few to learn from."""
    known = pq.read_schema(file).names
    return events_in(
        pq.read_table(file, columns=[name for name in COLUMNS if name in known]), zone, lifecycle
    )


def events_in(table: Any, zone: str, lifecycle: str | None = None) -> Events:
    """The same for a table that is at hand; on wish only events of one lifecycle."""
    if lifecycle:
        same = pc.equal(pc.utf8_lower(table["lifecycle"]), lifecycle.lower())
        table = table.filter(pc.fill_null(same, False))
    names = {name: _coded(table[name]) for name in ("case", "activity", "resource", "unit")}
    rows: dict[str, Any] = {name: codes for name, (codes, _) in names.items()}
    rows |= {name: _wall(table[name], zone) for name in ("start", "deadline")}
    rows |= {"end": _wall(table["time"], zone), "row": table["row"].to_numpy(), "open": _open(table)}
    notes: list[Note] = []
    if len(table) and not np.isfinite(rows["start"]).mean() >= MOST_STARTED:
        rows = _paired(rows, table["lifecycle"], notes)
    late = rows["start"] > rows["end"]
    if late.any():
        notes.append(("end-before-start", {"count": f"{int(late.sum()):,}"}))
        rows["start"] = np.where(late, np.nan, rows["start"])
    activities, resources, units = (names[name][1] for name in ("activity", "resource", "unit"))
    return _ordered(rows, activities, resources, units, zone, notes)


def _open(table: Any) -> Truths:
    """Where the log says that a case has not ended; imported logs do not say."""
    if "ended" not in table.column_names:
        return np.zeros(len(table), bool)
    ended = pc.fill_null(table["ended"], True)
    return np.asarray(~ended.combine_chunks().to_numpy(zero_copy_only=False).astype(bool))


def _coded(column: Any) -> tuple[Numbers, tuple[str, ...]]:
    """Numbers for names, -1 where there is none, and the names."""
    coded = column.combine_chunks().dictionary_encode()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    codes = pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    return codes, tuple(str(name) for name in coded.dictionary.to_pylist())


def _wall(column: Any, zone: str) -> Floats:
    """Seconds on the wall clock of the zone since 1970; nan where there is no moment."""
    local = pc.local_timestamp(column.cast(pa.timestamp("us", zone))).combine_chunks()
    seconds = pc.cast(local, pa.int64())
    known = pc.is_valid(seconds).to_numpy(zero_copy_only=False)
    return np.where(known, pc.fill_null(seconds, 0).to_numpy(zero_copy_only=False) / 1e6, np.nan)


def _paired(rows: dict[str, Any], lifecycle: Any, notes: list[Note]) -> dict[str, Any]:
    """Where start and completion are events of their own, one row with both; else the rows as they are."""
    kind = pc.utf8_lower(lifecycle).combine_chunks()
    begins = _among(kind, BEGIN[:1])
    ends = _among(kind, DONE)
    if not ends.any():
        return rows
    others = int((~begins & ~ends).sum())
    if others:
        notes.append(("not-work", {"count": f"{others:,}"}))
    kept = {name: column[ends] for name, column in rows.items()}
    if begins.any():
        started = {name: column[begins] for name, column in rows.items()}
        kept["start"] = _start_of_each(kept, started)
    return kept


def _among(kind: Any, names: tuple[str, ...]) -> Truths:
    return np.asarray(pc.fill_null(pc.is_in(kind, pa.array(names)), False).to_numpy(zero_copy_only=False))


def _start_of_each(done: dict[str, Any], begun: dict[str, Any]) -> Floats:
    """The k-th completion of an activity in a case belongs to its k-th start."""
    width = int(max(done["activity"].max(initial=0), begun["activity"].max(initial=0))) + 1
    keys, times = [], []
    for rows in (done, begun):
        key = rows["case"] * width + rows["activity"]
        order = np.lexsort((rows["row"], rows["end"], key))
        ordered = key[order]
        new = np.diff(ordered, prepend=-1) != 0
        rank = np.arange(len(key)) - np.maximum.accumulate(np.where(new, np.arange(len(key)), 0))
        place = np.empty(len(key), dtype=[("key", np.int64), ("rank", np.int64)])
        place["key"][order], place["rank"][order] = ordered, rank
        keys.append(place)
        times.append(rows["end"])
    order = np.argsort(keys[1])
    at = np.minimum(np.searchsorted(keys[1][order], keys[0]), len(order) - 1)
    found = keys[1][order][at] == keys[0]
    return np.where(found, times[1][order][at], np.nan)


def _ordered(
    rows: dict[str, Any], activities: tuple[str, ...], resources: tuple[str, ...], units: tuple[str, ...],
    zone: str, notes: list[Note],
) -> Events:  # fmt: skip
    """Case by case, each in the order of its beginnings."""
    if not len(rows["case"]):
        raise BadInput("the log holds no completed activity; nothing can be learned from it.")
    begin = np.where(np.isfinite(rows["start"]), rows["start"], rows["end"])
    came = np.full(int(rows["case"].max()) + 1, np.inf)
    np.minimum.at(came, rows["case"], begin)
    rank = np.empty(len(came), np.int64)
    rank[np.argsort(came, kind="stable")] = np.arange(len(came))
    order = np.lexsort((rows["row"], rows["end"], begin, rank[rows["case"]]))
    rows = {name: column[order] for name, column in rows.items()}
    _, case = np.unique(rank[rows["case"]], return_inverse=True)
    if case[-1] + 1 < LEAST_CASES:
        raise BadInput(
            f"the log holds {case[-1] + 1} cases; at least {LEAST_CASES} are needed to learn from it."
        )
    deadline = np.full(int(case[-1]) + 1, -np.inf)
    np.fmax.at(deadline, case, rows["deadline"])
    deadline[~np.isfinite(deadline)] = np.nan
    unended = np.zeros(len(deadline), bool)
    unended[case[rows["open"]]] = True
    overlapping = _overlaps(case, begin[order], rows["end"])
    parts = {name: rows[name] for name in ("activity", "resource", "unit", "start", "end")}
    return Events(
        case=case.astype(np.int64), beside=overlapping, deadline=deadline, open=unended, activities=activities,
        resources=resources, units=units, zone=zone, notes=tuple(notes), **parts,
    )  # fmt: skip


def _overlaps(case: Numbers, begin: Floats, end: Floats) -> Truths:
    """Whether an activity began a second or more before all that stand before it in its case had ended."""
    first = np.flatnonzero(np.diff(case, prepend=-1))
    length = np.diff(np.append(first, len(case)))
    latest = end[first]
    beside = np.zeros(len(case), bool)
    for step in range(1, int(length.max())):
        which = np.flatnonzero(length > step)
        at = first[which] + step
        beside[at] = begin[at] < latest[which] - 1.0
        latest[which] = np.maximum(latest[which], end[at])
    return beside
