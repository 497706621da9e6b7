"""Questions about people."""

from datetime import datetime

from madang.ground.people.models import Absence, Person
from madang.ground.people.permissions import Known, everybody_signed_in

__all__ = [
    "Absence",
    "Known",
    "Person",
    "absences_of",
    "away_at",
    "everybody_signed_in",
    "stood_in_for",
]


def away_at(person: Person, at: datetime) -> Absence | None:
    """The absence of the person that is under way at the moment."""
    return Absence.objects.at(at).filter(person=person).select_related("deputy").first()


def stood_in_for(person_id: int, at: datetime) -> set[int]:
    """In whose place the person acts at the moment: of those away, and of those for whom these stand in."""
    found: set[int] = set()
    deputies = {person_id}
    while deputies:
        away = set(Absence.objects.at(at).filter(deputy__in=deputies).values_list("person_id", flat=True))
        deputies = away - found - {person_id}
        found |= deputies
    return found


def absences_of(person: Person, since: datetime) -> list[Absence]:
    """The person's absences that end after the moment and were not cancelled, the earliest first."""
    lasting = Absence.objects.filter(person=person, ends__gt=since, cancelled_at__isnull=True)
    return list(lasting.select_related("deputy").order_by("starts"))
