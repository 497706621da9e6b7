"""Any table of events as a log: CSV or Parquet whose columns are guessed or said, one row an event."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from madang.insight.evidence import table
from madang.insight.evidence.formats.notes import Notes
from madang.insight.evidence.formats.values import as_text, same_text
from madang.insight.evidence.formats.xes_log import Attribute, Attributes, Trace, XesLog, new_head
from madang.insight.evidence.readers import REASONS, Refusals, spoken
from madang.insight.evidence.readers.rows import BAD_TIME, NO_ACTIVITY, NO_CASE, NO_TIME

# What the standard calls the columns that were found.
STANDARD = {
    "case": "case:concept:name",
    "activity": "concept:name",
    "time": "time:timestamp",
    "resource": "org:resource",
    "lifecycle": "lifecycle:transition",
    "role": "org:role",
    "unit": "org:group",
}
TAGS = {"string": "string", "time": "date", "integer": "int", "float": "float", "boolean": "boolean"}
PLACE = "xes:row"


def read(path: Path, options: table.Options, notes: Notes) -> XesLog:
    """The table as a log, its cases in the order in which they first appear, their events in order of time."""
    chosen = table.plan(path, options)
    names, refusals = list(dict.fromkeys(chosen.reader.names)), Refusals()
    called = _called(chosen.guess.columns, names)
    moments = {
        chosen.guess.columns[role] for role in ("time", *table.MOMENTS) if role in chosen.guess.columns
    }
    with spoken(path):
        batches = [
            _batch(rows.columns, rows.lines, chosen, moments) for rows in chosen.reader.rows(names, refusals)
        ]
    whole = _usable(pa.Table.from_batches(batches), chosen, refusals)
    _tell(refusals, chosen, notes)
    kinds = {name: _kind(path, chosen.reader.kind, name) for name in names} | dict.fromkeys(moments, "time")
    ordered = _ordered(whole, chosen.guess.columns["case"], chosen.guess.columns["time"])
    notes.naive += chosen.reading.naive
    columns = [(name, called[name], kinds[name]) for name in names]
    return XesLog(new_head(called.values()), _traces(ordered, chosen.guess.columns["case"], columns, options))


def _called(roles: dict[str, str], names: list[str]) -> dict[str, str]:
    """The key for each column: the standard's for those with a role that it knows, else its own name."""
    called = {name: name for name in names}
    for role, column in roles.items():
        if role in STANDARD and (STANDARD[role] == column or STANDARD[role] not in names):
            called[column] = STANDARD[role]
    return called


def _batch(
    columns: dict[str, pa.Array], lines: pa.Array, chosen: table.Plan, moments: set[str]
) -> pa.RecordBatch:
    read = {
        name: chosen.reading.instants(column) if name in moments else column
        for name, column in columns.items()
    }
    plain = {
        name: chosen.reading.instants(column) if pa.types.is_temporal(column.type) else column
        for name, column in read.items()
    }
    return pa.RecordBatch.from_pydict({**plain, PLACE: lines})


def _usable(whole: pa.Table, chosen: table.Plan, refusals: Refusals) -> pa.Table:
    """The rows with case, activity and time; the others are refused."""
    roles = chosen.guess.columns
    for role, reason in (("case", NO_CASE), ("activity", NO_ACTIVITY), ("time", NO_TIME)):
        column = whole.column(roles[role])
        bad = pc.is_null(column)
        if pa.types.is_string(column.type):
            bad = pc.or_kleene(bad, pc.equal(pc.utf8_trim_whitespace(column), ""))
        lines = whole.column(PLACE).filter(bad).to_pylist()
        refusals.add(BAD_TIME if reason == NO_TIME else reason, lines, [""] * len(lines))
        whole = whole.filter(pc.invert(bad))
    return whole


def _tell(refusals: Refusals, chosen: table.Plan, notes: Notes) -> None:
    lines = chosen.reader.lines([one.line for one in refusals.examples]) if refusals.examples else {}
    for one in refusals.examples:
        notes.refuse(lines.get(one.line, one.line), REASONS[one.reason])
    notes.refusals += refusals.total - len(refusals.examples)


def _kind(path: Path, reader: str, name: str) -> str:
    """The kind of a column: in Parquet by its type, in CSV text."""
    if reader != "parquet":
        return "string"
    try:
        kind = pq.read_schema(path).field(name).type
    except pa.ArrowException:  # packed
        return "string"
    for known, is_one in (
        ("boolean", pa.types.is_boolean), ("integer", pa.types.is_integer), ("float", pa.types.is_floating),
        ("time", pa.types.is_temporal),
    ):  # fmt: skip
        if is_one(kind):
            return known
    return "string"


def _ordered(whole: pa.Table, case: str, time: str) -> pa.Table:
    codes = pc.dictionary_encode(whole.column(case)).combine_chunks()
    codes = codes.indices if isinstance(codes, pa.DictionaryArray) else codes.combine_chunks().indices
    moments = whole.column(time).cast(pa.int64()).to_numpy()
    return whole.take(
        pa.array(np.lexsort((np.arange(len(whole)), moments, codes.to_numpy(zero_copy_only=False))))
    )


Columns = list[tuple[str, str, str]]  # name, key, kind


def _traces(whole: pa.Table, case: str, columns: Columns, options: table.Options) -> Iterator[Trace]:
    rows = (row for batch in whole.to_batches(1 << 15) for row in batch.to_pylist())
    for _, held in groupby(rows, key=lambda row: row[case]):
        events = list(held)
        own = [
            one for one in columns if one[1].startswith("case:") and len({row[one[0]] for row in events}) == 1
        ]
        others = [one for one in columns if one not in own]
        yield Trace(
            _attributes(events[0], own, options), tuple(_attributes(row, others, options) for row in events)
        )


def _attributes(row: dict[str, Any], columns: Columns, options: table.Options) -> Attributes:
    found = []
    for name, key, kind in columns:
        value = row[name]
        if value is None or value == "":
            continue
        text = (
            as_text(value.astimezone(options.zone))
            if kind == "time"
            else same_text(kind, str(value), options.zone)
        )
        tag = TAGS[kind] if text is not None else "string"
        found.append(Attribute(tag, key.removeprefix("case:"), str(value) if text is None else text))
    return tuple(found)
