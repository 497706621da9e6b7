"""What the pages of services need of a request: who asks, and which government was chosen."""

from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from madang.ground.organisations.queries import Government
from madang.ground.people.queries import Person
from madang.work.services import queries
from madang.work.services.definition import ServiceDefinition

REMEMBERED = "government"


def person_of(request: HttpRequest) -> Person:
    """The person who is signed in; the page lets nobody else in."""
    return cast("Person", request.user)


def chosen_government(request: HttpRequest, promise: ServiceDefinition) -> Government | None:
    """The government to which the person turns: just chosen, chosen before, of the last case, or the only one."""
    offering = queries.governments_offering(promise)
    by_code = {each.code: each for each in offering}
    if (code := request.GET.get("government", "")) in by_code:
        request.session[REMEMBERED] = code
        return by_code[code]
    if (code := request.session.get(REMEMBERED, settings.HOME_GOVERNMENT)) in by_code:
        return by_code[code]
    if len(offering) == 1:
        return offering[0]
    return by_code.get(_of_last_case(request))


def _of_last_case(request: HttpRequest) -> str:
    if not request.user.is_authenticated:
        return ""
    last = queries.cases_of(person_of(request)).first()
    return last.government.code if last else ""


def found_or_404(thing: Any, sentence: str = "") -> Any:
    """The thing, or the page that says that there is none."""
    if thing is None:
        raise Http404(sentence or _("There is nothing here under this address."))
    return thing


def key_from(posted: Any) -> UUID | None:
    """The key that makes a repeated click harmless, as the form carried it."""
    try:
        return UUID(str(posted))
    except ValueError:
        return None
