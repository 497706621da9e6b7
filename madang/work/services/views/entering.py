"""An official enters an application for somebody who called or came to the counter."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from madang.ground.people.queries import Person
from madang.lib.permissions import only
from madang.work.services import actions, queries
from madang.work.services.permissions import officials
from madang.work.services.views import promise_in_words as words
from madang.work.services.views.asked import person_of
from madang.work.services.views.catalogue import unknown
from madang.work.services.views.forms import Caller


@only(officials)
def choose(request: HttpRequest) -> HttpResponse:
    """The services for which this official's unit answers."""
    person = person_of(request)
    mine = [
        each
        for each in queries.services()
        if each.promise.can_be_applied_for and queries.officials_governments(person, each.promise)
    ]
    return render(request, "services/enter_choose.html", {"cards": [words.card(each) for each in mine]})


@never_cache
@only(officials)
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """Who applies, and by which way; then the same form that citizens have."""
    found = queries.service(key)
    if found is None:
        return unknown(request, key)
    governments = queries.officials_governments(person_of(request), found.promise)
    if not governments or not found.promise.can_be_applied_for:
        raise PermissionDenied(
            _("Your unit does not answer for this service, so you cannot enter it for others.")
        )
    posted = request.POST if request.method == "POST" else None
    form = Caller(posted, initial={"channel": "phone", "who": "account"})
    if posted is not None and form.is_valid():
        draft = _begin(request, found, governments[0], form)
        if draft is not None:
            return redirect("services:draft", draft.pk)
    context = {"service": found, "promise": found.promise, "government": governments[0], "form": form}
    return render(request, "services/enter.html", context, status=422 if form.errors else 200)


def _begin(
    request: HttpRequest, found: queries.Service, government: Any, form: Caller
) -> queries.Draft | None:
    given, by = form.cleaned_data, person_of(request)
    person = _person(form) if given["who"] == "account" else None
    if form.errors:
        return None
    if person == by:
        form.add_error("person", _("That is you. Apply for yourself on the page of the service."))
        return None
    applicant = {} if person else {"name": given["name"].strip(), "contact": given["contact"].strip()}
    agreed = {name: True for name, each in found.promise.evidence.items() if each.basis == "consent"}
    try:
        return actions.begin(
            found.key,
            government=government,
            person=person,
            channel=given["channel"],
            consents=agreed if given["agreed"] else {},
            applicant=applicant,
            by=by,
        )
    except actions.CannotApply as why:
        messages.error(request, str(why))
        return None


def _person(form: Caller) -> Person | None:
    fitting = queries.people_known_as(form.cleaned_data["person"])
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        form.add_error(
            "person", _("Several accounts have this telephone. Use the sign-in name or the e-mail.")
        )
    else:
        form.add_error(
            "person", _("No account is known by this. Check it, or enter the person without an account.")
        )
    return None
