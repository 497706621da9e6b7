"""How every act on a claim is entered: the row is held, the act asked for, the event chained."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from madang.ground.events.actions import Entry, append
from madang.ground.events.queries import last
from madang.ground.organisations.queries import Authority
from madang.ground.people.queries import Person
from madang.insight.claims import life, permissions
from madang.insight.claims.errors import NotPossible
from madang.insight.claims.life import Act
from madang.insight.claims.models import Claim
from madang.insight.claims.saying import why_not


def held(claim_id: UUID, act: Act) -> Claim:
    """The claim, held against others until the transaction ends; refused where the act is not possible now."""
    claim = Claim.objects.select_for_update(of=("self",)).select_related("government").get(pk=claim_id)
    if not life.possible(act, claim.stage):
        raise NotPossible(why_not(act, claim.stage))
    return claim


def keeper(claim: Claim, person: Person | None, at: datetime) -> Authority | None:
    """The authority under which the person works on the claim; nobody is the operator's command or the demo."""
    if person is None:
        return None
    authority = permissions.to_keep(claim, person, at)
    if authority is None:
        raise NotPossible(_("Only innovation officers and service owners of this government may do that."))
    return authority


def enter(
    claim: Claim,
    act: Act,
    data: dict[str, Any],
    *,
    at: datetime,
    authority: Authority | None = None,
    by: Person | None,
) -> None:
    """Write the event of an act, move the claim on, and save it."""
    claim.stage = life.after(act, claim.stage)
    claim.save()
    seq, head = last(claim.pk)
    append(
        Entry(
            stream=claim.pk,
            seq=seq + 1,
            previous=head,
            government_id=claim.government_id,
            type=f"claim.{act}",
            data=data,
            authority=_as_record(authority),
        ),
        at=at,
        by=by,
    )


def _as_record(authority: Authority | None) -> dict[str, Any] | None:
    if authority is None:
        return None
    return {**asdict(authority), "subjects": list(authority.subjects)}
