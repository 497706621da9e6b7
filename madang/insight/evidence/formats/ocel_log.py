"""A log as OCEL 2.0 means it: events and objects of declared types, related to each other, objects that change.

A. Berti et al., OCEL (Object-Centric Event Log) 2.0 Specification, 2024, arXiv:2403.01975.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple
from zoneinfo import ZoneInfo

from madang.insight.evidence.formats.notes import Notes
from madang.insight.evidence.formats.values import EPOCH, has_offset, same_text

KINDS = ("string", "time", "integer", "float", "boolean")
# What writers of OCEL call them besides.
ALIKE = {
    "date": "time",
    "timestamp": "time",
    "int": "integer",
    "real": "float",
    "double": "float",
    "bool": "boolean",
}
Types = dict[str, dict[str, str]]  # name of the type → attribute → kind


class Relation(NamedTuple):
    """To which object, and in what capacity."""

    to: str
    qualifier: str


class Value(NamedTuple):
    """What an attribute was from a time on; from the epoch on: from the beginning."""

    name: str
    value: str
    time: str


@dataclass
class Event:
    """Something that happened to objects."""

    id: str
    type: str
    time: str
    attributes: dict[str, str] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)


@dataclass
class Object:
    """Something that events are about; its attributes may change over time."""

    id: str
    type: str
    values: list[Value] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)

    def first(self) -> dict[str, str]:
        """What its attributes were at the beginning."""
        return {one.name: one.value for one in sorted(self.values, key=lambda one: one.time, reverse=True)}

    def last(self) -> dict[str, str]:
        """What its attributes were in the end."""
        return {one.name: one.value for one in sorted(self.values, key=lambda one: one.time)}


@dataclass
class Ocel:
    """A log whose events are about many objects."""

    event_types: Types = field(default_factory=dict)
    object_types: Types = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    objects: dict[str, Object] = field(default_factory=dict)

    def same_as(self, other: "Ocel") -> bool:
        """Whether both say the same; the order of types, attributes and relations says nothing."""
        return self._told() == other._told()

    def _told(self) -> tuple[object, ...]:
        events = [(e.id, e.type, e.time, e.attributes, frozenset(e.relations)) for e in self.events.values()]
        objects = {o.id: (o.type, Counter(o.values), frozenset(o.relations)) for o in self.objects.values()}
        return self.event_types, self.object_types, events, objects


class Builder:
    """Puts a log together from what a file says, and refuses what cannot be part of one."""

    def __init__(self, zone: ZoneInfo, notes: Notes) -> None:
        self.log = Ocel()
        self._zone, self._notes = zone, notes
        self._lines: dict[tuple[str, str], int] = {}

    def declare(self, of: str, name: str, attributes: dict[str, str]) -> None:
        """A type of events or objects with the kinds of its attributes."""
        types = self.log.event_types if of == "event" else self.log.object_types
        known = {key: ALIKE.get(kind.lower(), kind.lower()) for key, kind in attributes.items()}
        types.setdefault(name, {}).update(
            {k: kind if kind in KINDS else "string" for k, kind in known.items()}
        )

    def event(self, event: Event, line: int) -> None:
        """An event; one without id, type or a time that can be read, or with an id used before, is refused."""
        time = self.time(event.time)
        if not event.id or not event.type:
            self._notes.refuse(line, "an event without id or type")
        elif time is None:
            self._notes.refuse(
                line, f"event '{event.id[:80]}' has no time that can be read ('{event.time[:40]}')"
            )
        elif event.id in self.log.events:
            self._notes.refuse(line, f"a second event with the id '{event.id[:80]}'")
        else:
            event.time = time
            kinds = self._types(self.log.event_types, event.type, event.attributes)
            event.attributes = {
                name: self._same(kinds[name], value) for name, value in event.attributes.items()
            }
            self.log.events[event.id] = event
            self._lines["event", event.id] = line

    def object(self, one: Object, line: int) -> None:
        """An object; one without id or type, or with an id used before, is refused."""
        if not one.id or not one.type:
            self._notes.refuse(line, "an object without id or type")
        elif one.id in self.log.objects:
            self._notes.refuse(line, f"a second object with the id '{one.id[:80]}'")
        else:
            kinds = self._types(self.log.object_types, one.type, [value.name for value in one.values])
            one.values = [
                Value(name, self._same(kinds[name], value), self.time(time) or EPOCH)
                for name, value, time in one.values
            ]
            self.log.objects[one.id] = one
            self._lines["object", one.id] = line

    def time(self, text: str) -> str | None:
        """The time as text, read in the zone of the log where it names no offset."""
        same = same_text("time", text, self._zone)
        if same is not None and not has_offset(text):
            self._notes.naive += 1
        return same

    def _types(self, types: Types, name: str, attributes: Iterable[str]) -> dict[str, str]:
        """The kinds of a type's attributes; what was not declared counts as text."""
        kinds = types.setdefault(name, {})
        for attribute in attributes:
            kinds.setdefault(attribute, "string")
        return kinds

    def _same(self, kind: str, value: str) -> str:
        same = same_text(kind, value, self._zone)
        if same is None:
            self._notes.changed(f"values that are no {kind} although their type says so, kept as written")
            return value
        return same

    def finished(self) -> Ocel:
        """The log, once every relation leads to an object that it holds."""
        for of, holders in (("event", self.log.events), ("object", self.log.objects)):
            for one in holders.values():
                there = [relation for relation in one.relations if relation.to in self.log.objects]
                for relation in one.relations if len(there) < len(one.relations) else ():
                    if relation.to not in self.log.objects:
                        reason = f"{of} '{one.id[:80]}' is related to '{relation.to[:80]}', which is no object here"
                        self._notes.refuse(self._lines[of, one.id], reason)
                one.relations = list(dict.fromkeys(there))
        return self.log
