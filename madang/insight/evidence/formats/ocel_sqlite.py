"""OCEL 2.0 in SQLite: a table for each type of events and of objects, tables for relations and names of types."""
# ruff: noqa: S608 - tables are named after types, which no parameter can do; names are quoted, values are parameters

import re
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from zoneinfo import ZoneInfo

from madang.insight.evidence.formats.notes import Notes
from madang.insight.evidence.formats.ocel_log import Builder, Event, Object, Ocel, Relation, Types, Value
from madang.insight.evidence.formats.values import EPOCH
from madang.insight.evidence.source import opened
from madang.lib.commands import BadInput

MAGIC = b"SQLite format 3\0"
NEEDED = {"event", "object", "event_object", "event_map_type", "object_map_type"}
COLUMNS = {"string": "TEXT", "time": "TIMESTAMP", "integer": "INTEGER", "float": "REAL", "boolean": "BOOLEAN"}
# Where two attributes of a type differ in large and small letters alone, which columns cannot, this table tells
# what the columns stand for. It is ours, and there only where it is needed.
RENAMED = "madang_attribute"
OURS = ("ocel_id", "ocel_time", "ocel_changed_field")
Row = tuple[dict[str, str], dict[str, str]]  # what the standard's columns say, and the attributes


def read(path: Path, zone: ZoneInfo, notes: Notes) -> Ocel:
    """The log in the database; raises BadInput where it cannot be used."""
    with ExitStack() as stack:
        stream = stack.enter_context(closing(opened(path)))
        place = path.resolve()
        if hasattr(stream, "fileobj"):  # packed
            plain = stack.enter_context(NamedTemporaryFile())
            shutil.copyfileobj(stream, plain)
            plain.flush()
            place = Path(plain.name)
        try:
            database = stack.enter_context(
                closing(sqlite3.connect(f"{place.as_uri()}?mode=ro&immutable=1", uri=True))
            )
            database.text_factory = lambda raw: raw.decode("utf-8", "replace")
            return _Reading(database, Builder(zone, notes), path.name).log()
        except sqlite3.DatabaseError as error:
            raise BadInput(
                f"'{path.name}' is a damaged SQLite database: {error}; export the log again."
            ) from None


class _Reading:
    def __init__(self, database: sqlite3.Connection, builder: Builder, name: str) -> None:
        self._database, self._builder, self._name = database, builder, name
        names = database.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        self._tables = {row[0].lower() for row in names}
        missing = sorted(NEEDED - self._tables)
        if missing:
            raise BadInput(
                f"'{name}' is an SQLite database and no OCEL 2.0 log: it has no table '{missing[0]}'."
            )
        self._renamed = self._renames()

    def log(self) -> Ocel:
        changes = self._rows_by_type("object")
        objects = "SELECT ocel_id, ocel_type FROM object ORDER BY rowid"
        related = self._related("object_object", "ocel_source_id", "ocel_target_id")
        for number, (id, kind) in enumerate(self._database.execute(objects), start=1):
            values = list(self._values(changes.get(_text(id), [])))
            self._builder.object(Object(_text(id), _text(kind), values, related.get(_text(id), [])), number)
        rows = self._rows_by_type("event")
        related = self._related("event_object", "ocel_event_id", "ocel_object_id")
        events = "SELECT ocel_id, ocel_type FROM event ORDER BY rowid"
        for number, (id, kind) in enumerate(self._database.execute(events), start=1):
            own, attributes = next(iter(rows.get(_text(id), [])), ({}, {}))
            event = Event(
                _text(id), _text(kind), own.get("ocel_time", ""), attributes, related.get(_text(id), [])
            )
            self._builder.event(event, number)
        return self._builder.finished()

    def _renames(self) -> dict[tuple[str, str], str]:
        if RENAMED not in self._tables:
            return {}
        return {
            (table, column): name
            for table, column, name in self._database.execute(f"SELECT * FROM {RENAMED}")
        }

    def _rows_by_type(self, of: str) -> dict[str, list[Row]]:
        """The rows of all tables of types, by the id that they are about; the kinds of columns are declared."""
        found: dict[str, list[Row]] = {}
        types = f"SELECT ocel_type, ocel_type_map FROM {of}_map_type ORDER BY rowid"
        for kind, short in self._database.execute(types).fetchall():
            table = f"{of}_{short}"
            if table.lower() not in self._tables:
                raise BadInput(f"'{self._name}' names a type '{kind}' and has no table '{table}' for it.")
            columns = self._database.execute(f"PRAGMA table_info({_name(table)})").fetchall()
            own = [(place, row[1]) for place, row in enumerate(columns) if row[1] in OURS]
            held = [
                (place, self._renamed.get((table, row[1]), row[1]), _kind(row[2]))
                for place, row in enumerate(columns)
                if row[1] not in OURS
            ]
            self._builder.declare(of, _text(kind), {name: kind for _, name, kind in held})
            for row in self._database.execute(f"SELECT * FROM {_name(table)}"):
                said = {name: _text(row[place]) for place, name in own}
                values = {
                    name: _spoken(row[place], kind) for place, name, kind in held if row[place] is not None
                }
                found.setdefault(said.get("ocel_id", ""), []).append((said, values))
        return found

    def _values(self, rows: Iterable[Row]) -> Iterator[Value]:
        """What an object's attributes were: a row that names a changed field tells of this one alone."""
        for own, values in rows:
            time, changed = own.get("ocel_time") or EPOCH, own.get("ocel_changed_field")
            for name, value in values.items():
                if changed in (None, "", name):
                    yield Value(name, value, time)

    def _related(self, table: str, one: str, other: str) -> dict[str, list[Relation]]:
        found: dict[str, list[Relation]] = {}
        if table in self._tables:
            for source, target, qualifier in self._database.execute(
                f"SELECT {one}, {other}, ocel_qualifier FROM {table} ORDER BY rowid"
            ):
                found.setdefault(_text(source), []).append(Relation(_text(target), _text(qualifier)))
        return found


