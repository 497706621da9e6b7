"""Public pages of closed rounds: which there are, what one says, and the figures to take along."""

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from madang.ground.surveys.models import Round
from madang.ground.surveys.rounds import gaps, queries
from madang.ground.surveys.rounds.exporting import HEAD, facts_of, rows_of
from madang.ground.surveys.rounds.held import held_of
from madang.ground.surveys.rounds.showing import SIZES, page_of
from madang.lib.permissions import open_to_all
from madang.ui.pages import stretch

MOST = 50  # rounds under way that are listed


@open_to_all
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """All closed rounds, newest first."""
    return render(
        request,
        "surveys/rounds/results.html",
        {
            "page": stretch(queries.published(), request.GET.get("page")),
            "being_asked": queries.being_asked()[:MOST],
        },
    )


@open_to_all
@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """What one round says, with intervals, pictures and tables."""
    found = _found(pk)
    return render(
        request,
        "surveys/rounds/result.html",
        {"round": found, "held": held_of(found), **page_of(found)},
    )


@open_to_all
@require_safe
def gap(request: HttpRequest) -> HttpResponse:
    """Reported against felt: any two shares, and the gaps that others have published."""
    form = gaps.Asking(request.GET or None)
    found = form.reckoned() if form.is_valid() else None
    shown = []
    for one in gaps.published():
        told = gaps.reckon(one.reported.share, one.reported.n, one.felt.share, one.felt.n)
        shown.append({**one.model_dump(), "reckoned": told, "size": SIZES[told.size]})
    context: dict[str, Any] = {"form": form, "found": found, "published": shown}
    if found:
        context |= {"sentence": gaps.in_words(found), "size": SIZES[found.size]}
    status = 422 if form.is_bound and not found else 200
    return render(request, "surveys/rounds/gap.html", context, status=status)


@open_to_all
@require_safe
def figures_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The published figures as CSV, a figure a row."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="survey-round-{pk}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(HEAD)
    writer.writerows(rows_of(_found(pk)))
    return response


@open_to_all
@require_safe
def figures_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The published figures, the questionnaire and how the sample was drawn, as JSON."""
    found = _found(pk)
    told: dict[str, Any] = {**facts_of(found), "results": found.results}
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _found(pk: int) -> Round:
    return get_object_or_404(queries.published(), pk=pk)
