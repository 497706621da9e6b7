"""Generated logs with all that XES and OCEL 2.0 can say, for the tests of conversion."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from madang.insight.evidence.formats.ocel_log import KINDS, Event, Object, Ocel, Relation, Value
from madang.insight.evidence.formats.values import EPOCH, as_text
from madang.insight.evidence.formats.xes_log import Attribute, Head, Trace, XesLog

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
texts = st.sampled_from(
    [
        "",
        " ",
        "a",
        "접수",
        "a & b",
        '<x y="1">',
        "two\nlines",
        "tab\there",
        "'",
        "0042",
        "1e5",
        "null",
        "true",
        "🏛",
    ]
) | st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=8)
times = st.builds(
    lambda minutes, micros, offset: as_text(
        (NOON + timedelta(minutes=minutes, microseconds=micros)).astimezone(
            timezone(timedelta(minutes=offset))
        )
    ),
    st.integers(-10_000_000, 10_000_000),
    st.sampled_from([0, 1000, 999, 123456]),
    st.sampled_from([0, 540, -210, 60]),
)
integers = st.integers(-(2**63), 2**63 - 1).map(str)
floats = st.floats(allow_nan=False, allow_infinity=False).map(repr)
truths = st.sampled_from(["true", "false"])
values: dict[str, Any] = {
    "string": texts, "time": times, "integer": integers, "float": floats, "boolean": truths
}  # fmt: skip
tags = {"string": texts, "date": times, "int": integers, "float": floats, "boolean": truths, "id": texts}
keys = st.sampled_from(
    [
        "concept:name",
        "time:timestamp",
        "org:resource",
        "cost",
        "Cost",
        "case:x",
        "키",
        "a b",
        "t (offset)",
        "xes:trace",
    ]
)


def attributes(depth: int = 0) -> Any:
    """An attribute of any kind, also one within which others lie, or a list."""
    one = st.one_of(
        *(
            st.tuples(st.just(tag), keys, held).map(lambda told: Attribute(*told))
            for tag, held in tags.items()
        )
    )
    if depth >= 1:
        return one
    within = st.lists(attributes(depth + 1), max_size=2).map(tuple)
    nested = st.builds(lambda outer, inner: outer._replace(within=inner), one, within)
    lists = st.builds(
        lambda key, meta, items: Attribute("list", key, None, meta, items), keys, within, within
    )
    containers = st.builds(lambda key, inner: Attribute("container", key, None, inner), keys, within)
    return st.one_of(one, one, one, nested, lists, containers)


usual = st.builds(
    lambda name, time, rest: (
        Attribute("string", "concept:name", name), Attribute("date", "time:timestamp", time), *rest
    ),
    texts, times, st.lists(attributes(), max_size=1),
)  # fmt: skip
some = st.lists(attributes(), max_size=3).map(tuple)
events = usual | usual | some
traces = st.builds(
    lambda own, inside, loose: Trace((), inside[:1], True) if loose and inside else Trace(own, inside),
    some,
    st.lists(events, max_size=4).map(tuple),
    st.integers(0, 9).map(lambda n: n == 0),
)
heads = st.builds(
    Head,
    st.just({"xes.version": "1849-2016", "xes.features": "nested-attributes"}),
    st.just([{"name": "Concept", "prefix": "concept", "uri": "http://www.xes-standard.org/concept.xesext"}]),
    st.lists(
        st.just({"name": "Activity", "scope": "event", "keys": "concept:name lifecycle:transition"}),
        max_size=1,
    ),
    st.lists(st.tuples(st.sampled_from(["trace", "event"]), some), max_size=2),
    st.lists(attributes(), max_size=2),
)
one_event = Trace(
    (), ((Attribute("string", "concept:name", "a"), Attribute("date", "time:timestamp", EPOCH)),)
)
xes_logs = st.builds(
    lambda head, held: (head, [*held, one_event]), heads, st.lists(traces, max_size=4)
)  # fmt: skip


def as_log(told: Any) -> XesLog:
    """The generated log, to be read once."""
    head, held = told
    return XesLog(head, held)


names = st.sampled_from(["order", "Order", "order item", "주문", "map_type", "object", "a-b", "<&>"])
fields = st.sampled_from(["price", "Price", "ocel_id", "note", "값", "x y", "ocel_changed_field"])


@st.composite
def ocels(draw: Any) -> Ocel:
    """A log of events about objects that change and are related."""
    kinds = st.dictionaries(fields, st.sampled_from(KINDS), max_size=4)
    log = Ocel(draw(st.dictionaries(names, kinds, min_size=1, max_size=3)), {})
    log.object_types = draw(st.dictionaries(names, kinds, min_size=1, max_size=3))
    ids = draw(st.lists(texts.filter(bool), unique=True, min_size=1, max_size=5))
    related = st.lists(st.builds(Relation, st.sampled_from(ids), texts), max_size=3, unique=True)
    for id in ids:
        kind = draw(st.sampled_from(sorted(log.object_types)))
        held = [
            Value(name, draw(values[type]), time)
            for name, type in log.object_types[kind].items()
            for time in draw(st.lists(st.just(EPOCH) | times, unique=True, max_size=3))
        ]
        log.objects[id] = Object(id, kind, held, draw(related))
    for id in draw(st.lists(texts.filter(bool), unique=True, min_size=1, max_size=5)):
        kind = draw(st.sampled_from(sorted(log.event_types)))
        own = {
            name: draw(values[type]) for name, type in log.event_types[kind].items() if draw(st.booleans())
        }
        log.events[id] = Event(id, kind, draw(times), own, draw(related))
    return log
