"""What changed between two definitions, place by place, and which stages are gone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from madang.work.services.definition import ServiceDefinition, canonical


@dataclass(frozen=True)
class Change:
    """One difference: a place that was added, removed or changed."""

    kind: Literal["added", "removed", "changed"]
    place: str
    before: Any = None
    after: Any = None

    def line(self) -> str:
        """The difference as a line of text."""
        if self.kind == "changed":
            return f"~ {self.place}: {_shown(self.before)} → {_shown(self.after)}"
        if self.kind == "added":
            return f"+ {self.place}: {_shown(self.after)}"
        return f"- {self.place}: {_shown(self.before)}"


def changes(before: ServiceDefinition, after: ServiceDefinition) -> list[Change]:
    """Every difference in meaning; the order of words and defaults written out make none."""
    return list(_changes("", canonical(before), canonical(after)))


def vanished_stages(before: ServiceDefinition, after: ServiceDefinition) -> list[str]:
    """The stages at which a running case could stand and that are no longer there."""
    return [key for key, stage in before.stages.items() if stage.auto is None and key not in after.stages]


def _changes(place: str, before: Any, after: Any) -> Iterator[Change]:
    if before == after:
        return
    old, new = _parts(before), _parts(after)
    if old is None or new is None:
        yield Change("changed", place, before, after)
        return
    if set(old) == set(new) and list(old) != list(new):
        yield Change("changed", f"{place} (order)", list(old), list(new))
    for key in [*old, *(key for key in new if key not in old)]:
        where = f"{place}.{key}" if place else str(key)
        if key not in new:
            yield Change("removed", where, old[key])
        elif key not in old:
            yield Change("added", where, after=new[key])
        else:
            yield from _changes(where, old[key], new[key])


def _parts(value: Any) -> dict[str, Any] | None:
    """The parts of a value by name: of a mapping, of a list of keyed parts, of any other list by number."""
    if isinstance(value, dict):
        return value
    if not isinstance(value, list):
        return None
    if value and all(isinstance(item, dict) and "key" in item for item in value):
        return {item["key"]: {name: held for name, held in item.items() if name != "key"} for item in value}
    return {str(number): item for number, item in enumerate(value)}


def _shown(value: Any) -> str:
    if isinstance(value, dict) and set(value) == {"ko", "en"}:
        return f"{value['ko']} / {value['en']}"
    if isinstance(value, dict):
        return "{" + ", ".join(str(key) for key in value) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_shown(item) for item in value) + "]"
    return str(value)
