"""What the pages of claims need of a request: the claim, the list's filters."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.ground.people.queries import Known
from madang.insight.claims import queries
from madang.insight.claims.forms import Narrowing
from madang.insight.claims.models import Claim
from madang.insight.claims.queries import Wanted


def wanted(request: HttpRequest) -> tuple[Narrowing, Wanted]:
    """The form of the list's filters, and what they say; a filter that makes no sense narrows nothing."""
    form = Narrowing(request.GET)
    form.is_valid()
    said = {**form.cleaned_data, "government": request.GET.get("government", "")[:40]}
    return form, Wanted.of({**said, "service": request.GET.get("service", "")[:80]})


def known(key: str) -> Claim:
    """The registered claim of that key, or the page that says that there is none."""
    claim = queries.claim_of(key)
    if claim is None:
        raise Http404(_("There is no reform under this address."))
    return claim


def mine(request: Known, claim_id: UUID) -> Claim:
    """The claim that the person may work with, or the page that says that there is none."""
    claim = queries.claim_by_id(claim_id, request.user, timezone.now())
    if claim is None:
        raise Http404(_("There is no claim under this address that you may work with."))
    return claim
