"""Who may hold rounds of questions, as sentences."""

from datetime import datetime

from django.utils import timezone

from madang.ground.organisations.queries import Authority, Government, authorities
from madang.ground.people.queries import Person

KEEPING = ("innovation-officer", "service-owner")


def survey_keepers(person: Person) -> bool:
    """Whoever holds rounds of questions: innovation officers and those who answer for services."""
    return bool(keeping(person, timezone.now()))


def keeping(person: Person, at: datetime) -> list[Authority]:
    """The authorities under which the person holds rounds at the moment."""
    return [held for held in authorities(person, at=at) if held.role in KEEPING]


def homes(person: Person, at: datetime) -> list[Government]:
    """The governments in which the person may hold rounds."""
    found = {held.government_id for held in keeping(person, at)}
    return list(Government.objects.filter(pk__in=found).order_by("name_ko", "pk"))


def to_keep(government_id: int, person: Person, at: datetime) -> Authority | None:
    """The authority to hold rounds in this government."""
    return next((held for held in keeping(person, at) if held.government_id == government_id), None)
