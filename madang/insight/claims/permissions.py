"""Who may do what with claims, as sentences."""

from datetime import datetime

from django.utils import timezone

from madang.ground.organisations.queries import Authority, authorities
from madang.ground.people.queries import Person
from madang.insight.claims.models import Claim

KEEPING = ("innovation-officer", "service-owner")
HEADING = "head"


def claim_keepers(person: Person) -> bool:
    """Whoever keeps claims: innovation officers and those who answer for services."""
    return bool(keeping(person, timezone.now()))


def claim_readers(person: Person) -> bool:
    """Whoever keeps claims, and heads of units, who publish them."""
    at = timezone.now()
    return any(held.role in (*KEEPING, HEADING) for held in authorities(person, at=at))


def keeping(person: Person, at: datetime) -> list[Authority]:
    """The authorities under which the person keeps claims at the moment; the own post comes first."""
    return [held for held in authorities(person, at=at) if held.role in KEEPING]


def to_keep(claim: Claim, person: Person, at: datetime) -> Authority | None:
    """The authority to work on this claim: keeping claims in its government."""
    held = keeping(person, at)
    return next((each for each in held if each.government_id == claim.government_id), None)


def to_publish(claim: Claim, person: Person, at: datetime) -> Authority | None:
    """The authority to publish: keeping claims there, or heading the unit; never whoever registered it."""
    if person.pk == claim.registered_by_id:
        return None
    for held in authorities(person, at=at):
        keeps = held.role in KEEPING and held.government_id == claim.government_id
        heads = held.role == HEADING and held.unit_id == claim.unit_id
        stands_for_registrar = held.holder_id == claim.registered_by_id
        if (keeps or heads) and not stands_for_registrar:
            return held
    return None
