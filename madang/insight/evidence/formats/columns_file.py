"""Logs as tables, Parquet or CSV: a row an event, a column a key; attributes of a trace are called `case:…`.

In Parquet nothing is lost: a time keeps its offset in a column beside it, what no column can hold stands as JSON
in `xes:attributes` and `xes:case`, and the head of the log among the file's own key-value data. CSV holds the
columns alone.
"""

import csv
import gzip
import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq

from madang.insight.evidence.formats.notes import Notes
from madang.insight.evidence.formats.values import as_text, same_text
from madang.insight.evidence.formats.xes_log import KINDS, Attribute, Attributes, Head, Trace, XesLog, flat
from madang.insight.evidence.times import INSTANT

TRACE, REST, CASE_REST = "xes:trace", "xes:attributes", "xes:case"
OFFSET = " (offset)"  # behind the name of a time's column: minutes east of Greenwich
KEY = b"madang.xes"
ROWS = 1 << 15
TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "float": pa.float64(),
    "boolean": pa.bool_(),
    "time": INSTANT,
}
TAGS = {"string": "string", "time": "date", "integer": "int", "float": "float", "boolean": "boolean"}
UTC = ZoneInfo("UTC")
OWN = {TRACE, REST, CASE_REST}

Kinds = dict[str, str]  # column → kind of its values


def kinds_of(traces: Iterable[Trace]) -> Kinds:
    """The columns that a log needs, with the kind that most of its values have; the order is that of the file."""
    found: dict[str, dict[str, int]] = {}
    for trace in traces:
        for event in trace.events or ((),):
            for before, attributes in (("case:", trace.attributes), ("", event)):
                for one in attributes:
                    if one.plain:
                        kinds = found.setdefault(before + one.key, {})
                        kinds[KINDS[one.kind]] = kinds.get(KINDS[one.kind], 0) + 1
    return {
        name: max(kinds, key=lambda kind: kinds[kind]) for name, kinds in found.items() if name not in OWN
    }


def write(log: XesLog, kinds: Kinds, to: Path, notes: Notes) -> None:
    """Write the log as Parquet; `kinds` are its columns."""
    schema = _schema(kinds)
    empty: list[list[Any]] = []
    with pq.ParquetWriter(to, schema, compression="zstd") as writer:
        rows: list[dict[str, Any]] = []
        for place, trace in enumerate(log.traces):
            if not trace.events:
                empty.append([place, [one.as_json() for one in trace.attributes]])
            rows += (_row(place, trace, event, kinds) for event in trace.events)
            if len(rows) >= ROWS:
                writer.write_table(pa.Table.from_pylist(rows, schema))
                rows = []
        writer.write_table(pa.Table.from_pylist(rows, schema))
        told = {"head": log.head.as_json(), "empty": empty, "kinds": kinds}
        writer.add_key_value_metadata({KEY.decode(): json.dumps(told, ensure_ascii=False)})


def _schema(kinds: Kinds) -> pa.Schema:
    fields = [pa.field(TRACE, pa.int64())]
    for name, kind in kinds.items():
        fields.append(pa.field(name, TYPES[kind]))
        if kind == "time":
            fields.append(pa.field(name + OFFSET, pa.int32()))
    return pa.schema([*fields, pa.field(REST, pa.string()), pa.field(CASE_REST, pa.string())])


def _row(place: int, trace: Trace, event: Attributes, kinds: Kinds) -> dict[str, Any]:
    row: dict[str, Any] = {TRACE: -place - 1 if trace.loose else place}
    for before, rest, attributes in (("case:", CASE_REST, trace.attributes), ("", REST, event)):
        if not _put(row, before, attributes, kinds):
            row[rest] = json.dumps([one.as_json() for one in attributes], ensure_ascii=False)
    return row


