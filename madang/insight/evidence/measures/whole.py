"""All of a log's cases measured, joined into one table, and the figures that are read from it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from statistics import NormalDist
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
from madang.insight.evidence.measures.legal import Legal, legal_time, unit_of
from madang.insight.evidence.measures.notes import note
from madang.insight.evidence.measures.office import Office
from madang.insight.evidence.measures.waiting import CAUSES
from madang.lib.statistics.control_chart import control_chart
from madang.lib.statistics.survival import Survival, kaplan_meier

if TYPE_CHECKING:  # a log alone can be measured without all that reads definitions
    from madang.flow.definition import FlowDefinition

SECOND = 1_000_000
SHIFT = 1.5  # by which a process is taken to wander in the long run; part of the usual sigma
MOST_STEPS = 400  # of a survival curve that are kept for its picture
MOST_ROWS = 200
Row = dict[str, Any]


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
    ended = np.where(closed != NEVER, closed, last)
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


def summary_of(whole: Whole, base: Row, asked: Asked, cover: int) -> Row:
    """The further figures that scripts read, with a note for each that is missing or assumes something."""
    known, found = whole.known, whole.found
    starts = (known.starts or known.paired) and found.odd.started > 0
    row: Row = of.sums_of(whole.cases).to_pyarrow().to_pylist()[0]
    working = found.calendar_known
    ended = row["cases"] - row["open"]
    median, low, high = whole.survival.quantile()
    told: Row = {
        "processing_time_seconds": _span(row, "processing") if starts else None,
        "waiting_time_seconds": _span(row, "waiting") if starts else None,
        "flow_efficiency": _share(row["processing_sum"], row["processing_sum"] + row["waiting_sum"])
        if starts else None,
        "waiting_causes": {cause: row[f"{cause}_sum"] / SECOND for cause in CAUSES},
        "waiting_sum_seconds": row["waiting_sum"] / SECOND,
        "variants_covering_80": cover,
        "ping_pong_cases": row["ping_pong_cases"] if known.resources else None,
        "automation_rate": _share(row["automatic_sum"], row["automation_known_sum"]) if known.automated else None,
        "straight_through_rate": _share(row["straight"], row["all_known"]) if known.automated else None,
        "first_time_right_share": _share(row["right"], ended) if ended else None,
        "working_time_seconds": _span(row, "worked") if working else None,
        "legal_time": _legal(whole, row, asked) if whole.legal else None,
        "open_cases": row["open"],
        "survival_median": _finite(median),
        "survival_median_ci95": [_finite(low), _finite(high)],
        **_defects(base, row),
        "conformance": whole.conforming.as_json() if whole.conforming else None,
    }  # fmt: skip
    if asked.by:
        told["by"] = {part: by(whole.cases, part) for part in asked.by}
        if "month" in asked.by:
            told["month_limits"] = limits(told["by"]["month"])
    told["notes"] = _notes(whole, told, asked, starts=starts)
    return told


def details_of(whole: Whole) -> Row:
    """The tables behind the further pictures: the survival curve, and where cases waited for what."""
    curve = whole.survival
    places = np.unique(np.linspace(0, max(len(curve.times) - 1, 0), MOST_STEPS).astype(int))
    steps = [
        {
            "seconds": float(curve.times[place]), "share": float(curve.share[place]), "low": float(curve.low[place]),
            "high": float(curve.high[place]), "at_risk": int(curve.at_risk[place]),
        }
        for place in places if place < len(curve.times)
    ]  # fmt: skip
    held = sorted(whole.found.by_activity.items(), key=lambda one: -sum(one[1].values()))
    waits = [
        {"activity": name, **{cause: spans[cause] / SECOND for cause in CAUSES}}
        for name, spans in held[:MOST_ROWS] if any(spans.values())
    ]  # fmt: skip
    parts = {part: by(whole.cases, part) for part in ("unit", "channel", "group")}
    return {
        "survival": {"steps": steps, "censored": curve.censored},
        "waits": waits,
        "months_by": by(whole.cases, "month"),
        "parts": {part: rows[:MOST_ROWS] for part, rows in parts.items() if any(row["name"] for row in rows)},
    }


def limits(months: list[Row]) -> Row | None:
    """The natural limits of the months' medians and the months that stand out; None for a single month."""
    if len(months) < 2:
        return None
    chart = control_chart([row["cycle_time_seconds"]["median"] for row in months], floor=0.0)
    signals = [
        {"month": months[one.place]["name"], "rule": one.rule, "side": one.side} for one in chart.signals
    ]
    return {
        "centre": chart.centre, "low": chart.low, "high": chart.high, "mean_moving_range": chart.mean_range,
        "enough_months": chart.enough, "signals": signals,
    }  # fmt: skip


