"""OCEL 2.0 in XML, as the standard's XSD has it."""

from contextlib import closing
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

from madang.insight.evidence.formats.notes import Notes
from madang.insight.evidence.formats.ocel_log import Builder, Event, Object, Ocel, Relation, Types, Value
from madang.insight.evidence.formats.values import EPOCH
from madang.insight.evidence.formats.xml import FORBIDDEN, Elements, content, quoted
from madang.insight.evidence.source import opened
from madang.lib.commands import BadInput

PLACES = {"object-types", "event-types", "objects", "events"}


def read(path: Path, zone: ZoneInfo, notes: Notes) -> Ocel:
    """The log in the file; raises BadInput where it cannot be used."""
    reading = _Reading(Builder(zone, notes))
    with closing(opened(path)) as stream:
        for _ in notes.unless_broken(reading.elements.read(stream), lambda: reading.elements.line):
            pass
    if not reading.seen:
        raise BadInput(f"'{path.name}' is XML and no OCEL 2.0 log: it has no <objects> and <events>.")
    return reading.builder.finished()


class _Reading:
    """Follows the elements; a type, an object or an event is taken when it ends."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.elements = Elements(self._begin, self._end, self._text)
        self.seen: set[str] = set()
        self._path: list[str] = []
        self._said: dict[str, str] = {}  # by the type, object or event at hand
        self._line = 0
        self._kinds: dict[str, str] = {}
        self._values: list[Value] = []
        self._relations: list[Relation] = []
        self._attribute: dict[str, str] = {}
        self._content: list[str] = []

    def _begin(self, tag: str, said: dict[str, str]) -> None:
        self._path.append(tag)
        depth = len(self._path)
        if depth == 2 and tag in PLACES:
            self.seen.add(tag)
        elif depth == 3:
            self._said, self._line = said, self.elements.line
            self._kinds, self._values, self._relations = {}, [], []
        elif tag == "attribute":
            self._attribute, self._content = said, []
        elif depth == 5 and tag in {"object", "relationship", "relobj"}:
            self._relations.append(Relation(said.get("object-id", ""), said.get("qualifier", "")))

    def _text(self, text: str) -> None:
        if self._path and self._path[-1] == "attribute":
            self._content.append(text)

    def _end(self, tag: str) -> None:
        depth = len(self._path)
        self._path.pop()
        if tag == "attribute" and depth == 5:
            self._attributed()
        elif depth == 3:
            self._taken(self._path[1])

    def _attributed(self) -> None:
        name = self._attribute.get("name", "")
        if self._path[1] in {"object-types", "event-types"}:
            self._kinds[name] = self._attribute.get("type", "string")
        else:
            self._values.append(Value(name, "".join(self._content), self._attribute.get("time") or EPOCH))

    def _taken(self, place: str) -> None:
        said, line = self._said, self._line
        if place in {"object-types", "event-types"}:
            self.builder.declare(place.split("-")[0], said.get("name", ""), self._kinds)
        elif place == "objects":
            self.builder.object(
                Object(said.get("id", ""), said.get("type", ""), self._values, self._relations), line
            )
        elif place == "events":
            attributes = {value.name: value.value for value in self._values}
            event = Event(
                said.get("id", ""), said.get("type", ""), said.get("time", ""), attributes, self._relations
            )
            self.builder.event(event, line)


def write(log: Ocel, to: Path, notes: Notes) -> None:
    """Write the log as the standard's XSD wants it."""
    with to.open("w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<log>\n')
        _types(out, "object", log.object_types)
        _types(out, "event", log.event_types)
        out.write("<objects>\n")
        for one in log.objects.values():
            out.write(f"<object id={quoted(one.id)} type={quoted(one.type)}>")
            _values(out, one.values, notes, timed=True)
            _relations(out, one.relations)
            out.write("</object>\n")
        out.write("</objects>\n<events>\n")
        for event in log.events.values():
            out.write(f"<event id={quoted(event.id)} type={quoted(event.type)} time={quoted(event.time)}>")
            _values(out, [Value(*one, "") for one in event.attributes.items()], notes, timed=False)
            _relations(out, event.relations)
            out.write("</event>\n")
        out.write("</events>\n</log>\n")


def _types(out: IO[str], of: str, types: Types) -> None:
    out.write(f"<{of}-types>\n")
    for name, kinds in types.items():
        attributes = "".join(
            f"<attribute name={quoted(key)} type={quoted(kind)}/>" for key, kind in kinds.items()
        )
        out.write(f"<{of}-type name={quoted(name)}><attributes>{attributes}</attributes></{of}-type>\n")
    out.write(f"</{of}-types>\n")


def _values(out: IO[str], values: list[Value], notes: Notes, *, timed: bool) -> None:
    out.write("<attributes>")
    for one in values:
        notes.changed("signs that XML cannot hold, written as \ufffd", bool(FORBIDDEN.search(one.value)))
        time = f" time={quoted(one.time)}" if timed else ""
        out.write(f"<attribute name={quoted(one.name)}{time}>{content(one.value)}</attribute>")
    out.write("</attributes>")


def _relations(out: IO[str], relations: list[Relation]) -> None:
    related = "".join(
        f"<object object-id={quoted(one.to)} qualifier={quoted(one.qualifier)}/>" for one in relations
    )
    out.write(f"<objects>{related}</objects>")
