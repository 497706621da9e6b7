"""The inbox with a million open cases, seen by an official of the unit that has two hundred thousand of them."""

import time
from collections.abc import Callable
from statistics import median, quantiles
from typing import Any

from bench.database import fresh
from bench.million import CASES, country

TIMES = 40
AIM = 50  # milliseconds


def run(number: int = CASES) -> list[str]:
    """Ask each kind of page forty times: how long the whole query takes, and how long in the database."""
    with fresh():
        began = time.monotonic()
        made = country(number)
        lines = [
            f"{number:,} open cases made in {time.monotonic() - began:.0f} s; the unit has {number // 5:,}"
        ]
        for name, ask in _pages(made).items():
            lines.append(_line(name, ask))
        lines += [f"reads a whole table: {name}" for name, ask in _pages(made).items() if _reads_all(ask)]
    return lines


def _pages(made: Any) -> dict[str, Callable[[], object]]:
    from django.utils import timezone

    from madang.flow import queries as flow
    from madang.flow.models import Case, WorkItem
    from madang.ground.organisations.queries import authorities

    at, clerk = timezone.now(), made.clerk
    held = authorities(clerk, at=at)
    in_unit = Case.objects.filter(unit=made.largest)
    open_here = WorkItem.objects.filter(unit=made.largest, due_at__isnull=False)
    middle = open_here.order_by("due_at", "id")[open_here.count() // 2]
    deep = f"{middle.due_at.isoformat()}~{middle.pk}" if middle.due_at else ""
    some = in_unit.select_related("applicant").order_by("pk")[5]
    assert some.applicant is not None
    tabs = {"all": flow.Filters(), "late": flow.Filters(when="late"), "mine": flow.Filters(whose="mine")}

    def page(after: str = "", **filters: Any) -> Callable[[], object]:
        return lambda: flow.inbox(clerk, flow.Filters(**filters), after=after, at=at)

    return {
        "first page": page(),
        "page in the middle": page(after=deep),
        "late": page(when="late"),
        "due today": page(when="today"),
        "waiting for the applicant": page(when="waiting"),
        "mine": page(whose="mine"),
        "nobody's": page(whose="nobody"),
        "one service": page(service="permit-3"),
        "one service, late": page(service="permit-3", when="late"),
        "by number": page(text=some.number),
        "by name": page(text=some.applicant.name),
        "by the beginning of a name": page(text="김"),
        "by a name that nobody has": page(text="없는이름"),
        "counts on the tabs": lambda: flow.how_many(clerk, tabs, held=held, at=at),
        "load of the unit": lambda: flow.load([made.largest], at=at),
    }


def _line(name: str, ask: Callable[[], object]) -> str:
    ask()
    took = [_milliseconds(ask) for _ in range(TIMES)]
    late = quantiles(took, n=20)[-1]
    inside = median(_in_database(ask) for _ in range(5))
    mark = "" if median(took) < AIM else "   over the aim"
    return (
        f"{name:28} p50 {median(took):7.1f} ms   p95 {late:7.1f} ms   in the database {inside:6.1f} ms{mark}"
    )


def _milliseconds(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return 1000 * (time.perf_counter() - began)


def _in_database(ask: Callable[[], object]) -> float:
    """What the database itself needs to plan and run its statements, in milliseconds."""
    lines = _plans(ask, "EXPLAIN (ANALYZE, TIMING OFF, BUFFERS OFF)")
    times = [line.split() for line in lines if line.startswith(("Planning Time", "Execution Time"))]
    return sum(float(words[2]) for words in times)


def _reads_all(ask: Callable[[], object]) -> bool:
    """Whether the plan of any of its statements goes through all cases or all items."""
    return any("Seq Scan on flow_" in line for line in _plans(ask, "EXPLAIN"))


def _plans(ask: Callable[[], object], explain: str) -> list[str]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        ask()
    lines: list[str] = []
    with connection.cursor() as cursor:
        for query in asked.captured_queries:
            if query["sql"].lstrip("(").startswith("SELECT"):
                cursor.execute(f"{explain} {query['sql']}")
                lines += [str(row[0]) for row in cursor.fetchall()]
    return lines
