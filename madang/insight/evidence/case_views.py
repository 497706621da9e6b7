"""The cases behind the figures: a list that a filter in the address narrows, and the steps of one case."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.ground.organisations.queries import works_in
from madang.insight.evidence import further, queries, slices
from madang.insight.evidence.exports import csv_of
from madang.insight.evidence.measures.waiting import CAUSES
from madang.insight.evidence.models import ImportedLog
from madang.lib.permissions import open_to_all
from madang.ui.words import duration

PAGE = 50
MOST_STEPS = 500
NARROWED = ("unit", "channel", "group")
Row = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """A log, the slice of it that the address asks for, its cases, and whether their numbers may be shown."""

    log: ImportedLog
    slice: slices.Slice
    cases: pa.Table
    numbered: bool


def _asked(request: HttpRequest, pk: int) -> Asked:
    log = queries.logs().filter(pk=pk).first()
    if log is None:
        raise Http404
    file = queries.cases_file(log)
    asked = slices.Slice.of(request.GET.dict())
    return Asked(log, asked, slices.cut(slices.cases_in(file), asked), _may_see_numbers(request, log))


def _may_see_numbers(request: HttpRequest, log: ImportedLog) -> bool:
    """Whether the viewer works in the government of the log; to others a case is its place in the log."""
    if not request.user.is_authenticated:
        return False
    return any(one.pk == log.government_id for one in works_in(request.user, timezone.now()))


@open_to_all
@require_safe
def cases(request: HttpRequest, pk: int) -> HttpResponse:
    """The cases of a slice, with its figures and the filter."""
    asked = _asked(request, pk)
    with on_the_clock_of(asked.log):
        return render(request, "evidence/cases.html", _listed(request, asked))


def on_the_clock_of(log: ImportedLog) -> AbstractContextManager[None]:
    """Times of a log are shown as the clock of its own place showed them."""
    return timezone.override(ZoneInfo(log.reading["time_zone"]))


def _listed(request: HttpRequest, asked: Asked) -> Row:
    page = Paginator(range(asked.cases.num_rows), PAGE).get_page(request.GET.get("page"))
    told = slices.told(asked.cases)
    rows = slices.rows(asked.cases, page.start_index() - 1, PAGE) if told["cases"] else []
    return {
        "log": asked.log,
        "slice": asked.slice,
        "page": page,
        "rows": [shown(row) for row in rows],
        "told": told,
        "causes": further.causes({"waiting_causes": told["causes"]}) if told["cases"] else [],
        "numbered": asked.numbered,
        "choices": _choices(asked.log),
        "shows": [(name, show_in_words(name)) for name in slices.SHOWS],
        "causes_known": [(cause, further.cause_in_words(cause)) for cause in CAUSES],
        "narrowed_by": narrowed_by(asked.slice),
        "whole": asked.log.figures["summary"]["cases"],
    }


def _choices(log: ImportedLog) -> list[tuple[str, str, list[str]]]:
    """What each filter of the log can be set to."""
    names = {"unit": _("Unit"), "channel": _("Channel"), "group": _("Group of cases")}
    parts = log.figures.get("parts", {})
    found = [
        (key, names[key], [row["name"] for row in parts[key] if row["name"]])
        for key in NARROWED
        if key in parts
    ]
    return [*found, ("activity", _("Activity"), sorted(row["activity"] for row in log.figures["activities"]))]


def narrowed_by(asked: slices.Slice) -> list[tuple[str, str]]:
    """Each part of the slice with the address that leaves it out."""
    names = {
        "since": _("From"), "until": _("Until"), "unit": _("Unit"), "channel": _("Channel"),
        "group": _("Group of cases"), "activity": _("Activity"), "variant": _("Variant"),
        "show": _("Only"), "cause": _("Waited"), "least": _("Took at least"), "most": _("Took less than"),
    }  # fmt: skip
    found = []
    for key, name in names.items():
        value = getattr(asked, key)
        if value in ("", None):
            continue
        found.append((f"{name}: {_said(key, value)}", f"?{asked.without(key).query}"))
    return found


def _said(key: str, value: Any) -> str:
    if key == "show":
        return show_in_words(value)
    if key == "cause":
        return further.cause_in_words(value)
    if key in ("least", "most"):
        return duration(value)
    return str(value)


def show_in_words(name: str) -> str:
    """What a choice of cases is called."""
    return {
        "rework": _("with rework"),
        "late": _("late"),
        "late_by_law": _("late by the legal clock"),
        "open": _("still open"),
        "ping_pong": _("sent to and fro"),
        "stopped": _("whose clock was stopped"),
        "automatic": _("that nobody had to touch"),
        "right": _("right the first time"),
    }[name]


def shown(row: Row) -> Row:
    """A row for people: moments instead of seconds."""
    return {**row, "began": _moment(row["first"]), "ended": _moment(row["last"])}


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@open_to_all
@require_safe
def cases_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The cases of a slice as CSV."""
    asked = _asked(request, pk)
    rows = _exported(asked)
    head = list(rows[0]) if rows else ["number"]
    return csv_of(f"log-{pk}-cases.csv", head, (row.values() for row in rows))


@open_to_all
@require_safe
def cases_json(request: HttpRequest, pk: int) -> JsonResponse:
    """The cases of a slice as JSON, with its figures and what was asked for."""
    asked = _asked(request, pk)
    return JsonResponse(
        {
            "kind": "imported history",
            "log": asked.log.name,
            "source": asked.log.source,
            "asked": asked.slice.query,
            "figures": slices.told(asked.cases),
            "cases": _exported(asked),
        },
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )


def _exported(asked: Asked) -> list[Row]:
    rows = slices.rows(asked.cases)
    for row in rows:
        if not asked.numbered:
            del row["case"]
        row["first"], row["last"] = _moment(row["first"]).isoformat(), _moment(row["last"]).isoformat()
    return rows


@open_to_all
@require_safe
def case(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One case of a log, step by step, without the names of those who worked."""
    asked = _asked(request, pk)
    whole = slices.cases_in(queries.cases_file(asked.log))
    if not 1 <= number <= whole.num_rows:
        raise Http404
    row = whole.slice(number - 1, 1)
    told = slices.rows(row)[0]
    split = {cause: told[f"{cause}_seconds"] for cause in CAUSES}
    steps = steps_of(asked.log.events_file, row["case"][0].as_py(), asked.log.reading.get("lifecycle"))
    context = {
        "log": asked.log,
        "case": shown(told),
        "numbered": asked.numbered,
        "steps": steps,
        "causes": further.causes({"waiting_causes": split}),
        "before": number - 1,
        "after": number + 1 if number < whole.num_rows else 0,
    }
    with on_the_clock_of(asked.log):
        return render(request, "evidence/case.html", context)


def steps_of(events: Path, name: str, lifecycle: str | None) -> list[Row]:
    """The events of one case in their order, each with the time since the one before."""
    columns = ["row", "activity", "time", "unit", "lifecycle"]
    found = ds.dataset(events).to_table(columns=columns, filter=pc.field("case") == name)
    found = found.sort_by([("time", "ascending"), ("row", "ascending")])
    steps: list[Row] = []
    for row in found.slice(0, MOST_STEPS).to_pylist():
        if lifecycle and (row["lifecycle"] or "").lower() != lifecycle.lower():
            continue
        passed = (row["time"] - steps[-1]["time"]).total_seconds() if steps else None
        steps.append({**row, "passed": passed})
    return steps
