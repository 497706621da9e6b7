"""Who may try and keep redesigns, as sentences."""

from datetime import datetime

from django.utils import timezone

from madang.ground.organisations.queries import Authority, Government, authorities
from madang.ground.people.queries import Person

TRYING = ("innovation-officer", "service-owner", "head")


def redesigners(person: Person) -> bool:
    """Innovation officers, those who answer for services, and heads of units."""
    return any(held.role in TRYING for held in authorities(person, at=timezone.now()))


def to_try(government: Government, person: Person, at: datetime) -> Authority | None:
    """The authority to keep redesigns of this government."""
    held = (one for one in authorities(person, at=at) if one.role in TRYING)
    return next((one for one in held if one.government_id == government.pk), None)


def governing(person: Person) -> Government | None:
    """The government for which the person redesigns; the own post comes first."""
    held = (one for one in authorities(person, at=timezone.now()) if one.role in TRYING)
    found = next(held, None)
    return Government.objects.filter(pk=found.government_id).first() if found else None