def _kind(declared: str) -> str:
    """What a column's declared type means, as SQLite itself finds out by parts of words."""
    told = declared.upper()
    for kind, words in (
        ("time", ("TIMESTAMP", "DATE")), ("boolean", ("BOOL",)), ("integer", ("INT",)),
        ("float", ("REAL", "FLOA", "DOUB", "NUMERIC", "DECIMAL")),
    ):  # fmt: skip
        if any(word in told for word in words):
            return kind
    return "string"


def _spoken(value: Any, kind: str) -> str:
    if kind == "boolean" and value in (0, 1):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def write(log: Ocel, to: Path, notes: Notes) -> None:
    """Write the log as a new database in the standard's layout."""
    with closing(sqlite3.connect(to, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")  # the file is written aside and renamed when it is whole
        database.execute("BEGIN")
        for statement in TABLES:
            database.execute(statement)
        _Writing(database, log).all()
        database.execute("COMMIT")


TABLES = (
    "CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT)",
    "CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT)",
    "CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT REFERENCES event_map_type)",
    "CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT REFERENCES object_map_type)",
    "CREATE TABLE event_object (ocel_event_id TEXT REFERENCES event, ocel_object_id TEXT REFERENCES object, "
    "ocel_qualifier TEXT, PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier))",
    "CREATE TABLE object_object (ocel_source_id TEXT REFERENCES object, ocel_target_id TEXT REFERENCES object, "
    "ocel_qualifier TEXT, PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier))",
)


class _Writing:
    def __init__(self, database: sqlite3.Connection, log: Ocel) -> None:
        self._database, self._log = database, log
        self._places: dict[
            tuple[str, str], tuple[str, list[str]]
        ] = {}  # (of, type) → table, attributes in order

    def all(self) -> None:
        log, many = self._log, self._database.executemany
        for of, types in (("event", log.event_types), ("object", log.object_types)):
            self._types(of, types)
        many("INSERT INTO object VALUES (?, ?)", ((one.id, one.type) for one in log.objects.values()))
        many("INSERT INTO event VALUES (?, ?)", ((one.id, one.type) for one in log.events.values()))
        for one in log.objects.values():
            self._object(one)
        for event in log.events.values():
            self._row("event", event.type, [event.id, event.time], event.attributes)
        for table, holders in (("object_object", log.objects), ("event_object", log.events)):
            rows = ((held.id, *relation) for held in holders.values() for relation in held.relations)
            many(f"INSERT INTO {table} VALUES (?, ?, ?)", rows)

    def _types(self, of: str, types: Types) -> None:
        """A table a type; names of tables keep the letters and figures of the type's name."""
        taken = {"map_type", "object"}  # event_map_type, event_object …
        for name, kinds in types.items():
            short = _unused(re.sub(r"\W", "", name) or "type", taken)
            own = [
                "ocel_id TEXT",
                "ocel_time TIMESTAMP",
                *(["ocel_changed_field TEXT"] if of == "object" else []),
            ]
            used = set(OURS)
            for attribute, kind in kinds.items():
                column = _unused(attribute, used)
                own.append(f"{_name(column)} {COLUMNS[kind]}")
                if column != attribute:
                    self._database.execute(
                        f'CREATE TABLE IF NOT EXISTS {RENAMED} ("table" TEXT, "column" TEXT, name TEXT)'
                    )
                    self._database.execute(
                        f"INSERT INTO {RENAMED} VALUES (?, ?, ?)", (f"{of}_{short}", column, attribute)
                    )
            self._database.execute(f"CREATE TABLE {_name(f'{of}_{short}')} ({', '.join(own)})")
            self._database.execute(f"INSERT INTO {of}_map_type VALUES (?, ?)", (name, short))
            self._places[of, name] = (f"{of}_{short}", list(kinds))

    def _object(self, one: Object) -> None:
        """First what the object was at the beginning, then a row for every change."""
        first: dict[str, str] = {}
        later = []
        for value in one.values:
            if value.time == EPOCH and value.name not in first:
                first[value.name] = value.value
            else:
                later.append(value)
        self._row("object", one.type, [one.id, EPOCH, None], first)
        for value in later:
            self._row("object", one.type, [one.id, value.time, value.name], {value.name: value.value})

    def _row(self, of: str, kind: str, own: list[str | None], values: dict[str, str]) -> None:
        table, attributes = self._places[of, kind]
        types = (self._log.event_types if of == "event" else self._log.object_types)[kind]
        held = [_stored(values.get(name), types[name]) for name in attributes]
        signs = ", ".join("?" * (len(own) + len(held)))
        self._database.execute(f"INSERT INTO {_name(table)} VALUES ({signs})", [*own, *held])


def _stored(value: str | None, kind: str) -> Any:
    if value is None:
        return None
    if kind == "boolean" and value in {"true", "false"}:
        return int(value == "true")
    try:
        return int(value) if kind == "integer" else float(value) if kind == "float" else value
    except (ValueError, OverflowError):
        return value


def _unused(name: str, taken: set[str]) -> str:
    """The name, with a number behind it where one like it, but for large letters, is taken."""
    number, found = 1, name
    while found.lower() in taken:
        number += 1
        found = f"{name}_{number}"
    taken.add(found.lower())
    return found
