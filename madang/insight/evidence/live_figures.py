"""The figures of the cases of a service that were handled here, measured once after each refresh."""

import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow.dataset as ds

from madang.ground.organisations.queries import Government
from madang.insight.evidence import live
from madang.insight.evidence.measures.engine import opened
from madang.insight.evidence.measures.figures import measured
from madang.insight.evidence.ruled import ruled
from madang.lib.commands import BadInput

LAYOUT = 1  # of what is kept; with another number it is measured anew
KEPT = 3600  # seconds that figures of an earlier refresh stay, for pages under way
FLOOR = 10  # cases below which nothing is told to the public
FEW = 5  # of a count below which the public is not told how many
Row = dict[str, Any]


@dataclass(frozen=True)
class LiveFigures:
    """What the cases of a service in a government say, and the file of its cases."""

    figures: Row
    cases_file: Path


def live_figures(government: Government, key: str) -> LiveFigures | None:
    """The figures as of the last refresh; None where the service takes no cases or none was handled yet."""
    asked, through = ruled(key, government), live.through()
    files = live.files(government.code)
    if asked is None or through is None or not files:
        return None
    stamp = hashlib.sha256(f"{LAYOUT} {through.isoformat()} {asked}".encode()).hexdigest()[:20]
    told = live.folder() / government.code / "measured" / f"{key}-{stamp}.json"
    cases = told.with_suffix(".parquet")
    if not (told.exists() and cases.exists()):
        told.parent.mkdir(parents=True, exist_ok=True)
        aside = told.with_name(f".{uuid4().hex}")
        try:
            with opened(files, only={"service": key}) as log:
                figures = measured(log, cases_to=aside, asked=asked)
        except BadInput:
            return None
        aside.rename(cases)
        aside.write_text(json.dumps({"summary": figures.summary, **figures.details}))
        aside.rename(told)
        _clear(told.parent, key, stamp)
    return LiveFigures(json.loads(told.read_text()), cases)


def _clear(folder: Path, key: str, stamp: str) -> None:
    """Remove what was measured after earlier refreshes."""
    for file in folder.glob(f"{key}-" + "?" * 20 + ".*"):
        if stamp not in file.name and file.stat().st_mtime < time.time() - KEPT:
            file.unlink(missing_ok=True)


def for_the_public(figures: Row) -> Row | None:
    """The figures without small counts: None below the floor of cases, parts of few cases left out with another.

    Of parts that would be left out alone the next smallest goes too, so that no difference tells it.
    """
    if figures["summary"]["cases"] < FLOOR:
        return None
    parts = {name: _large(rows) for name, rows in figures.get("parts", {}).items()}
    return {**figures, "parts": {name: rows for name, rows in parts.items() if rows}}


def _large(rows: list[Row]) -> list[Row]:
    small = [row for row in rows if row["cases"] < FLOOR]
    large = sorted((row for row in rows if row["cases"] >= FLOOR), key=lambda row: row["cases"])
    if small and sum(row["cases"] for row in small) < FLOOR:
        large = large[1:]
    kept = {id(row) for row in large}
    return [row for row in rows if id(row) in kept]


def services_measured() -> list[tuple[str, str]]:
    """Government and service of everything handled here that a refresh has written."""
    files = [str(file) for file in live.files()]
    if not files:
        return []
    table = ds.dataset(files).to_table(columns=["government", "service"]).group_by(["government", "service"])
    rows = table.aggregate([]).to_pylist()
    return sorted((row["government"], row["service"]) for row in rows if row["government"] and row["service"])
