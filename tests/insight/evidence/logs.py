"""Small logs for the tests, and the measures once more, counted in plain Python without any engine."""

import csv
import gzip
import io
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow.parquet as pq
import pytest

from madang.insight.evidence import table
from madang.insight.evidence.measures import Figures, measure

SEOUL = ZoneInfo("Asia/Seoul")
HEAD = ("case", "activity", "time", "resource", "deadline", "enddate")


@dataclass(frozen=True)
class Event:
    """One event of a test log; times are moments with an offset."""

    case: str
    activity: str
    time: datetime
    resource: str = ""
    deadline: datetime | None = None
    end: datetime | None = None

    def row(self) -> tuple[str, ...]:
        """The event as a line of CSV."""
        return (
            self.case,
            self.activity,
            self.time.isoformat(),
            self.resource,
            self.deadline.isoformat() if self.deadline else "",
            self.end.isoformat() if self.end else "",
        )


def as_csv(events: Iterable[Event], delimiter: str = ",") -> str:
    """The log as text."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(HEAD)
    writer.writerows(event.row() for event in events)
    return text.getvalue()


def as_xes(events: Sequence[Event]) -> str:
    """The log in XES with globals, classifiers and attributes within attributes, as tools write it."""
    traces: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        traces[event.case].append(event)
    return "".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="2.0" xmlns="http://www.xes-standard.org/">\n',
            '<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>\n',
            '<global scope="event"><string key="concept:name" value="__INVALID__"/></global>\n',
            '<classifier name="Activity" keys="concept:name"/>\n<string key="concept:name" value="the log"/>\n',
            *(_trace(case, inside) for case, inside in traces.items()),
            "</log>\n",
        ]
    )


def _trace(case: str, events: list[Event]) -> str:
    head = f'<trace><string key="concept:name" value={quoteattr(case)}/>\n'
    if events[0].deadline:
        head += f'<date key="deadline" value="{events[0].deadline.isoformat()}"/>\n'
    return head + "".join(_event(event) for event in events) + "</trace>\n"


def _event(event: Event) -> str:
    return (
        f'<event><string key="concept:name" value={quoteattr(event.activity)}>'
        '<string key="concept:name" value="nested"/></string>'
        '<list key="notes"><values><string key="org:resource" value="nobody"/></values></list>'
        f'<date key="time:timestamp" value="{event.time.isoformat()}"/>'
        + (f"<string key='org:resource' value={quoteattr(event.resource)}/>" if event.resource else "")
        + "</event>\n"
    )


def written(folder: Path, content: str | bytes, name: str = "log.csv", encoding: str = "utf-8") -> Path:
    """The content as a file, packed if its name ends in .gz."""
    data = content.encode(encoding) if isinstance(content, str) else content
    file = folder / name
    file.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return file


def options(**given: Any) -> table.Options:
    """Options of reading with Seoul's time, unless something else is given."""
    return table.Options(**{"zone": SEOUL, **given})


def read(file: Path, **given: Any) -> tuple[list[dict[str, Any]], table.Report]:
    """The events of the file as the table holds them, and the report."""
    to = file.parent / "events.parquet"
    report = table.write(file, to, options(**given))
    return pq.read_table(to).to_pylist(), report


def measured(file: Path, **given: Any) -> Figures:
    """The figures of the file."""
    to = file.parent / "events.parquet"
    table.write(file, to, options(**given))
    return measure(to)


def counted(events: Sequence[Event]) -> dict[str, Any]:
    """The summary of the log, counted in plain Python as the definitions say."""
    cases: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        cases[event.case].append(event)
    for inside in cases.values():
        inside.sort(
            key=lambda event: event.time
        )  # stable: events of one moment stay in the order of the file
    spans = [(inside[-1].time - inside[0].time).total_seconds() for inside in cases.values()]
    pairs = [pair for inside in cases.values() for pair in pairwise(inside)]
    summary: dict[str, Any] = {
        "cases": len(cases),
        "events": len(events),
        "activities": len({event.activity for event in events}),
        "variants": len({tuple(event.activity for event in inside) for inside in cases.values()}),
        "resources": len({event.resource for event in events if event.resource}),
        "cycle_time_seconds": {
            "median": float(np.median(spans)),
            "mean": float(np.mean(spans)),
            "p90": float(np.quantile(spans, 0.9)),
        },
        "rework_cases": sum(
            max(Counter(event.activity for event in inside).values()) > 1 for inside in cases.values()
        ),
        "handovers": sum(bool(a.resource and b.resource and a.resource != b.resource) for a, b in pairs),
        "directly_follows_pairs": len({(a.activity, b.activity) for a, b in pairs}),
    }
    due = {
        case: max((e.deadline for e in inside if e.deadline), default=None) for case, inside in cases.items()
    }
    late = [
        max((event.end for event in cases[case] if event.end), default=cases[case][-1].time) > deadline
        for case, deadline in due.items()
        if deadline
    ]
    if late:
        summary["late_share"] = sum(late) / len(late)
    return summary


def assert_same(found: dict[str, Any], expected: dict[str, Any]) -> None:
    """Every count equal, every time and share equal to rounding; figures that were added later stand behind."""
    assert list(found)[: len(expected)] == list(expected)
    for key, value in expected.items():
        if isinstance(value, (dict, float)):
            assert found[key] == pytest.approx(value, rel=1e-9, abs=1e-6), key
        else:
            assert found[key] == value, key


def real_log() -> Path:
    """The real log of a permit office, which is no part of the project; the test is skipped where it is not."""
    beside = Path(__file__).parents[4] / "shared" / "data"
    file = Path(os.environ.get("MADANG_REAL_DATA", beside)) / "receipt.csv"
    if not file.exists():
        pytest.skip("the real log is not on this machine")
    return file
