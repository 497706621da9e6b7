"""Logs in OCEL 2.0, seen from one type of object: an event stands in the case of each object it is about."""

from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa

from madang.insight.evidence.formats.crossing import CASE, HEAD, LOG, NAME, REST, TIME, chosen
from madang.insight.evidence.formats.notes import Notes
from madang.insight.evidence.formats.ocel_log import Event, Object, Ocel
from madang.insight.evidence.readers.rows import BROKEN, Refusals, Rows
from madang.lib.commands import BadInput

BATCH = 1 << 16
SAMPLED = 1000
OWN = {NAME, TIME, REST, HEAD}

Read = Callable[[Path, ZoneInfo, Notes], Ocel]
Row = dict[str, str]


class ObjectCentric:
    """An OCEL log; its columns are those of its events, of the object that is the case, and of other objects.

    A column named like a type of object holds the objects of that type that an event is about.
    """

    def __init__(
        self, path: Path, kind: str, read: Read, object_type: str | None, *, keep_good: bool
    ) -> None:
        self.path, self.kind = path, kind
        self._notes = Notes(keep_good)
        self._log = read(path, ZoneInfo("UTC"), self._notes)
        self._type = CASE if LOG in self._log.objects and object_type is None else None
        self._type = self._type or chosen(self._log, object_type, f"'{path.name}'")
        self._first = [row for row, _ in zip(self._rows(), range(SAMPLED), strict=False)]
        self.names = list(dict.fromkeys(name for row in self._first for name in row))
        if not self._first:
            raise BadInput(f"'{path.name}' holds no event about a '{self._type}'; say another --object-type.")

    @property
    def facts(self) -> dict[str, str]:
        return {"object_type": self._type or ""}

    def sample(self) -> dict[str, list[str]]:
        return {name: [row.get(name, "") for row in self._first] for name in self.names}

    def rows(self, wanted: list[str], refusals: Refusals) -> Iterator[Rows]:
        lines = [line for line, _ in self._notes.refused]
        refusals.add(BROKEN, lines, [reason for _, reason in self._notes.refused])
        held: list[Row] = []
        first = 1
        for row in self._rows():
            held.append(row)
            if len(held) == BATCH:
                yield _batch(held, first, wanted)
                first, held = first + len(held), []
        yield _batch(held, first, wanted)

    def lines(self, records: list[int]) -> dict[int, int]:
        return {record: record for record in records}

    def _rows(self) -> Iterator[Row]:
        objects = self._log.objects
        last = {id: one.last() for id, one in objects.items() if one.type == self._type}
        for event in self._log.events.values():
            cases = dict.fromkeys(one.to for one in event.relations if one.to in last)
            others = _others(event, objects, self._type or "")
            for case in cases:
                own = {f"case:{name}": value for name, value in last[case].items() if name not in OWN}
                said = {name: value for name, value in event.attributes.items() if name not in OWN}
                yield {f"case:{NAME}": case, NAME: event.type, TIME: event.time, **others, **own, **said}


def _others(event: Event, objects: dict[str, Object], kind: str) -> Row:
    found: dict[str, list[str]] = {}
    for relation in event.relations:
        one = objects[relation.to]
        if one.type not in (kind, LOG):
            found.setdefault(one.type, []).append(one.id)
    return {name: ", ".join(dict.fromkeys(ids)) for name, ids in found.items()}


def _batch(rows: list[Row], first: int, wanted: list[str]) -> Rows:
    columns = {name: pa.array([row.get(name, "") for row in rows], pa.string()) for name in wanted}
    return Rows(pa.array(range(first, first + len(rows)), pa.int64()), columns)
