"""Reading the measures of a claim from the log of its service: the same expressions for live and imported cases."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb
import ibis

from madang.ground.organisations.queries import Government
from madang.insight.claims.definition import Measure
from madang.insight.claims.tables import CASES, SERIES, Table, Unreadable, of_rows
from madang.insight.evidence import actions as evidence
from madang.insight.evidence.queries import live_log, logs_of
from madang.lib.commands import BadInput

DAY = 86_400_000_000  # microseconds
SETTLED = 0.9  # a month of which fewer cases have ended is not yet told: the long ones would be missing


@dataclass(frozen=True)
class Gathered:
    """A table from a log, where it is from, and the query that made it."""

    table: Table
    source: str
    query: str


def gathered(government: Government, service: str, measure: Measure) -> Gathered | None:
    """The measure read from the newest imported log of the service, else from live cases; nothing without cases."""
    with _events(government, service) as (events, source):
        if events is None:
            return None
        expression = EXPRESSIONS[measure.read_from](_cases(events))
        rows = [tuple(str(cell) for cell in row) for row in _rows(expression)]
        query = str(ibis.to_sql(expression, dialect="duckdb"))
    if not rows:
        return None
    kind = CASES if measure.read_from == "cycle_time" else SERIES
    return Gathered(of_rows(kind, rows), source, query)


@contextmanager
def _events(government: Government, service: str) -> Iterator[tuple[Any, str]]:
    log = logs_of(government, service).first()
    if log is not None:
        engine = ibis.duckdb.connect()
        try:
            events = engine.read_parquet(str(log.events_file))
            yield _whole(events), log.source or log.name
        finally:
            engine.disconnect()
        return
    try:
        evidence.refresh_live_log(by=None)
        with live_log(government.code, service) as live:
            yield _whole(live.events), f"Madang, {service}"
    except BadInput:
        yield None, ""


def _whole(events: Any) -> Any:
    missing = {
        name: ibis.null(kind) for name, kind in (("ended", "boolean"), ("end", "timestamp"), ("deadline", "timestamp"))
        if name not in events.columns
    }  # fmt: skip
    return events.mutate(**missing) if missing else events


def _cases(events: Any) -> Any:
    """One row a case: the month in which it began, its days, whether it has ended, whether it was late.

    A log that does not say which cases have ended is taken as one of ended cases.
    """
    cases = events.group_by("case").aggregate(
        month=events.day.min().strftime("%Y-%m"),
        days=events.time.max().epoch_seconds() / 86_400 - events.time.min().epoch_seconds() / 86_400,
        ended=events.ended.max().fill_null(True),
        late=(ibis.coalesce(events.end.max(), events.time.max()) > events.deadline.max()),
    )
    months = cases.group_by("month").aggregate(settled=cases.ended.cast("float64").mean())
    return cases.join(months, "month").filter(lambda row: row.settled >= SETTLED)


def _days(cases: Any) -> Any:
    return cases.filter(cases.ended).select("month", value=cases.days.round(3)).order_by("month", "value")


def _late(cases: Any) -> Any:
    due = cases.filter(cases.late.notnull())
    share = due.late.cast("float64").mean() * 100
    return due.group_by("month").aggregate(value=share.round(4)).order_by("month")


def _count(cases: Any) -> Any:
    return cases.group_by("month").aggregate(value=cases.count()).order_by("month")


EXPRESSIONS = {"cycle_time": _days, "late_share": _late, "count": _count}


def _rows(expression: Any) -> list[tuple[Any, ...]]:
    try:
        return [tuple(row.values()) for row in expression.to_pyarrow().to_pylist()]
    except duckdb.Error as why:
        raise Unreadable("live", 0, str(why).splitlines()[0]) from None
