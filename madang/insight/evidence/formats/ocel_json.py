"""OCEL 2.0 in JSON, as the standard's JSON schema has it; logs of OCEL 1.0 are read too."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from madang.insight.evidence.formats.notes import Notes
from madang.insight.evidence.formats.ocel_log import Builder, Event, Object, Ocel, Relation, Value
from madang.insight.evidence.formats.values import EPOCH
from madang.insight.evidence.source import encodings_of, opened
from madang.lib.commands import BadInput

BLANK = " \t\r\n"
OLD = ("ocel:objects", "ocel:events")


def read(path: Path, zone: ZoneInfo, notes: Notes) -> Ocel:
    """The log in the file; raises BadInput where it cannot be used, with line and column where it is no JSON."""
    with closing(opened(path)) as stream:
        raw = b"".join(notes.unless_broken(iter(lambda: stream.read(1 << 20), b""), lambda: 0))
    text = _decoded(raw, path.name)
    found = _members(text, path.name, notes)
    builder = Builder(zone, notes)
    if any(name in found for name in OLD):
        _old(found, builder)
    elif "events" not in found or "objects" not in found:
        raise BadInput(f"'{path.name}' is JSON and no OCEL log: it has no 'events' and 'objects'.")
    else:
        _new(found, builder)
    return builder.finished()


def _decoded(raw: bytes, name: str) -> str:
    encoding = encodings_of(raw[: 1 << 18], name)[0]
    try:
        return raw.decode(encoding).lstrip("\ufeff")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadInput(
            f"'{name}', line {line}: bytes that are not {encoding}; save the file as UTF-8."
        ) from None


Placed = list[tuple[Any, int]]  # the parts of a list or object, each with the line on which it begins


def _members(text: str, name: str, notes: Notes) -> dict[str, Placed]:
    """The lists of the outermost object, element by element, so that each is known by its line."""
    reading = _Reading(text)
    found: dict[str, Placed] = {}
    try:
        for key in reading.members():
            found[key] = []
            for one in reading.elements():
                found[key].append(one)
    except (json.JSONDecodeError, RecursionError) as error:
        line, column, reason = reading.where(error)
        if not notes.keep_good:
            raise BadInput(
                f"'{name}' is not well-formed JSON: line {line}, column {column}: {reason}; export the log again."
            ) from None
        notes.refuse(
            line, f"the file is not well-formed JSON from here on ({reason}); what stands before was taken"
        )
    return found


class _Reading:
    """Goes through a JSON text from sign to sign."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._line, self._counted = text, 0, 1, 0
        self._decoder = json.JSONDecoder(strict=False)

    def members(self) -> Iterator[str]:
        """The keys of an object; whoever gets one reads its value before asking for the next."""
        self._expect("{")
        while self._peek() != "}":
            key = self._value()
            if not isinstance(key, str):
                raise json.JSONDecodeError("a name in quotation marks is missing", self._text, self._at)
            self._expect(":")
            yield key
            if self._peek() != "}":
                self._expect(",")
        self._expect("}")
        if self._peek():
            raise json.JSONDecodeError("something stands behind the end", self._text, self._at)

    def elements(self) -> Iterator[tuple[Any, int]]:
        """The elements of a list, or the members of an object as pairs, each with its line."""
        first = self._peek()
        if first == "{":
            for key in self.members_within():
                line = self._lines()
                yield (key, self._value()), line
        elif first == "[":
            self._expect("[")
            while self._peek() != "]":
                line = self._lines()
                yield self._value(), line
                if self._peek() != "]":
                    self._expect(",")
            self._expect("]")
        else:
            self._value()

    def members_within(self) -> Iterator[str]:
        """The keys of an object within the outermost one."""
        self._expect("{")
        while self._peek() != "}":
            key = str(self._value())
            self._expect(":")
            self._peek()
            yield key
            if self._peek() != "}":
                self._expect(",")
        self._expect("}")

    def where(self, error: Exception) -> tuple[int, int, str]:
        """Line, column and reason of what is wrong."""
        if isinstance(error, json.JSONDecodeError):
            return error.lineno, error.colno, error.msg[:1].lower() + error.msg[1:]
        self._line = self._text.count("\n", 0, self._at) + 1
        return self._line, 1, "lists lie too deep in each other"

    def _peek(self) -> str:
        text, at = self._text, self._at
        while text[at : at + 1] in BLANK and at < len(text):
            at += 1
        self._at = at
        return text[at : at + 1]

    def _expect(self, sign: str) -> None:
        if self._peek() != sign:
            raise json.JSONDecodeError(f"'{sign}' is missing", self._text, self._at)
        self._at += 1

    def _value(self) -> Any:
        self._peek()
        value, self._at = self._decoder.raw_decode(self._text, self._at)
        return value

    def _lines(self) -> int:
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line


