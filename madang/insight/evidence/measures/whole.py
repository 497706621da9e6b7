"""All of a log's cases measured and joined into one table, from which every figure is read."""

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from madang.insight.evidence.measures import expressions as of
from madang.insight.evidence.measures.arrays import NEVER, Flags, Ints, batches, blocks
from madang.insight.evidence.measures.cases import SAID, Gathered, causes, gather
from madang.insight.evidence.measures.conformance import Conformance, Model, Way, conformance
from madang.insight.evidence.measures.engine import Log, Table
from madang.insight.evidence.measures.legal import Legal, legal_time
from madang.insight.evidence.measures.office import Office
from madang.insight.evidence.measures.waiting import CAUSES
from madang.lib.statistics.survival import Survival, kaplan_meier

if TYPE_CHECKING:  # a log alone can be measured without all that reads definitions
    from madang.flow.definition import FlowDefinition

SECOND = 1_000_000
LONGEST = (
    3650 * 86_400 * SECOND
)  # after the last row; an end stated later than that is no end but a placeholder


@dataclass(frozen=True)
class Asked:
    """What a log is to be measured by, beside the log itself."""

    office: Office = field(default_factory=Office)
    closing: tuple[str, ...] = ()  # activities that end a case; without any, what the log says
    by: tuple[str, ...] = ()  # month, unit, channel, group
    flow: "FlowDefinition | None" = None  # the definition that the cases should have followed


@dataclass(frozen=True)
class Known:
    """What the log states at all."""

    starts: bool
    paired: bool
    enabled: bool
    ends: bool
    ended: bool
    resources: bool
    automated: bool


@dataclass(frozen=True)
class Whole:
    """The cases of a log as one table, and the arrays that some figures need whole."""

    cases: Table
    found: Gathered
    known: Known
    open: Flags
    legal: Legal | None
    ends_at: int  # the last moment of the log
    conforming: Conformance | None

    @property
    def starts(self) -> bool:
        """Whether any row of the log says when its work began."""
        return (self.known.starts or self.known.paired) and self.found.odd.started > 0

    @property
    def survival(self) -> Survival:
        """How long cases last; open ones are censored at the last moment of the log."""
        first, last = self.found.whole("first"), self.found.whole("last")
        spans = np.where(self.open, self.ends_at, last) - first
        return kaplan_meier(spans / SECOND, ~self.open)


def whole(log: Log, cases: Table, variants: Table, asked: Asked) -> Whole:
    """Measure every case once and join what was counted by case, by person and by variant."""
    known, read = _known(log.events), log.events.get_backend().read_parquet
    with TemporaryDirectory(prefix="madang-turns-") as name:
        folder = Path(name)
        found = gather(log.events, asked.office, folder, paired=known.paired)
        turns = blocks(read(str(folder / "turns.parquet")), ["resource", "begin", "row"], "resource")
        split = causes(turns, asked.office, found)
        still_open = _open(cases, found, known, asked)
        legal, late, ends_at = _by_law(found, still_open, asked.office)
        pq.write_table(_table(found, split, still_open, legal, late), folder / "counted.parquet")
        counted = read(str(folder / "counted.parquet"))
        joined = log.keep(of.joined(cases, counted, of.ranked(variants)))
    went = _conforming(log.events, asked.flow) if asked.flow else None
    return Whole(joined, found, known, still_open, legal, ends_at, went)


def _conforming(events: Table, flow: "FlowDefinition") -> Conformance:
    """How the cases went, set against the definition."""
    rows = (row for batch in batches(of.ways_of(events)) for row in batch.to_pylist())
    return conformance((Way(row["steps"], row["roles"], row["cases"]) for row in rows), Model.of(flow))


def _by_law(found: Gathered, still_open: Flags, office: Office) -> tuple[Legal | None, Flags | None, int]:
    """Legal time of every case, which are late by it, and the last moment of the log."""
    first, last, closed = (found.whole(name) for name in ("first", "last", "closed"))
    ends_at = int(last.max())
    if not office.clock:
        return None, None, ends_at
    ended = np.where((closed >= first) & (closed <= last + LONGEST), closed, last)
    until = np.where(still_open, ends_at, ended)
    legal = legal_time(office, office.clock, first, until, found.stops)
    return legal, legal.late(ended, still_open, ends_at) if legal else None, ends_at


def _known(events: Table) -> Known:
    kinds = events.lifecycle.lower()
    row = events.aggregate(
        starts=events.start.count(), enabled=events.enabled.count(), ends=events.end.count(),
        ended=events.ended.count(), resources=events.resource.count(), automated=events.automated.count(),
        starting=(kinds == "start").sum(), completing=(kinds == "complete").sum(),
    ).to_pyarrow().to_pylist()[0]  # fmt: skip
    paired = bool(row.pop("starting")) & bool(row.pop("completing"))
    return Known(paired=paired, **{name: bool(count) for name, count in row.items()})


def _open(cases: Table, found: Gathered, known: Known, asked: Asked) -> Flags:
    """Which cases had not ended when the log was made, as far as the log or the user says."""
    if asked.closing:
        last = cases.select("case", end=cases.steps[cases.steps.length() - 1])
        ended = last.filter(last.end.isin(asked.closing)).case.to_pyarrow()
        names = pa.chunked_array(found.names)
        return ~np.asarray(pa.compute.is_in(names, ended).to_numpy(), bool)
    going_on: Flags = np.zeros(found.cases, bool)
    if known.ended:
        going_on = found.whole("ended") == 0
    elif known.ends:
        going_on = found.whole("closed") == NEVER
    return going_on


def _table(
    found: Gathered, split: dict[str, Ints], still_open: Flags, legal: Legal | None, late: Flags | None
) -> pa.Table:
    """What was counted of every case, in microseconds, hours and days as each column says."""
    count = found.cases
    columns: dict[str, Any] = {"case": pa.chunked_array(found.names, pa.string())}
    for name in ("processing", "waiting", "worked", "ping_pong", "automatic", "automation_known"):
        columns[name] = found.whole(name)
    columns |= {cause: split[cause] for cause in CAUSES}
    columns |= {name: pa.chunked_array(found.said[name], pa.string()) for name in SAID}
    columns["open"] = still_open
    stopped = np.zeros(count, bool)
    stopped[[case for case, events in found.stops.items() if any(kind == "pause" for kind, _ in events)]] = (
        True
    )
    columns["stopped"] = stopped
    nothing = np.ones(count, bool)
    due = legal.due if legal else np.full(count, NEVER)
    columns["due_by_law"] = pa.array(due, mask=due == NEVER)
    columns["legal_used"] = pa.array(legal.used) if legal else pa.array(np.zeros(count), mask=nothing)
    columns["late_by_law"] = (
        pa.array(late, mask=due == NEVER) if late is not None else pa.array(nothing, mask=nothing)
    )
    return pa.table(columns)
