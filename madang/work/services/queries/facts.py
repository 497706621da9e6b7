"""The facts that an application stands on: who applies, what was answered, what registers say."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from madang.ground.people.queries import Person
from madang.work.services.definition import ServiceDefinition
from madang.work.services.folders import Content
from madang.work.services.rules import age_on, birth_date, with_open_questions


def applicant_facts(promise: ServiceDefinition, person: Person | None, at: datetime) -> dict[str, Any]:
    """Who applies, as the conditions of definitions may ask."""
    known: dict[str, Any] = {"kind": promise.subject, "signed_in": person is not None}
    if person is not None:
        known["name"] = person.name
        if born := birth_date(person.identity):
            known["age"] = age_on(born, timezone.localdate(at))
    return known


def facts_so_far(
    promise: ServiceDefinition, content: Content, person: Person | None, channel: str
) -> dict[str, Any]:
    """What is known of an application that is being filled in."""
    now = timezone.now()
    return {
        "form": content.answers,
        "evidence": with_open_questions(promise, content.evidence, content.answers),
        "applicant": {**applicant_facts(promise, person, now), **content.applicant},
        "case": {"channel": channel, "received_at": now.isoformat()},
    }
