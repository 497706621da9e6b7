"""The users of a service: whose cases ended within a period, as a survey may ask them."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from madang.flow.queries import Case
from madang.ground.organisations.queries import Government
from madang.ground.people.queries import Person
from madang.ground.surveys.events import Addressee
from madang.work.services.queries.catalogue import KIND

DECIDED = ("granted", "refused", "done")


def users_between(government_id: int, service: str, first: date, last: date) -> list[Addressee]:
    """Everybody whose case of the service was decided from the first day to the last, each once; two queries."""
    zone = ZoneInfo(Government.objects.values_list("time_zone", flat=True).get(pk=government_id))
    applicants = Case.objects.filter(
        government=government_id,
        definition__kind=KIND,
        definition__key=service,
        outcome__in=DECIDED,
        closed_at__gte=datetime.combine(first, time(), zone),
        closed_at__lt=datetime.combine(last + timedelta(days=1), time(), zone),
    ).values("applicant_id")
    people = Person.objects.filter(pk__in=applicants, is_active=True).order_by("pk")
    return [Addressee(person.email, person, person.language) for person in people]
