"""The page on which a head hands on the cases of a unit that ended, where several units follow it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from madang.flow import actions as flow
from madang.flow import queries
from madang.flow.permissions import OfOfficial, officials
from madang.lib.permissions import only
from madang.ui.pages import stretch
from madang.ui.words import both

AT_ONCE = 100


@only(officials)
@require_http_methods(["GET", "POST"])
def ended(request: OfOfficial, unit_id: int | None = None) -> HttpResponse:
    """The units that ended with open cases; of one of them the cases, to be given to those that follow."""
    units = queries.to_share_out(request.user)
    if unit_id is None:
        return render(request, "flow/ended.html", {"units": units})
    chosen = next((one for one in units if one.unit.pk == unit_id), None)
    if chosen is None:
        raise Http404
    if request.method == "POST":
        _hand_over(request, chosen)
        still = queries.waiting(chosen.unit).exists()
        return redirect("flow:ended_unit", unit_id) if still else redirect("flow:ended")
    rows = queries.waiting(chosen.unit).select_related("definition", "applicant").order_by("due_at", "pk")
    page = stretch(rows.defer("definition__body", "state"), request.GET.get("page"), AT_ONCE)
    titles = queries.titles(case.definition_id for case in page.object_list)
    cases = [(case, titles[case.definition_id]) for case in page.object_list]
    return render(request, "flow/ended_unit.html", {"ended": chosen, "page": page, "cases": cases})


def _hand_over(request: OfOfficial, chosen: queries.Ended) -> None:
    cases = [found for found in map(_uuid, request.POST.getlist("case")) if found]
    to = next((unit for unit in chosen.takers if f"{unit.pk}" == request.POST.get("to")), None)
    if not cases or to is None:
        messages.warning(request, _("Tick the cases and choose the unit that takes them."))
        return
    try:
        done = flow.hand_over(cases, chosen.unit, to, by=request.user)
    except flow.NotPossible as refused:
        messages.error(request, str(refused))
        return
    said = ngettext(
        "%(count)d case was handed to %(unit)s.", "%(count)d cases were handed to %(unit)s.", done
    )
    messages.success(request, said % {"count": done, "unit": both(to, "name")[0]})


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
