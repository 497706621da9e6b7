"""Questions about evidence: which logs are there, and what do they say."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
from django.db.models import QuerySet

from madang.ground.organisations.queries import Government
from madang.insight.evidence import live
from madang.insight.evidence.measures import measure
from madang.insight.evidence.measures.engine import Log, opened
from madang.insight.evidence.models import ImportedLog
from madang.insight.evidence.ruled import asked_of_history
from madang.lib.commands import BadInput

__all__ = [
    "ImportedLog",
    "Variant",
    "cases_file",
    "live_log",
    "logs",
    "logs_of",
    "variants",
    "variants_covering",
]

BATCH = 512


@contextmanager
def live_log(
    government: str | None = None, service: str | None = None, lifecycle: str | None = None
) -> Iterator[Log]:
    """The cases handled in Madang as a log, as the last refresh wrote them; of one government or service on wish.

    Raises BadInput while the table was never written. Who needs the latest calls `actions.refresh_live_log` before.
    """
    files = live.files(government)
    if not files:
        raise BadInput(
            "no case handled here was written to the table of events yet; run 'madang log refresh' first."
        )
    with opened(files, lifecycle, only={"service": service}) as log:
        yield log


def cases_file(log: ImportedLog) -> Path:
    """The file of all cases of a log; one that was imported before there was such a file is measured now."""
    file = log.cases_file
    if not file.exists():
        aside = file.with_name(f".{uuid4().hex}.cases")
        asked = asked_of_history(log.service_key, log.government, ZoneInfo(log.reading["time_zone"]))
        try:
            measure(log.events_file, lifecycle=log.reading.get("lifecycle"), cases_to=aside, asked=asked)
            aside.rename(file)
        finally:
            aside.unlink(missing_ok=True)
    return file


@dataclass(frozen=True)
class Variant:
    """An order of activities that cases took: its rank, how many took it, the share of all cases up to it."""

    rank: int
    steps: list[str]
    cases: int
    share: float
    cumulative: float
    median_seconds: float


def logs() -> QuerySet[ImportedLog]:
    """All imported logs, newest first."""
    return ImportedLog.objects.select_related("government").order_by("-imported_at", "-id")


def logs_of(government: Government, service_key: str) -> QuerySet[ImportedLog]:
    """The imported logs of one service, newest first."""
    return logs().filter(government=government, service_key=service_key)


def variants(log: ImportedLog, start: int = 0, count: int | None = None) -> Iterator[Variant]:
    """The variants of the log from rank `start` + 1 on, the most frequent first, read as they are needed."""
    return islice(_all_variants(log), start, None if count is None else start + count)


def _all_variants(log: ImportedLog) -> Iterator[Variant]:
    whole, reached, rank = log.figures["summary"]["cases"], 0, 0
    with pq.ParquetFile(log.variants_file) as file:
        for batch in file.iter_batches(BATCH, columns=["steps", "cases", "median"]):
            for row in batch.to_pylist():
                rank, reached = rank + 1, reached + row["cases"]
                yield Variant(
                    rank,
                    row["steps"],
                    row["cases"],
                    row["cases"] / whole,
                    reached / whole,
                    row["median"] / 1_000_000,
                )


def variants_covering(log: ImportedLog, share: float, most: int = 5000) -> list[Variant]:
    """The fewest variants that together make at least `share` of all cases; never more than `most`."""
    found: list[Variant] = []
    for variant in variants(log, 0, most):
        found.append(variant)
        if variant.cumulative >= share - 1e-12:
            break
    return found
