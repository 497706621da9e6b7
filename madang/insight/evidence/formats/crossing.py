"""From XES to OCEL and back, with nothing lost; from any OCEL to XES, seen from one type of object.

An XES log becomes events of one object each: its case. What OCEL cannot say itself, attributes within attributes,
lists, keys that occur twice, stands as JSON in the attribute `xes:attributes` of the event or case, and the head
of the log in an object `xes:log`; who reads only OCEL passes over both.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo

from madang.insight.evidence.formats.notes import Notes
from madang.insight.evidence.formats.ocel_log import Event, Object, Ocel, Relation, Value
from madang.insight.evidence.formats.values import EPOCH, same_text
from madang.insight.evidence.formats.xes_log import (
    KINDS,
    Attribute,
    Attributes,
    Head,
    Trace,
    XesLog,
    new_head,
)
from madang.lib.commands import BadInput

CASE, LOG, REST, HEAD = "case", "xes:log", "xes:attributes", "xes:head"
NAME, TIME = "concept:name", "time:timestamp"
TAGS = {"string": "string", "time": "date", "integer": "int", "float": "float", "boolean": "boolean"}
UTC = ZoneInfo("UTC")


def to_ocel(log: XesLog, notes: Notes) -> Ocel:
    """The XES log as OCEL; `to_xes` gives back the same log."""
    ocel = Ocel(object_types={CASE: {}, LOG: {HEAD: "string"}})
    ocel.objects[LOG] = Object(LOG, LOG)
    numbers, last = count(1), EPOCH
    for place, trace in enumerate(log.traces, start=1):
        case = LOG if trace.loose else _case(ocel, trace, place)
        for attributes in trace.events:
            event = _event(ocel, attributes, f"e{next(numbers)}", last, notes)
            event.relations = [Relation(case, "log" if trace.loose else "case")]
            ocel.events[event.id] = event
            last = event.time
    head = json.dumps(log.head.as_json(), ensure_ascii=False)
    ocel.objects[LOG].values = [Value(HEAD, head, EPOCH)]
    return ocel


def _case(ocel: Ocel, trace: Trace, place: int) -> str:
    named = next((one.value for one in trace.attributes if one.key == NAME and one.plain), None)
    id = named if named and named not in ocel.objects else f"trace-{place}"
    while id in ocel.objects:
        id += "'"
    values, rest = _flat(trace.attributes, ocel.object_types[CASE])
    case = Object(id, CASE, [Value(name, value, EPOCH) for name, value in values.items()])
    if rest is not None:
        case.values.append(Value(REST, rest, EPOCH))
    ocel.objects[id] = case
    return id


def _event(ocel: Ocel, attributes: Attributes, id: str, last: str, notes: Notes) -> Event:
    """The event; one without name or time gets the type `event` and the time of the one before it."""
    name, time = _sole(attributes, NAME, "string"), _sole(attributes, TIME, "date")
    known = same_text("time", time, UTC) == time if time else False
    kind = name or "event"
    own = tuple(one for one in attributes if not ((one.key == NAME and name) or (one.key == TIME and known)))
    values, rest = _flat(own, ocel.event_types.setdefault(kind, {}), whole=attributes)
    if rest is None and not (name and known):
        rest = _told(attributes)
        ocel.event_types[kind].setdefault(REST, "string")
    if not known:
        notes.changed("events without a time, which got that of the event before")
    if rest is not None:
        values[REST] = rest
    return Event(id, kind, time if time and known else last, values)


def _sole(attributes: Attributes, key: str, kind: str) -> str | None:
    """The value of the one attribute of that key, if it is of that kind and nothing but a value."""
    found = [one for one in attributes if one.key == key]
    return found[0].value if len(found) == 1 and found[0].kind == kind and found[0].plain else None


def _flat(
    attributes: Attributes, types: dict[str, str], whole: Attributes | None = None
) -> tuple[dict[str, str], str | None]:
    """The attributes as typed values, and, where these do not say all, all of them as JSON."""
    values: dict[str, str] = {}
    exact = True
    for one in attributes:
        kind = KINDS.get(one.kind, "")
        good = one.plain and one.kind != "id" and one.key != REST and one.key not in values
        if good and same_text(kind, one.value or "", UTC) == one.value:
            good = types.setdefault(one.key, kind) == kind
        else:
            good = False
        if good and one.value is not None:
            values[one.key] = one.value
        exact = exact and good
    if exact:
        return values, None
    types.setdefault(REST, "string")
    return values, _told(whole or attributes)


def _told(attributes: Attributes) -> str:
    return json.dumps([one.as_json() for one in attributes], ensure_ascii=False)


def to_xes(ocel: Ocel, kind: str | None, notes: Notes) -> XesLog:
    """The log as XES: what came from XES as it was; any other log seen from the objects of one type."""
    if LOG in ocel.objects and ocel.objects[LOG].type == LOG and kind in (None, CASE):
        return _restored(ocel)
    return _seen(ocel, chosen(ocel, kind), notes)


def chosen(ocel: Ocel, kind: str | None, name: str = "the log") -> str:
    """The type of object that is the case: the one that is said, or the only one that events are about."""
    if kind is not None and kind not in ocel.object_types:
        raise BadInput(f"{name} has no objects of type '{kind}'; its types are {_listed(ocel)}.")
    about = {ocel.objects[relation.to].type for event in ocel.events.values() for relation in event.relations}
    about.discard(LOG)
    if kind is None and len(about) != 1:
        raise BadInput(
            f"the events of {name} are about objects of several types; say with --object-type which of them is the "
            f"case: {_listed(ocel)}."
            if about
            else f"the events of {name} are about no objects; nothing can be the case."
        )
    return kind or about.pop()


def _listed(ocel: Ocel) -> str:
    return ", ".join(f"'{name}'" for name in sorted(set(ocel.object_types) - {LOG}))


def _restored(ocel: Ocel) -> XesLog:
    """The XES log from which this one was made."""
    head = Head.of(json.loads(ocel.objects[LOG].first().get(HEAD, "null")) or Head().as_json())
    inside: dict[str, list[Event]] = {one.id: [] for one in ocel.objects.values() if one.type in (CASE, LOG)}
    order: dict[str, int] = {}
    for place, event in enumerate(ocel.events.values()):
        for relation in event.relations[:1]:
            inside[relation.to].append(event)
            order.setdefault(relation.to, place)
    return XesLog(head, _traces(ocel, inside))


def _traces(ocel: Ocel, inside: dict[str, list[Event]]) -> Iterator[Trace]:
    for id, events in inside.items():
        if id != LOG:
            types = ocel.object_types[CASE]
            own = _attributes(ocel.objects[id].first(), types)
            yield Trace(own, tuple(_restored_event(ocel, event) for event in events))
    for event in inside.get(LOG, []):
        yield Trace((), (_restored_event(ocel, event),), loose=True)


def _restored_event(ocel: Ocel, event: Event) -> Attributes:
    types = ocel.event_types[event.type]
    if REST in event.attributes:
        return _attributes(event.attributes, types)
    own = (Attribute("string", NAME, event.type), Attribute("date", TIME, event.time))
    return own + _attributes(event.attributes, types)


def _attributes(values: dict[str, str], types: dict[str, str]) -> Attributes:
    if REST in values:
        return tuple(Attribute.of(one) for one in json.loads(values[REST]))
    return tuple(Attribute(TAGS[types.get(name, "string")], name, value) for name, value in values.items())


def _seen(ocel: Ocel, kind: str, notes: Notes) -> XesLog:
    """A trace for every object of the type; an event about several of them stands in the trace of each."""
    inside: dict[str, list[Event]] = {one.id: [] for one in ocel.objects.values() if one.type == kind}
    for event in ocel.events.values():
        cases = [relation.to for relation in event.relations if relation.to in inside]
        for case in dict.fromkeys(cases):
            inside[case].append(event)
        notes.left_out(f"events that are about no '{kind}'", not cases)
        notes.changed(
            f"events that are about several '{kind}' and stand in the trace of each", len(set(cases)) > 1
        )
    others = [one for one in ocel.objects.values() if one.type != kind]
    notes.left_out("attributes of objects of other types", sum(bool(one.values) for one in others))
    notes.left_out("relations between objects of other types", sum(bool(one.relations) for one in others))
    return XesLog(
        new_head([NAME, TIME]), (_view(ocel, ocel.objects[id], events) for id, events in inside.items())
    )


def _view(ocel: Ocel, one: Object, events: Iterable[Event]) -> Trace:
    """The object as a trace: what it was at first, how it changed, to what it is related, what happened."""
    types, first = ocel.object_types[one.type], one.first()
    own = [Attribute("string", NAME, one.id)]
    own += [Attribute(TAGS[types[name]], name, value) for name, value in first.items() if name != NAME]
    changes = [value for value in one.values if first[value.name] != value.value or value.time != EPOCH]
    if changes:
        items = (
            Attribute(TAGS[types[v.name]], v.name, v.value, (Attribute("date", "ocel:time", v.time),))
            for v in changes
        )
        own.append(Attribute("list", "ocel:changes", None, (), tuple(items)))
    own += _related(ocel, one.relations)
    ordered = sorted(events, key=lambda event: _instant(event.time))
    return Trace(tuple(own), tuple(_view_of(ocel, event) for event in ordered))


def _view_of(ocel: Ocel, event: Event) -> Attributes:
    types = ocel.event_types[event.type]
    own = [Attribute("string", NAME, event.type), Attribute("date", TIME, event.time)]
    own.append(Attribute("id", "ocel:id", event.id))
    own += [
        Attribute(TAGS[types[n]], n, value) for n, value in event.attributes.items() if n not in (NAME, TIME)
    ]
    return tuple(own + _related(ocel, event.relations))


def _related(ocel: Ocel, relations: list[Relation]) -> list[Attribute]:
    items = tuple(
        Attribute("string", ocel.objects[to].type, to, (Attribute("string", "ocel:qualifier", qualifier),))
        for to, qualifier in relations
    )
    return [Attribute("list", "ocel:objects", None, (), items)] if items else []


def _instant(time: str) -> float:
    return datetime.fromisoformat(time).timestamp()
