"""Pages of the cases handled here: figures for everybody above a floor, cases only for whom they concern."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.flow import queries as flow
from madang.ground.organisations.queries import Government, government, works_in
from madang.ground.people.queries import Known, everybody_signed_in
from madang.insight.evidence import further, live, slices, words
from madang.insight.evidence.case_views import PAGE, narrowed_by, shown
from madang.insight.evidence.exports import csv_of
from madang.insight.evidence.figure import Figure
from madang.insight.evidence.live_figures import (
    FEW,
    FLOOR,
    LiveFigures,
    for_the_public,
    live_figures,
    services_measured,
)
from madang.insight.evidence.more import shared_parts
from madang.insight.evidence.ruled import ruled
from madang.lib.permissions import only, open_to_all
from madang.work.services.queries import service

Row = dict[str, Any]


def _found(code: str, key: str) -> tuple[Government, LiveFigures | None]:
    office = government(code)
    if office is None or service(key) is None:
        raise Http404
    return office, live_figures(office, key)


def _works_here(request: HttpRequest, office: Government) -> bool:
    if not request.user.is_authenticated:
        return False
    return any(one.pk == office.pk for one in works_in(request.user, timezone.now()))


@open_to_all
@require_safe
def figures(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """What the cases of a service say; to the public without small counts and without the cases."""
    office, found = _found(code, key)
    inside = _works_here(request, office)
    told = (found.figures if inside else for_the_public(found.figures)) if found else None
    cases_url = reverse("evidence:live_cases", args=[code, key]) if inside else ""
    named = service(key)
    context: Row = {
        "government": office, "key": key, "inside": inside, "cases_url": cases_url, "floor": FLOOR,
        "title": {"ko": named.promise.title.ko, "en": named.promise.title.en} if named else key,
        "through": live.through(), "told": told,
    }  # fmt: skip
    if told:
        context |= {
            "figures": _coarse(words.figures_of(told), inside=inside),
            "went": _went(told["summary"].get("conformance"), key) if inside else None,
            **shared_parts(told, cases_url),
        }
    return render(request, "evidence/live.html", context)


def _coarse(figures: Iterable[Figure], *, inside: bool) -> list[Figure]:
    """To the public a count of cases under five is only said to be so."""
    if inside:
        return list(figures)
    return [
        Figure(one.key, one.name, None, _("fewer than %(few)s") % {"few": FEW}, one.definition)
        if isinstance(one.value, int) and 0 < one.value < FEW and one.where.startswith("show=")
        else one
        for one in figures
    ]


def _went(told: Row | None, key: str) -> Row | None:
    """How the cases went, set against the definition, with the titles of its stages."""
    asked = ruled(key)
    if not told or asked is None or asked.flow is None:
        return None
    titles = {stage: {"ko": said.title.ko, "en": said.title.en} for stage, said in asked.flow.stages.items()}
    return {
        **told,
        "skipped": [(titles.get(stage, stage), count) for stage, count in told["skipped"].items()],
        "out_of_order": list(told["out_of_order"].items()),
        "not_entitled": list(told["not_entitled"].items()),
    }


@only(everybody_signed_in)
@require_safe
def cases(request: Known, code: str, key: str) -> HttpResponse:
    """The cases of a slice that the viewer may see."""
    office, found = _found(code, key)
    asked = slices.Slice.of(request.GET.dict())
    seen = _visible(request, office, key, found, asked)
    page = Paginator(range(seen.num_rows), PAGE).get_page(request.GET.get("page"))
    told = slices.told(seen)
    rows = [shown(row) for row in slices.rows(seen, page.start_index() - 1, PAGE)] if told["cases"] else []
    named = service(key)
    return render(request, "evidence/live_cases.html", {
        "government": office, "key": key, "slice": asked, "page": page, "told": told,
        "title": {"ko": named.promise.title.ko, "en": named.promise.title.en} if named else key,
        "rows": _numbered(rows, request),
        "narrowed_by": narrowed_by(asked),
        "causes": further.causes({"waiting_causes": told["causes"]}) if told["cases"] else [],
    })  # fmt: skip


def _visible(
    request: Known, office: Government, key: str, found: LiveFigures | None, asked: slices.Slice
) -> Any:
    if found is None:
        raise Http404
    mine = flow.visible_to(request.user).filter(government=office, definition__key=key)
    ids = frozenset(str(pk) for pk in mine.values_list("pk", flat=True))
    return slices.cut(slices.cases_in(found.cases_file), asked, ids)


def _numbered(rows: list[Row], request: Known) -> list[Row]:
    """The rows with the case's own number and the address of its page."""
    ids = [UUID(row["case"]) for row in rows]
    held = dict(flow.visible_to(request.user).filter(pk__in=ids).values_list("pk", "number"))
    return [
        {
            **row,
            "name": held.get(UUID(row["case"]), ""),
            "link": reverse("services:office_case", args=[row["case"]]),
        }
        for row in rows
    ]


@only(everybody_signed_in)
@require_safe
def cases_csv(request: Known, code: str, key: str) -> HttpResponse:
    """The cases of a slice that the viewer may see, as CSV."""
    office, found = _found(code, key)
    seen = _visible(request, office, key, found, slices.Slice.of(request.GET.dict()))
    rows = [{**row, "first": _iso(row["first"]), "last": _iso(row["last"])} for row in slices.rows(seen)]
    head = list(rows[0]) if rows else ["case"]
    file = csv_of(f"{code}-{key}-cases.csv", head, (row.values() for row in rows))
    return HttpResponse(file.getvalue(), headers=dict(file.headers))


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, timezone.get_current_timezone()).isoformat()


def handled_here() -> list[tuple[Any, Any, str, str]]:
    """The services of which cases were handled here, with their governments, for a list."""
    offices = {one.code: one for one in Government.objects.all()}
    found = []
    for code, key in services_measured():
        named, office = service(key), offices.get(code)
        if named and office:
            titles = {"ko": named.promise.title.ko, "en": named.promise.title.en}
            found.append((titles, {"ko": office.name_ko, "en": office.name_en}, code, key))
    return found
