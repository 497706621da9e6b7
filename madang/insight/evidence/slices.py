"""A slice of a log: which of its cases stand behind a figure, a bar, a month, a unit or a cause of waiting."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from madang.insight.evidence.measures.waiting import CAUSES

SECOND = 1_000_000
SHOWS = ("rework", "late", "late_by_law", "open", "ping_pong", "stopped", "automatic", "right")
SORTS = ("first", "longest", "waiting")
MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Slice:
    """What is asked for in the address; what cannot be read there counts as not asked."""

    since: str = ""  # months of the first event, both included
    until: str = ""
    unit: str = ""
    channel: str = ""
    group: str = ""
    activity: str = ""
    variant: int | None = None
    show: str = ""
    cause: str = ""
    least: float | None = None  # seconds of cycle time
    most: float | None = None
    sort: str = "first"

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Slice":
        """The slice that an address asks for."""
        month = {name: asked.get(name, "") for name in ("since", "until")}
        variant = asked.get("variant", "")
        return cls(
            **{name: text if MONTH.fullmatch(text) else "" for name, text in month.items()},
            **{name: asked.get(name, "")[:500] for name in ("unit", "channel", "group", "activity")},
            variant=int(variant) if variant.isascii() and variant.isdecimal() and len(variant) < 10 else None,
            show=_one_of(SHOWS, asked.get("show", "")),
            cause=_one_of(CAUSES, asked.get("cause", "")),
            least=_number(asked.get("least", "")),
            most=_number(asked.get("most", "")),
            sort=_one_of(SORTS, asked.get("sort", "")) or "first",
        )

    @property
    def query(self) -> str:
        """The slice as the part of an address behind the question mark."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return urlencode({name: value for name, value in said.items() if value not in ("", None, "first")})

    def without(self, part: str) -> "Slice":
        """The slice with one of its conditions left out."""
        said = {field.name: getattr(self, field.name) for field in fields(self) if field.name != part}
        return Slice(**said)

    @property
    def narrowed(self) -> bool:
        """Whether it is less than the whole log."""
        return bool(self.query) and self.query != f"sort={self.sort}"


def _one_of(known: tuple[str, ...], said: str) -> str:
    return said if said in known else ""


def _number(said: str) -> float | None:
    try:
        value = float(said)
    except ValueError:
        return None
    return value if 0 <= value < 1e12 else None


@lru_cache(maxsize=4)
def _read(file: str, changed: int) -> pa.Table:
    whole = pq.read_table(file)
    return whole.append_column("number", pa.array(np.arange(1, whole.num_rows + 1)))


def cases_in(file: Path) -> pa.Table:
    """All cases of a log, with the number under which each is known; the last few logs asked for stay at hand."""
    return _read(str(file), file.stat().st_mtime_ns)


def cut(cases: pa.Table, asked: Slice, only: frozenset[str] | None = None) -> pa.Table:
    """The cases of the slice in the order asked for; `only` are those that the viewer may see."""
    mask = np.ones(cases.num_rows, bool)
    for name in ("unit", "channel", "group"):
        if said := getattr(asked, name):
            mask &= _true(pc.equal(cases[name], said))
    if asked.since or asked.until:
        mask &= _in_months(cases["month"], asked.since, asked.until)
    if asked.variant is not None:
        mask &= _true(pc.equal(cases["variant"], asked.variant))
    if asked.activity:
        mask &= _with_activity(cases["steps"], asked.activity)
    if asked.show:
        mask &= shown(cases, asked.show)
    if asked.cause:
        mask &= _numbers(cases, asked.cause) > 0
    cycle = _numbers(cases, "cycle")
    mask &= cycle >= (asked.least or 0) * SECOND
    if asked.most is not None:
        mask &= cycle < asked.most * SECOND
    if only is not None:
        mask &= _true(pc.is_in(cases["case"], pa.array(sorted(only), pa.string())))
    found = cases.filter(pa.array(mask))
    key = asked.cause or {"longest": "cycle", "waiting": "waiting"}.get(asked.sort)
    return found.sort_by([(key, "descending"), ("number", "ascending")]) if key else found