def _new(found: dict[str, Placed], builder: Builder) -> None:
    for of, name in (("event", "eventTypes"), ("object", "objectTypes")):
        for told, _ in found.get(name, []):
            if isinstance(told, dict) and told.get("name"):
                held = [
                    one for one in told.get("attributes") or [] if isinstance(one, dict) and "name" in one
                ]
                builder.declare(
                    of, str(told["name"]), {str(a["name"]): str(a.get("type", "string")) for a in held}
                )
    for told, line in found["objects"]:
        builder.object(_object_of(told if isinstance(told, dict) else {}), line)
    for told, line in found["events"]:
        builder.event(_event_of(told if isinstance(told, dict) else {}), line)


def _object_of(told: dict[str, Any]) -> Object:
    values = [
        Value(str(one["name"]), _text(one["value"]), str(one.get("time") or EPOCH))
        for one in _held(told, "attributes")
        if one.get("value") is not None and "name" in one
    ]
    return Object(_text(told.get("id")), _text(told.get("type")), values, _relations(told))


def _event_of(told: dict[str, Any]) -> Event:
    values = {
        str(one["name"]): _text(one["value"])
        for one in _held(told, "attributes")
        if one.get("value") is not None and "name" in one
    }
    time = _text(told.get("time"))
    return Event(_text(told.get("id")), _text(told.get("type")), time, values, _relations(told))


def _held(told: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = told.get(name) or []
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _relations(told: dict[str, Any]) -> list[Relation]:
    return [
        Relation(_text(one.get("objectId")), _text(one.get("qualifier")))
        for one in _held(told, "relationships")
    ]


def _text(value: Any) -> str:
    """A value as text, whether the file has it as text, number or truth."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _old(found: dict[str, Placed], builder: Builder) -> None:
    """OCEL 1.0: objects and events by id, attributes without declared types, relations without qualifier."""
    for (id, told), line in found.get("ocel:objects", []):
        kind = _text(told.get("ocel:type"))
        attributes = told.get("ocel:ovmap") or {}
        builder.declare("object", kind, {name: _kind(value) for name, value in attributes.items()})
        builder.object(Object(id, kind, [Value(n, _text(v), EPOCH) for n, v in attributes.items()]), line)
    for (id, told), line in found.get("ocel:events", []):
        attributes = told.get("ocel:vmap") or {}
        kind = _text(told.get("ocel:activity"))
        builder.declare("event", kind, {name: _kind(value) for name, value in attributes.items()})
        values = {name: _text(value) for name, value in attributes.items() if value is not None}
        relations = [Relation(_text(to), "") for to in told.get("ocel:omap") or []]
        builder.event(Event(id, kind, _text(told.get("ocel:timestamp")), values, relations), line)


def _kind(value: Any) -> str:
    kinds = {bool: "boolean", int: "integer", float: "float"}
    return kinds.get(type(value), "string")


def write(log: Ocel, to: Path, notes: Notes) -> None:
    """Write the log as the standard's JSON schema wants it; values stand as text, as there."""
    with to.open("w", encoding="utf-8") as out:
        out.write("{\n")
        _list(out, "objectTypes", (_type(name, kinds) for name, kinds in log.object_types.items()))
        _list(out, "eventTypes", (_type(name, kinds) for name, kinds in log.event_types.items()))
        _list(out, "objects", (_object(one) for one in log.objects.values()))
        _list(out, "events", (_event(one) for one in log.events.values()), last=True)
        out.write("}\n")


def _list(out: IO[str], name: str, parts: Iterator[dict[str, Any]], *, last: bool = False) -> None:
    out.write(f'"{name}": [')
    for number, part in enumerate(parts):
        out.write((",\n" if number else "\n") + json.dumps(part, ensure_ascii=False))
    out.write("\n]" + ("\n" if last else ",\n"))


def _type(name: str, kinds: dict[str, str]) -> dict[str, Any]:
    return {"name": name, "attributes": [{"name": key, "type": kind} for key, kind in kinds.items()]}


def _related(relations: list[Relation]) -> list[dict[str, str]]:
    return [{"objectId": one.to, "qualifier": one.qualifier} for one in relations]


def _object(one: Object) -> dict[str, Any]:
    values = [{"name": value.name, "value": value.value, "time": value.time} for value in one.values]
    return {"id": one.id, "type": one.type, "attributes": values, "relationships": _related(one.relations)}


def _event(one: Event) -> dict[str, Any]:
    values = [{"name": name, "value": value} for name, value in one.attributes.items()]
    return {
        "id": one.id,
        "type": one.type,
        "time": one.time,
        "attributes": values,
        "relationships": _related(one.relations),
    }
