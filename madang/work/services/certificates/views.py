"""The pages where anybody checks a certificate, and the addresses of the published keys."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_http_methods

from madang.lib.pdf_seals import root_certificate
from madang.lib.permissions import open_to_all
from madang.ui.words import in_language, when
from madang.work.services.certificates import queries
from madang.work.services.certificates.answers import ANSWERS
from madang.work.services.certificates.forms import CarriedForm, FileForm, NumberForm
from madang.work.services.certificates.rules import Shown, Verdict

WAYS: dict[str, type[Form]] = {"number": NumberForm, "code": CarriedForm, "file": FileForm}


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Ask whether a certificate is genuine, in one of three ways, and read the answer."""
    way = request.POST.get("way", "")
    forms = {name: form(prefix=name) for name, form in WAYS.items()}
    verdict = None
    if way in WAYS:
        forms[way] = form = WAYS[way](request.POST, request.FILES, prefix=way)
        if form.is_valid():
            verdict = _checked(form)
            if verdict.shown:  # else what was typed stays, to be compared with the paper
                forms[way] = WAYS[way](prefix=way)
    answer = ANSWERS[verdict.state] if verdict else None
    shown = _shown(verdict.shown) if verdict and verdict.shown else None
    context = {"forms": forms, "way": way, "verdict": verdict, "answer": answer, "shown": shown}
    failed = way in WAYS and verdict is None
    return render(request, "certificates/verify.html", context, status=422 if failed else 200)


@open_to_all
@require_GET
@cache_control(public=True, max_age=3600)
def keys(request: HttpRequest) -> HttpResponse:
    """The keys that verify QR codes and checkpoints without asking us, as a JSON Web Key set."""
    response = JsonResponse(queries.published_keys())
    response["Access-Control-Allow-Origin"] = "*"
    return response


@open_to_all
@require_GET
@cache_control(public=True, max_age=3600)
def root(request: HttpRequest) -> HttpResponse:
    """The certificate under which any reader of PDF can check the seals."""
    return HttpResponse(root_certificate(settings.KEYS), content_type="application/x-pem-file")


def _checked(form: Form) -> Verdict:
    given = form.cleaned_data
    if isinstance(form, NumberForm):
        return queries.check_number(given["number"], given["code"])
    if isinstance(form, CarriedForm):
        return queries.check_code(given["carried"])
    return queries.check_file(given["file"].read())


def _shown(shown: Shown) -> dict[str, Any]:
    """The title and the lines of what may be shown, in the reader's language."""
    revoked = [(_("Revoked on"), _day(shown.revoked_on))] if shown.revoked_on else []
    holder = [(_("Issued to"), shown.holder)] if shown.holder else []
    until = _day(shown.valid_until) if shown.valid_until else _("For good, unless revoked")
    pairs = [
        (_("Number of the document"), shown.number),
        (_("Issued by"), in_language(asdict(shown.office))),
        *holder,
        (_("Issued on"), _day(shown.issued_on)),
        (_("Valid until"), until),
        *revoked,
    ]
    return {"title": in_language(asdict(shown.title)), "invented": shown.invented, "pairs": pairs}


def _day(day: date) -> str:
    return when(day, weekday=False)