def _put(row: dict[str, Any], before: str, attributes: Attributes, kinds: Kinds) -> bool:
    """Put the attributes into their columns; whether these now say all of them."""
    exact = True
    for one in attributes:
        name, kind = before + one.key, KINDS.get(one.kind, "")
        own = (
            one.plain
            and kinds.get(name) == kind
            and name not in row
            and not (not before and name.startswith("case:"))
        )
        if not own or one.kind == "id" or one.value is None or same_text(kind, one.value, UTC) != one.value:
            exact = False
            continue
        row[name] = _typed(kind, one.value)
        if kind == "time":
            row[name + OFFSET] = (row[name].utcoffset() or timedelta()) // timedelta(minutes=1)
    return exact


def _typed(kind: str, value: str) -> Any:
    match kind:
        case "integer":
            return int(value)
        case "float":
            return float(value)
        case "boolean":
            return value == "true"
        case "time":
            return datetime.fromisoformat(value)
    return value


def told_in(path: Path) -> dict[str, Any] | None:
    """What the file says of the log that it was made of; nothing, if it was not made here."""
    metadata = pq.read_metadata(path).metadata or {}
    return json.loads(metadata[KEY]) if KEY in metadata else None


def read(path: Path, told: dict[str, Any]) -> XesLog:
    """The log from which the Parquet file was made."""
    return XesLog(Head.of(told["head"]), _traces(path, told["kinds"], dict(told["empty"])))


def _traces(path: Path, kinds: Kinds, empty: dict[int, list[Any]]) -> Iterator[Trace]:
    place = 0
    rows: list[dict[str, Any]] = []
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(ROWS):
            for row in batch.to_pylist():
                if rows and row[TRACE] != rows[0][TRACE]:
                    yield _trace(rows, kinds)
                    place, rows = place + 1, []
                while place in empty:
                    yield Trace(tuple(map(Attribute.of, empty[place])), ())
                    place += 1
                rows.append(row)
    if rows:
        yield _trace(rows, kinds)
        place += 1
    while place in empty:
        yield Trace(tuple(map(Attribute.of, empty[place])), ())
        place += 1


def _trace(rows: list[dict[str, Any]], kinds: Kinds) -> Trace:
    events = tuple(
        _got(row, [name for name in kinds if not name.startswith("case:")], REST, kinds) for row in rows
    )
    own = _got(rows[0], [name for name in kinds if name.startswith("case:")], CASE_REST, kinds)
    loose = rows[0][TRACE] < 0
    return Trace(() if loose else own, events, loose)


def _got(row: dict[str, Any], names: list[str], rest: str, kinds: Kinds) -> Attributes:
    if row[rest] is not None:
        return tuple(map(Attribute.of, json.loads(row[rest])))
    return tuple(
        Attribute(TAGS[kinds[name]], name.removeprefix("case:"), _text(row, name, kinds[name]))
        for name in names
        if row[name] is not None
    )


def _text(row: dict[str, Any], name: str, kind: str) -> str:
    value = row[name]
    if kind == "time":
        return as_text(value.astimezone(timezone(timedelta(minutes=row[name + OFFSET]))))
    if kind == "boolean":
        return "true" if value else "false"
    return repr(value) if kind == "float" else str(value)


def write_csv(log: XesLog, kinds: Kinds, to: Path, notes: Notes) -> None:
    """Write the columns as CSV; what it cannot hold is noted."""
    with (
        gzip.open(to, "wt", encoding="utf-8", newline="")
        if to.suffix == ".gz"
        else to.open("w", encoding="utf-8", newline="") as out
    ):
        writer = csv.DictWriter(out, list(kinds))
        writer.writeheader()
        for trace in log.traces:
            notes.left_out("traces without events", not trace.events)
            own = {f"case:{key}": value for key, value in flat(trace.attributes)}
            notes.left_out(NESTED, sum(not one.plain for one in trace.attributes))
            for event in trace.events:
                writer.writerow({**own, **dict(flat(event))})
                notes.left_out(NESTED, sum(not one.plain for one in event))
    if not log.head.empty:
        notes.left_out("the head of the log: extensions, globals, classifiers, its own attributes")
    if set(kinds.values()) - {"string"}:
        notes.left_out("types: in CSV every value is text")


NESTED = "attributes within attributes, and lists"
