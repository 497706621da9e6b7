"""Entering an application for somebody who called or came to the counter."""

from django.db.models import Q
from django.utils import timezone

from madang.ground.organisations.queries import Government, authorities, works_in
from madang.ground.people.queries import Person
from madang.work.services.definition import ServiceDefinition
from madang.work.services.queries.catalogue import unit_answering


def officials_governments(person: Person, promise: ServiceDefinition) -> list[Government]:
    """The governments in which the person has a post in the unit that answers for the service."""
    now = timezone.now()
    mine = {authority.unit_id for authority in authorities(person, at=now)}
    answering = [(each, unit_answering(promise, each, now)) for each in works_in(person, now)]
    return [government for government, unit in answering if unit is not None and unit.pk in mine]


def people_known_as(text: str) -> list[Person]:
    """The people whose sign-in name, e-mail or telephone is exactly this; two at most, to see whether it is one."""
    sought = text.strip()
    if not sought:
        return []
    exactly = Q(username=sought) | Q(email__iexact=sought) | Q(phone=sought)
    return list(Person.objects.filter(exactly, is_active=True).order_by("pk")[:2])