def shown(cases: pa.Table, what: str) -> Mask:
    """Which cases had rework, were late, are open, and so on."""
    if what == "rework":
        again: Mask = _numbers(cases, "events") > _numbers(cases, "kinds")
        return again
    if what == "right":
        right: Mask = _numbers(cases, "events") == _numbers(cases, "kinds")
        return right & ~_true(cases["open"]) & ~_true(cases["stopped"])
    if what == "late":
        ended = pc.coalesce(cases["closed"], cases["last"])
        return _true(pc.greater(ended, cases["deadline"]))
    if what == "ping_pong":
        back: Mask = _numbers(cases, "ping_pong") > 0
        return back
    if what == "automatic":
        events = _numbers(cases, "events")
        alone: Mask = (_numbers(cases, "automatic") == events) & (
            _numbers(cases, "automation_known") == events
        )
        return alone
    return _true(cases[what])


def told(cases: pa.Table) -> dict[str, Any]:
    """The figures of a slice, in seconds; none where it has no case."""
    count = cases.num_rows
    if not count:
        return {"cases": 0}
    cycle = _numbers(cases, "cycle") / SECOND
    causes = {cause: int(_numbers(cases, cause).sum()) / SECOND for cause in CAUSES}
    due = int(_true(pc.is_valid(cases["deadline"])).sum())
    return {
        "cases": count,
        "open": int(_true(cases["open"]).sum()),
        "median": float(np.median(cycle)),
        "mean": float(cycle.mean()),
        "p90": float(np.quantile(cycle, 0.9)),
        "rework": int(shown(cases, "rework").sum()),
        "due": due,
        "late": int(shown(cases, "late").sum()) if due else None,
        "waiting": sum(causes.values()),
        "causes": causes,
    }


def rows(cases: pa.Table, start: int = 0, count: int | None = None) -> list[dict[str, Any]]:
    """Cases as plain data, in seconds and moments, without the steps."""
    part = cases.slice(start, count).drop_columns(["steps"])
    return [_row(row) for row in part.to_pylist()]


def _row(row: dict[str, Any]) -> dict[str, Any]:
    spans = ("cycle", "processing", "waiting", "worked", *CAUSES)
    told = {
        name: row[name]
        for name in ("number", "case", "events", "variant", "unit", "channel", "group", "outcome")
    }
    told |= {"first": row["first"] / SECOND, "last": row["last"] / SECOND}
    told |= {f"{name}_seconds": row[name] / SECOND for name in spans}
    ended = row["closed"] if row["closed"] is not None else row["last"]
    told |= {
        "open": row["open"],
        "rework": row["events"] > row["kinds"],
        "late": None if row["deadline"] is None else ended > row["deadline"],
        "late_by_law": row["late_by_law"],
        "ping_pong": row["ping_pong"] > 0,
    }
    return told


def _numbers(cases: pa.Table, name: str) -> npt.NDArray[np.int64]:
    values: npt.NDArray[np.int64] = cases[name].to_numpy()
    return values


def _true(flags: pa.ChunkedArray) -> Mask:
    return np.asarray(pc.fill_null(flags, False).to_numpy(), bool)


def _in_months(months: pa.ChunkedArray, since: str, until: str) -> Mask:
    named = pc.strftime(months.cast(pa.timestamp("s")), format="%Y-%m")
    low = _true(pc.greater_equal(named, since)) if since else np.ones(len(named), bool)
    high = _true(pc.less_equal(named, until)) if until else np.ones(len(named), bool)
    return low & high


def _with_activity(steps: pa.ChunkedArray, activity: str) -> Mask:
    lists = steps.combine_chunks()
    which = pc.list_parent_indices(lists).filter(pc.equal(pc.list_flatten(lists), activity))
    found = np.zeros(len(lists), bool)
    found[which.to_numpy()] = True
    return found
