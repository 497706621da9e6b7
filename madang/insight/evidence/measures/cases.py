"""One row a case with all that can be measured of it: made once, then every figure and page asks this table."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from madang.insight.evidence.measures import waiting, ways
from madang.insight.evidence.measures.arrays import (
    NEVER,
    Ints,
    blocks,
    codes_of,
    firsts_of,
    moments_of,
)
from madang.insight.evidence.measures.engine import Table
from madang.insight.evidence.measures.office import Office, known_working
from madang.insight.evidence.measures.work import Oddities, Work, totals_by_case, work_of

READ = (
    *("case", "row", "activity", "resource", "us", "start", "enabled", "lifecycle", "automated", "unit"),
    *("channel", "group", "outcome", "ended", "end", "clock"),
)
SAID = ("unit", "channel", "group", "outcome")
TURNS = pa.schema(
    [
        pa.field("resource", pa.string()),
        pa.field("owner", pa.int64()),
        pa.field("activity", pa.string()),
        pa.field("row", pa.int64()),
        *(pa.field(name, pa.int64()) for name in ("begin", "end", "enabled", "since")),
    ]
)


@dataclass
class Gathered:
    """What is gathered while the log goes by, block by block."""

    names: list[pa.Array] = field(default_factory=list)
    said: dict[str, list[pa.Array]] = field(default_factory=lambda: {name: [] for name in SAID})
    numbers: dict[str, list[Ints]] = field(default_factory=dict)
    stops: dict[int, list[tuple[str, int]]] = field(default_factory=dict)  # what happened to a case's clock
    by_activity: dict[str, dict[str, int]] = field(default_factory=dict)
    odd: Oddities = field(default_factory=Oddities)
    cases: int = 0
    calendar_known: bool = True
    automation_known: int = 0

    def add(self, **numbers: Ints) -> None:
        for name, values in numbers.items():
            self.numbers.setdefault(name, []).append(values)

    def whole(self, name: str) -> Ints:
        """The numbers of all cases."""
        return np.concatenate(self.numbers[name]) if self.numbers.get(name) else np.zeros(0, np.int64)


def gather(events: Table, office: Office, folder: Path, *, paired: bool) -> Gathered:
    """Go through the log once by case and once by person; `folder` takes what has to wait in between."""
    found = Gathered()
    turns = folder / "turns.parquet"
    with pq.ParquetWriter(turns, TURNS, compression="lz4") as writer:
        for block in blocks(events.select(*READ), ["case", "us", "row"], "case"):
            writer.write_table(case_block(block, office, found, paired=paired))
    return found


def case_block(block: pa.Table, office: Office, found: Gathered, *, paired: bool) -> pa.Table:
    """Measure the cases of a block and return their stretches of work."""
    codes, names = codes_of(block["case"])
    first = firsts_of(codes)
    count = len(first)
    case = np.repeat(np.arange(count), np.diff(np.append(first, len(codes))))
    found.names.append(names.take(pa.array(codes[first])))
    for name in SAID:
        found.said[name].append(ways.first_said(block[name], case, count))
    time = moments_of(block["us"])
    last = np.append(first[1:], len(codes)) - 1
    _ways(block, case, count, found)
    _clocks(block, time, case, found)
    begun = _begun(block, time, first)
    clock, known = known_working(office, np.concatenate((begun, time[last])))
    found.calendar_known &= known
    work = work_of(block, case, found.odd, paired=paired)
    found.add(
        first=begun, last=time[last], worked=clock[count:] - clock[:count],
        processing=totals_by_case(work.worked, work.case, count),
        waiting=totals_by_case(work.gap, work.case, count),
    )  # fmt: skip
    made = _turns(work, found.cases)
    found.cases += count
    return made


def _begun(block: pa.Table, time: Ints, first: Ints) -> Ints:
    """When each case began: with its first row, or the first beginning of work that a row states."""
    start = moments_of(block["start"])
    known: Ints = np.where((start != NEVER) & (start <= time), start, time)
    return np.minimum.reduceat(known, first)


def _ways(block: pa.Table, case: Ints, count: int, found: Gathered) -> None:
    resource, _ = codes_of(block["resource"])
    automatic, known = ways.automation(block["automated"])
    found.automation_known += int(known.sum())
    ended = block["ended"].combine_chunks()
    over = np.asarray(ended.fill_null(False).to_numpy(zero_copy_only=False), bool)
    told = np.asarray(ended.is_valid().to_numpy(zero_copy_only=False), bool)
    found.add(
        ping_pong=totals_by_case(ways.ping_pong(resource, case), case, count),
        automatic=totals_by_case(automatic, case, count),
        automation_known=totals_by_case(known, case, count),
        closed=_latest(moments_of(block["end"]), case, count),
        ended=np.where(
            ways.any_of(over, case, count), 1, np.where(ways.any_of(told, case, count), 0, -1)
        ).astype(np.int64),
    )


def _latest(moments: Ints, case: Ints, count: int) -> Ints:
    return np.maximum.reduceat(moments, firsts_of(case)) if count else moments


def _clocks(block: pa.Table, time: Ints, case: Ints, found: Gathered) -> None:
    """Keep what stopped, started, extended or reset the legal clock of a case; few rows do."""
    kinds, names = codes_of(block["clock"])
    for place in np.flatnonzero(kinds >= 0).tolist():
        held = found.stops.setdefault(found.cases + int(case[place]), [])
        held.append((names[int(kinds[place])].as_py(), int(time[place])))


def _turns(work: Work, before: int) -> pa.Table:
    """The stretches of work with all that the causes of waiting are found from."""
    ready = np.where(
        work.enabled != NEVER, work.enabled, np.where(work.before != NEVER, work.before, work.begin)
    )
    ready = np.minimum(ready, work.begin)
    since = np.where(work.gap > 0, work.before, NEVER)
    columns = [
        _texts(work.resources, work.resource),
        pa.array(work.case + before),
        _texts(work.activities, work.activity),
        *(pa.array(values) for values in (work.row, work.begin, work.end, ready, since)),
    ]
    return pa.Table.from_arrays(columns, schema=TURNS)


def _texts(texts: pa.Array, codes: Ints) -> pa.Array:
    if not len(texts):
        return pa.nulls(len(codes), pa.string())
    return texts.take(pa.array(np.maximum(codes, 0), mask=codes < 0))


def causes(turns: Iterator[pa.Table], office: Office, found: Gathered) -> dict[str, Ints]:
    """Of each case the microseconds of waiting by cause, from its stretches of work in the order of persons."""
    by_case = {cause: np.zeros(found.cases, np.int64) for cause in waiting.CAUSES}
    for block in turns:
        told = waiting.Turns.of(block)
        split = waiting.split(told, office)
        found.calendar_known &= split.calendar_known
        owner = told.case[split.which]
        activity, names = codes_of(block["activity"])
        for cause, spans in split.parts.items():
            np.add.at(by_case[cause], owner, spans)
            sums = np.zeros(len(names), np.int64)
            np.add.at(sums, activity[split.which], spans)
            for name, total in zip(names.to_pylist(), sums.tolist(), strict=True):
                held = found.by_activity.setdefault(name, dict.fromkeys(waiting.CAUSES, 0))
                held[cause] += total
    return by_case
