"""The cases handled in Madang as columns, kept up beside the imported logs: by government, year and month.

A file holds the cases received in one month. Files are never changed: a new one is written aside, the manifest
names it in place of the old one, and the old one goes an hour later, when nobody reads it any more. Whatever
moment this is killed at, the manifest names whole files, and the next refresh takes up where it stopped.
"""

import fcntl
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypedDict
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings
from django.utils import timezone

from madang.flow import queries as flow
from madang.insight.evidence.schema import LIVE, SCHEMA, batch_of

LAYOUT = 1  # of the files; with another number they are all written anew
CASES = 2000  # asked of the database at once
# An event gets its time before its transaction ends. None takes as long as this.
OVERLAP = timedelta(hours=1)
KEPT = timedelta(hours=1)
ORDER = [("case", "ascending"), ("row", "ascending")]
Progress = Callable[[int], None]


class Manifest(TypedDict):
    """Which file holds which month of which government, and up to when the table reaches."""

    layout: int
    through: str | None
    files: dict[str, str]


@dataclass(frozen=True)
class Refreshed:
    """What a refresh did: cases looked at, cases and files written, and up to when the table now reaches."""

    looked_at: int
    cases: int
    files: int
    through: datetime

    def as_json(self) -> dict[str, object]:
        return {
            "looked_at": self.looked_at,
            "cases": self.cases,
            "files": self.files,
            "through": self.through.isoformat(),
        }


def folder() -> Path:
    """Where logs lie in the data folder."""
    return Path(settings.DATA) / "logs"


def files(government: str | None = None) -> list[Path]:
    """The files of the table as it stands, of one government or of all."""
    named = _manifest()["files"]
    return [
        folder() / name for part, name in sorted(named.items()) if government in (None, part.split("/")[0])
    ]


def through() -> datetime | None:
    """Up to when the table reaches; nothing while it was never written."""
    told = _manifest()["through"]
    return datetime.fromisoformat(told) if told else None


def refresh(*, whole: bool = False, progress: Progress = lambda cases: None) -> Refreshed:
    """Bring the table to what the events say now; `whole` writes all of it anew. May be repeated and run twice."""
    with _alone():
        began, manifest = timezone.now(), _manifest()
        looked = written = files = 0
        for part, cases in _changed(None if whole else manifest["through"]).items():
            old = folder() / manifest["files"][part] if part in manifest["files"] and not whole else None
            if count := _renew(part, cases, old, manifest):
                written, files = written + count, files + 1
            looked += len(cases)
            progress(looked)
        manifest["through"] = began.isoformat()
        _keep(manifest)
        _clear(manifest)
        return Refreshed(looked, written, files, began)


def _changed(through: str | None) -> dict[str, list[UUID]]:
    """The cases that may stand otherwise than in the table, by government, year and month of receipt."""
    since = datetime.fromisoformat(through) - OVERLAP if through else None
    parts: dict[str, list[UUID]] = defaultdict(list)
    for case, government, received in flow.changed_since(since):
        parts[f"{government}/{received.astimezone(UTC):%Y/%m}"].append(case)
    return parts


def _renew(part: str, cases: Sequence[UUID], old: Path | None, manifest: Manifest) -> int:
    """Write the month anew if any of the cases stands otherwise than in its file; how many cases were written."""
    fresh = pa.Table.from_batches(_rows(cases), SCHEMA).sort_by(ORDER)
    names = pa.array([str(case) for case in cases])
    if old is not None and _same(old, names, fresh):
        return 0
    government, month = part.split("/", 1)
    name = f"{government}/live/{month}-{uuid4().hex[:12]}.parquet"
    to = folder() / name
    to.parent.mkdir(parents=True, exist_ok=True)
    aside = to.with_name(f".{to.name}")
    try:
        with pq.ParquetWriter(aside, SCHEMA, compression="zstd", compression_level=1) as writer:
            for batch in _others(old, names):
                writer.write_batch(batch)
            writer.write_table(fresh)
        aside.rename(to)
    finally:
        aside.unlink(missing_ok=True)
    manifest["files"][part] = name
    _keep(manifest)
    return len(cases)


def _others(old: Path | None, names: pa.Array) -> Iterator[pa.RecordBatch]:
    """The rows of the file about other cases than these, in batches."""
    if old is None:
        return
    with pq.ParquetFile(old) as file:
        for batch in file.iter_batches(1 << 16):
            kept = batch.filter(pc.invert(pc.is_in(batch.column("case"), names)))
            if kept.num_rows:
                yield kept.cast(SCHEMA)


def _same(old: Path, names: pa.Array, fresh: pa.Table) -> bool:
    """Whether the file says of these cases already what is to be written."""
    with pq.ParquetFile(old) as file:
        kept = [
            batch.filter(pc.is_in(batch.column("case"), names)).cast(SCHEMA)
            for batch in file.iter_batches(1 << 16)
        ]
    before = pa.Table.from_batches(kept, SCHEMA)
    return bool(before.sort_by(ORDER).equals(fresh))


def _rows(cases: Sequence[UUID]) -> Iterator[pa.RecordBatch]:
    """The steps of the cases as rows of the table."""
    for first in range(0, len(cases), CASES):
        some = flow.histories(cases[first : first + CASES])
        rows = [_row(history, step) for history in some for step in history.steps]
        if rows:
            kinds = {name: SCHEMA.field(name).type for name in rows[0]}
            arrays = {name: pa.array([row[name] for row in rows], kind) for name, kind in kinds.items()}
            yield batch_of(arrays, {"origin": LIVE})


def _row(history: flow.History, step: flow.Work) -> dict[str, object]:
    ended = history.closed_at is not None
    return {
        "row": step.seq,
        "case": str(history.case),
        "activity": step.activity,
        "time": step.at,
        "day": step.at.astimezone(ZoneInfo(history.zone)).date(),
        "resource": step.post,
        "deadline": history.due_at,
        "end": history.closed_at,
        "start": step.start,
        "unit": step.unit or None,
        "channel": history.channel,
        "enabled": step.enabled,
        "role": step.role,
        "automated": step.automated,
        "outcome": history.outcome or None,
        "government": history.government,
        "service": history.service,
        "version": step.version,
        "stage": step.stage or None,
        "act": step.kind,
        "clock": step.clock,
        "ended": ended,
    }


def _manifest() -> Manifest:
    """Which file holds which month, and up to when; an unreadable or older one counts as none."""
    try:
        kept: Manifest = json.loads((folder() / "live.json").read_text())
        if kept["layout"] == LAYOUT and all((folder() / name).exists() for name in kept["files"].values()):
            return kept
    except (OSError, ValueError, KeyError):
        pass
    return {"layout": LAYOUT, "through": None, "files": {}}


def _keep(manifest: Manifest) -> None:
    aside = folder() / f".live.{uuid4().hex}"
    aside.write_text(json.dumps(manifest, indent=1, sort_keys=True))
    aside.rename(folder() / "live.json")


def _clear(manifest: Manifest) -> None:
    """Remove files that nobody names since a while; who opened the table before still reads them meanwhile."""
    named = set(manifest["files"].values())
    until = (datetime.now(UTC) - KEPT).timestamp()
    for file in folder().glob("*/live/*/*.parquet"):
        if file.relative_to(folder()).as_posix() not in named and file.stat().st_mtime < until:
            file.unlink(missing_ok=True)


@contextmanager
def _alone() -> Iterator[None]:
    """One refresh at a time; a second one waits."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / ".live.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
