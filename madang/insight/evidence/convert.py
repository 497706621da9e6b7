"""A log from one format into another, written aside and renamed when it is whole."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from madang.insight.evidence import table
from madang.insight.evidence.formats import (
    columns_file,
    crossing,
    ocel_json,
    ocel_sqlite,
    ocel_xml,
    tables,
    xes_file,
)
from madang.insight.evidence.formats.notes import Notes
from madang.insight.evidence.formats.ocel_log import Ocel
from madang.insight.evidence.formats.xes_log import Trace, XesLog
from madang.insight.evidence.readers import kind_of, spoken
from madang.lib.commands import BadInput

OCEL: dict[str, Any] = {"ocel-json": ocel_json, "ocel-xml": ocel_xml, "ocel-sqlite": ocel_sqlite}
KINDS = ("xes", "csv", "parquet", *OCEL)
NAMES = {
    ".xes": "xes", ".csv": "csv", ".tsv": "csv", ".parquet": "parquet", ".json": "ocel-json", ".jsonocel": "ocel-json",
    ".xml": "ocel-xml", ".xmlocel": "ocel-xml",
    ".sqlite": "ocel-sqlite", ".sqlite3": "ocel-sqlite", ".db": "ocel-sqlite",
}  # fmt: skip
PACKED = ("xes", "csv")


@dataclass
class Converted:
    """What was converted, from what into what, and what is to be said of it."""

    source: str
    target: str
    notes: Notes
    events: int = 0
    cases: int | None = None
    objects: int | None = None

    def as_json(self) -> dict[str, object]:
        counts = {"events": self.events, "cases": self.cases, "objects": self.objects}
        known = {name: count for name, count in counts.items() if count is not None}
        return {"from": self.source, "to": self.target, **known, **self.notes.as_json()}


def convert(
    source: Path,
    target: Path,
    options: table.Options,
    *,
    from_kind: str | None = None,
    to_kind: str | None = None,
) -> Converted:
    """Convert the log; raises BadInput, and leaves no file, where it cannot be done."""
    with spoken(source):
        done = Converted(from_kind or kind_of(source), to_kind or named(target), Notes(options.keep_good))
        if target.exists() and target.samefile(source):
            raise BadInput(f"'{target}' is the log itself; give another name for the new file.")
        if target.suffix == ".gz" and done.target not in PACKED:
            raise BadInput(
                f"a log in {done.target} is not packed with gzip; leave '.gz' off '{target.name}'."
            )
        aside = target.with_name(f".{uuid4().hex[:8]}-{target.name}")
        _may_write(target)
        try:
            _write(_read(source, options, done), aside, source, options, done)
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)
    return done


def named(target: Path) -> str:
    """The format that the name of a file asks for."""
    suffixes = [suffix.lower() for suffix in target.suffixes if suffix.lower() != ".gz"]
    kind = NAMES.get(suffixes[-1]) if suffixes else None
    if kind is None:
        raise BadInput(f"the name '{target.name}' does not say which format it is to have; say it with --to.")
    return kind


def _may_write(target: Path) -> None:
    if not target.parent.is_dir():
        raise BadInput(f"there is no folder '{target.parent}' for the new file; make it first.")
    if not os.access(target.parent, os.W_OK):
        raise BadInput(f"nothing may be written in '{target.parent}' by this user; choose another folder.")


def _read(source: Path, options: table.Options, done: Converted) -> XesLog | Ocel:
    if done.source in OCEL:
        ocel: Ocel = OCEL[done.source].read(source, options.zone, done.notes)
        return ocel
    if done.source == "xes":
        return xes_file.read(source, options.zone, done.notes)
    if done.source == "parquet" and not _packed(source) and (told := columns_file.told_in(source)):
        return columns_file.read(source, told)
    return tables.read(source, options, done.notes)


def _packed(source: Path) -> bool:
    with source.open("rb") as stream:
        return stream.read(2) == b"\x1f\x8b"


def _write(log: XesLog | Ocel, aside: Path, source: Path, options: table.Options, done: Converted) -> None:
    if done.target in OCEL:
        ocel = log if isinstance(log, Ocel) else crossing.to_ocel(log, done.notes)
        done.events, done.objects = len(ocel.events), len(ocel.objects)
        _not_empty(done, source)
        OCEL[done.target].write(ocel, aside, done.notes)
        return
    if isinstance(log, Ocel):
        traces = crossing.to_xes(log, options.object_type, done.notes)
        kept = list(traces.traces)
        _write_xes(lambda: XesLog(traces.head, kept), aside, done)
    elif done.target == "xes":
        _write_xes(lambda: log, aside, done)
    else:
        again = _read(source, options, Converted(done.source, done.target, Notes(keep_good=True)))
        assert isinstance(again, XesLog)  # as the first time
        logs = iter([log, again])
        _write_xes(lambda: next(logs), aside, done)
    _not_empty(done, source)


def _write_xes(log: Callable[[], XesLog], aside: Path, done: Converted) -> None:
    """Write traces; for columns the log is read twice, since what columns it needs is known at its end."""
    if done.target == "xes":
        xes_file.write(_counted(log(), done), aside, done.notes)
        return
    kinds = columns_file.kinds_of(log().traces)
    write = columns_file.write if done.target == "parquet" else columns_file.write_csv
    write(_counted(log(), done), kinds, aside, done.notes)


def _counted(log: XesLog, done: Converted) -> XesLog:
    def traces() -> Iterator[Trace]:
        done.cases = 0
        for trace in log.traces:
            done.cases += not trace.loose
            done.events += len(trace.events)
            yield trace

    return XesLog(log.head, traces())


def _not_empty(done: Converted, source: Path) -> None:
    if not done.events:
        raise BadInput(f"'{source.name}' holds no event; there is nothing to convert.")


__all__ = ["KINDS", "Converted", "convert", "named"]
