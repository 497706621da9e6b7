"""What is done with a case after its decision: a document is revoked, personal data is erased."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.flow import actions as flow
from madang.lib.permissions import only
from madang.work.services import actions
from madang.work.services.certificates import queries as certificates
from madang.work.services.forms_office import ErasureForm, RevokeForm
from madang.work.services.permissions import Known, officials
from madang.work.services.queries.office import OfficeCase
from madang.work.services.views.office import opened


@only(officials)
@require_http_methods(["GET", "POST"])
def revoke(request: Known, case_id: UUID, number: str) -> HttpResponse:
    """Take back a document of this case, for a reason that its holder reads."""
    seen = _worked_on(request, case_id)
    found = next((each for each in certificates.of_case(case_id) if each.number == number), None)
    if found is None or found.revoked_at is not None or actions.may_revoke(seen.case, request.user) is None:
        raise Http404
    form = RevokeForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        actions.revoke_document(found, ground=said["ground"], because=said["reason"], by=request.user)
        messages.success(request, _("The document was revoked. Whoever checks it is told so from now on."))
        return redirect("services:office_case", case_id)
    context = {
        "certificate": found,
        "title": _("Revoke the document %(number)s") % {"number": number},
        "question": _("Whoever checks the document will read that it is revoked. This cannot be undone."),
        "action_label": _("Revoke"),
    }
    return _page(request, seen, form, context)


@only(officials)
@require_http_methods(["GET", "POST"])
def erase(request: Known, case_id: UUID) -> HttpResponse:
    """One official asks that the personal data be erased, and a head who is somebody else confirms it."""
    seen = _worked_on(request, case_id)
    if seen.case.status != "closed" or not seen.facts:
        raise Http404
    asked = flow.asked_to_erase(case_id)
    form = ErasureForm(request.POST or None, number=seen.case.number, asking=asked is None)
    if form.is_valid():
        try:
            if asked is None:
                flow.ask_to_erase(case_id, basis=form.basis, key=form.cleaned_data["key"], by=request.user)
                messages.success(request, _("It was asked for. A head of the unit confirms it."))
            else:
                flow.confirm_erasure(case_id, by=request.user)
                messages.success(request, _("The personal data was erased. Decision and dates remain."))
            return redirect("services:office_case", case_id)
        except flow.NotPossible as refused:
            form.add_error(None, str(refused))
    context = {
        "asked": asked,
        "title": _("Erase the personal data"),
        "question": _(
            "Answers, files, documents and the name go for good. What was decided and when remains."
        ),
        "action_label": _("Ask for the erasure") if asked is None else _("Erase for good"),
    }
    return _page(request, seen, form, context)


def _worked_on(request: Known, case_id: UUID) -> OfficeCase:
    seen = opened(request, case_id)
    if seen.stands != "works":
        raise Http404
    return seen


def _page(request: Known, seen: OfficeCase, form: Any, context: dict[str, Any]) -> HttpResponse:
    back = reverse("services:office_case", args=[seen.case.pk])
    whole = {"case": seen.case, "form": form, "cancel_url": back, "danger": True, **context}
    return render(request, "services/office/closed.html", whole, status=422 if form.errors else 200)
