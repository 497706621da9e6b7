"""A log as XES means it (IEEE 1849-2016): a head, then traces of events, all described by typed attributes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

KINDS = {
    "string": "string",
    "date": "time",
    "int": "integer",
    "float": "float",
    "boolean": "boolean",
    "id": "string",
}
NESTING = {"list", "container"}


class Attribute(NamedTuple):
    """One attribute; `within` are the attributes of the attribute, `items` those that a list holds in order."""

    kind: str  # as the element is called: string, date, int, float, boolean, id, list, container
    key: str
    value: str | None = None
    within: tuple["Attribute", ...] = ()
    items: tuple["Attribute", ...] = ()

    def as_json(self) -> list[Any]:
        """The attribute as plain data, without what is empty at its end."""
        whole = [
            self.kind,
            self.key,
            self.value,
            [one.as_json() for one in self.within],
            [one.as_json() for one in self.items],
        ]
        while len(whole) > 2 and not whole[-1] and whole[-1] != "":
            whole.pop()
        return whole

    @classmethod
    def of(cls, told: list[Any]) -> "Attribute":
        """The attribute from its plain data."""
        value, within, items = (told[place] if len(told) > place else () for place in (2, 3, 4))
        parts = (tuple(map(cls.of, held)) for held in (within, items))
        return cls(told[0], told[1], value or None if value != "" else "", *parts)

    @property
    def plain(self) -> bool:
        """Whether it holds a value and nothing else."""
        return not self.within and self.kind in KINDS and self.value is not None


Attributes = tuple[Attribute, ...]


class Trace(NamedTuple):
    """One case: its attributes and its events in order; a loose one is an event that stands outside of any case."""

    attributes: Attributes
    events: tuple[Attributes, ...]
    loose: bool = False


@dataclass
class Head:
    """What a log says of itself."""

    said: dict[str, str] = field(default_factory=dict)  # on the element: xes.version, xes.features
    extensions: list[dict[str, str]] = field(default_factory=list)
    classifiers: list[dict[str, str]] = field(default_factory=list)
    globals: list[tuple[str, Attributes]] = field(default_factory=list)  # scope, attributes
    attributes: list[Attribute] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "said": self.said,
            "extensions": self.extensions,
            "classifiers": self.classifiers,
            "globals": [[scope, [one.as_json() for one in held]] for scope, held in self.globals],
            "attributes": [one.as_json() for one in self.attributes],
        }

    @classmethod
    def of(cls, told: dict[str, Any]) -> "Head":
        scopes = [(scope, tuple(map(Attribute.of, held))) for scope, held in told["globals"]]
        return cls(
            told["said"],
            told["extensions"],
            told["classifiers"],
            scopes,
            list(map(Attribute.of, told["attributes"])),
        )

    @property
    def empty(self) -> bool:
        return not (self.extensions or self.classifiers or self.globals or self.attributes)


@dataclass
class XesLog:
    """A log; its traces are read as they are asked for, once. The head is whole when the last was read."""

    head: Head
    traces: Iterable[Trace]


STANDARD = {
    "concept": "Concept",
    "time": "Time",
    "org": "Organizational",
    "lifecycle": "Lifecycle",
    "cost": "Cost",
    "identity": "Identity",
    "semantic": "Semantic",
}


def new_head(keys: Iterable[str]) -> Head:
    """The head of a log that had none: the standard's extensions that its keys belong to, and the usual classifier."""
    prefixes = {key.partition(":")[0] for key in keys if ":" in key}
    extensions = [
        {"name": name, "prefix": prefix, "uri": f"http://www.xes-standard.org/{prefix}.xesext"}
        for prefix, name in STANDARD.items()
        if prefix in prefixes
    ]
    said = {"xes.version": "1849-2016", "xes.features": "nested-attributes"}
    return Head(said, extensions, [{"name": "Activity", "keys": "concept:name"}])


def flat(attributes: Attributes) -> Iterator[tuple[str, str]]:
    """Key and value of the attributes that hold nothing but a value."""
    return ((one.key, one.value) for one in attributes if one.plain and one.value is not None)


def same_attributes(attributes: Iterable[Attribute]) -> list[Any]:
    """The attributes in an order of their own, since theirs says nothing; that of a list's values does."""
    return sorted(
        (
            [
                one.kind,
                one.key,
                one.value or "",
                same_attributes(one.within),
                [same_attributes([i]) for i in one.items],
            ]
            for one in attributes
        ),
        key=repr,
    )


def same_logs(one: XesLog, other: XesLog) -> bool:
    """Whether two logs say the same; both are read to their end."""
    return _said(one) == _said(other)


def _said(log: XesLog) -> list[Any]:
    traces = [
        [trace.loose, same_attributes(trace.attributes), [same_attributes(event) for event in trace.events]]
        for trace in log.traces
    ]
    head = log.head
    scopes = [[scope, same_attributes(held)] for scope, held in head.globals]
    loose, others = [t for t in traces if t[0]], [t for t in traces if not t[0]]
    return [
        head.said,
        head.extensions,
        head.classifiers,
        scopes,
        same_attributes(head.attributes),
        others,
        loose,
    ]