def by(cases: Table, part: str) -> list[Row]:
    """The figures of each month, unit, channel or group, in order."""
    rows: list[Row] = of.by_of(cases, part).to_pyarrow().to_pylist()
    return [_part(row) for row in rows]


def _part(row: Row) -> Row:
    name = row["part"]
    return {
        "name": name.strftime("%Y-%m") if hasattr(name, "strftime") else name,
        "cases": row["cases"],
        "open": row["open"],
        "cycle_time_seconds": _span(row, "cycle"),
        "processing_sum_seconds": row["processing_sum"] / SECOND,
        "waiting_sum_seconds": row["waiting_sum"] / SECOND,
        "waiting_causes": {cause: row[f"{cause}_sum"] / SECOND for cause in CAUSES},
        "rework_cases": row["rework"],
        "late_share": _share(row["late"], row["due"]) if row["due"] else None,
        "late_by_law_share": _share(row["late_by_law"], row["due_by_law"]) if row["due_by_law"] else None,
    }


def _span(row: Row, name: str) -> Row:
    return {part: row[f"{name}_{part}"] / SECOND for part in ("median", "mean", "p90")}


def _share(part: float, all_: float) -> float | None:
    return part / all_ if all_ else None


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None


def _legal(whole: Whole, row: Row, asked: Asked) -> Row:
    """Legal time used and lateness by the law's clock; which rule, and how many clocks were stopped."""
    legal, clock = whole.legal, asked.office.clock
    assert legal
    assert clock
    return {
        "rule": clock.rule,
        "period": clock.period,
        "unit": unit_of(legal, clock.period),
        **{part: row[f"legal_{part}"] for part in ("median", "mean", "p90")},
        "cases": row["due_by_law"],
        "late": row["late_by_law"],
        "late_share": _share(row["late_by_law"], row["due_by_law"]),
        "clocks_stopped": legal.stopped,
    }


def _defects(base: Row, row: Row) -> Row:
    """Defects per million opportunities, and how many standard deviations that is, shifted by 1.5."""
    chances = base["cases"] + row["due"]
    each = (base["rework_cases"] + row["late"]) / chances
    return {"dpmo": each * 1e6, "sigma": _sigma(1 - each), "sigma_shift": SHIFT}


def _sigma(good: float) -> float | None:
    """The standard deviations that leave this share inside, and the shift; nothing where all or none is inside."""
    return NormalDist().inv_cdf(good) + SHIFT if 0 < good < 1 else None


def _notes(whole: Whole, told: Row, asked: Asked, *, starts: bool) -> Row:
    """A note for each figure that is missing or assumes something."""
    known, odd, office = whole.known, whole.found.odd, asked.office
    notes: Row = {"dpmo": note("dpmo"), "first_time_right_share": note("first-time")}
    if not starts:
        notes |= dict.fromkeys(
            ("processing_time_seconds", "waiting_time_seconds", "flow_efficiency"), note("no-start")
        )
        notes["waiting_causes"] = note("moments")
    else:
        notes["processing_time_seconds"] = note("some-starts", count=odd.started, others=odd.moments)
        if not known.enabled:
            notes["waiting_causes"] = note("enabled")
    if odd.backwards:
        notes["start"] = note("backwards", count=odd.backwards)
    if odd.unpaired:
        notes["lifecycle"] = note("unpaired", count=odd.unpaired)
    if not known.resources:
        notes["ping_pong_cases"] = note("nobody")
    if not known.automated:
        notes |= dict.fromkeys(("automation_rate", "straight_through_rate"), note("no-automation"))
    words = {"hours": office.hours.words(), "zone": office.hours.zone_name, "calendar": office.calendar}
    notes["working_time_seconds"] = (
        note("office", **words) if whole.found.calendar_known else note("calendar", **words)
    )
    if told["legal_time"] is None:
        notes["legal_time"] = note("calendar", **words) if office.clock else note("no-clock")
    if whole.conforming is None:
        notes["conformance"] = note("no-service")
    notes |= _open_notes(known, told, asked.closing)
    return notes


def _open_notes(known: Known, told: Row, closing: Sequence[str]) -> Row:
    notes: Row = {}
    if closing:
        notes["open_cases"] = note("open-by-activity")
    elif not known.ended:
        notes["open_cases"] = note("open-by-end" if known.ends else "open-unknown")
    if told["survival_median"] is None:
        notes["survival_median"] = note("survival")
    return notes
