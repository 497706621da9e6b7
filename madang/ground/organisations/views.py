"""Pages of organisations: all governments, one as of a day, and one's own absence."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from madang.ground.organisations import actions, queries
from madang.ground.organisations.forms import AsOf, BeingAbsent, Narrowing
from madang.ground.organisations.permissions import officials
from madang.ground.people import actions as people
from madang.ground.people.queries import Absence, Known, Person, absences_of
from madang.lib.permissions import only, open_to_all


@open_to_all
@require_GET
def governments(request: HttpRequest) -> HttpResponse:
    """All governments, to search by name and kind."""
    form = Narrowing(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {"kind": "", "q": ""}
    found = queries.governments(wanted["kind"], wanted["q"])
    page = Paginator(found, 30).get_page(request.GET.get("page"))
    invented = any(government.invented for government in page.object_list)
    return render(
        request, "organisations/governments.html", {"form": form, "page": page, "invented": invented}
    )


@open_to_all
@require_GET
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """The organisation of a government as it was on a day."""
    government = queries.government(code)
    if government is None:
        raise Http404
    today = queries.today_in(government)
    form = AsOf(request.GET if "on" in request.GET else None, initial={"on": today})
    day: date = (form.cleaned_data["on"] if form.is_valid() else None) or today
    context = {
        "government": government,
        "form": form,
        "day": day,
        "today": today,
        "branches": queries.organisation_on(government, day),
        "days": queries.days_of_change(government),
        "below": queries.below(government),
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "organisations/organisation.html", context, status=status)


@require_http_methods(["GET", "POST"])
@only(officials)
def absences(request: Known) -> HttpResponse:
    """My absences and my deputy; those for whom I stand in."""
    now = timezone.now()
    form = BeingAbsent(request.POST or None, person=request.user)
    with timezone.override(queries.works_in(request.user, now)[0].time_zone):
        if form.is_valid() and _recorded(form, request.user):
            messages.success(request, _("Your absence is recorded."))
            return redirect("organisations:absences")
        context = {
            "form": form,
            "absences": absences_of(request.user, now),
            "stand_ins": queries.stands_in_for(request.user, now),
            "now": now,
        }
        return render(request, "organisations/absences.html", context, status=422 if form.is_bound else 200)


def _recorded(form: BeingAbsent, person: Person) -> bool:
    try:
        actions.be_absent(person, **form.cleaned_data, by=person)
    except people.Unacceptable as refusal:
        form.add_error(refusal.field, str(refusal))
        return False
    return True


@require_POST
@only(officials)
def return_early(request: Known, absence_id: int) -> HttpResponse:
    """Cancel an absence of mine."""
    absence = Absence.objects.filter(pk=absence_id, person=request.user).first()
    if absence is None:
        raise Http404
    people.return_early(absence, by=request.user)
    messages.success(request, _("The absence is cancelled. Your deputy no longer acts for you."))
    return redirect("organisations:absences")
