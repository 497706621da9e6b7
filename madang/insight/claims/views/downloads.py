"""What anybody may take away: the list, a claim with its numbers, its tables, and the script that recomputes all."""

import csv
import io
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.insight.claims import public_files, queries
from madang.insight.claims.models import Claim
from madang.insight.claims.views.asked import known, wanted
from madang.lib.permissions import open_to_all

MOST = 10_000
HEAD = [
    "key", "title_ko", "title_en", "government", "claimant", "service", "starts_on", "registered_at", "stage", "grade",
    "result", "felt", "measure", "unit", "better", "promised", "promised_as", "effect", "ci95_low", "ci95_high", "p",
    "invented", "address",
]  # fmt: skip


@open_to_all
@require_safe
def reforms_csv(request: HttpRequest) -> HttpResponse:
    """The list as it was narrowed, as CSV in UTF-8."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.DictWriter(out, HEAD, lineterminator="\r\n")
    writer.writeheader()
    for row in _rows(request):
        writer.writerow({name: harmless(value) for name, value in row.items()})
    return _file("reforms.csv", out.getvalue(), "text/csv; charset=utf-8")


@open_to_all
@require_safe
def reforms_json(request: HttpRequest) -> JsonResponse:
    """The same as JSON."""
    return JsonResponse({"reforms": _rows(request)}, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _rows(request: HttpRequest) -> list[dict[str, Any]]:
    claims = queries.public(wanted(request)[1])[:MOST]
    return [_row(claim, request) for claim in claims]


def _row(claim: Claim, request: HttpRequest) -> dict[str, Any]:
    terms = claim.terms
    first = terms["measures"][0]
    promised = first["promised"] or {"size": "", "as": ""}
    found = (claim.published.verdicts if claim.published else {}).get(first["key"])
    verdict = found["verdict"] if found else {"effect": None, "ci95": None, "p": None}
    low, high = verdict["ci95"] or (None, None)
    said = [
        claim.key, claim.title_ko, claim.title_en, claim.government.code, (terms["claimant"] or {}).get("en", ""),
        claim.service_key, terms["starts_on"], claim.registered_at and claim.registered_at.isoformat(), claim.stage,
        claim.grade, claim.standing, claim.felt, first["name"]["en"] or first["name"]["ko"],
        first["unit"]["en"] or first["unit"]["ko"], first["better"], promised["size"], promised["as"],
        verdict["effect"], low, high, verdict["p"], claim.invented,
        request.build_absolute_uri(reverse("claims:reform", args=[claim.key])),
    ]  # fmt: skip
    return dict(zip(HEAD, said, strict=True))


@open_to_all
@require_safe
def claim_json(request: HttpRequest, key: str) -> JsonResponse:
    """A claim with its terms, published results, hashes and history."""
    told = public_files.claim_as_json(known(key))
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})


@open_to_all
@require_safe
def data_csv(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A table of a claim, byte by byte as it was assessed, so that its hash can be checked."""
    data = known(key).data.filter(number=number).first()
    if data is None:
        raise Http404(_("There is no table of this number."))
    return _file(f"{key}-{number}.csv", data.content, "text/csv; charset=utf-8")


@open_to_all
@require_safe
def package(request: HttpRequest, key: str) -> HttpResponse:
    """Everything that is needed to recompute the newest published result, as one ZIP file."""
    claim = known(key)
    if claim.published is None:
        raise Http404(_("There is no published result yet, so there is nothing to recompute."))
    response = HttpResponse(public_files.package(claim, claim.published), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{key}.zip"'
    return response


def _file(name: str, content: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def harmless(cell: object) -> object:
    """Text that a spreadsheet would run as a formula is kept as text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
