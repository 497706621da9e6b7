"""Fetching what registers know, so that the citizen is not asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from madang.ground.people.queries import Person
from madang.work.services.definition import Evidence, ServiceDefinition, registers
from madang.work.services.registers.actions import fetch_evidence
from madang.work.services.rules import (
    EVIDENCE_FRESH,
    birth_date,
    is_about_place,
    must_be_fetched,
    place_answered,
)


@dataclass(frozen=True)
class Asking:
    """For whom and for what the registers are asked."""

    promise: ServiceDefinition
    case: UUID
    person: Person | None
    answers: Mapping[str, Any]
    consents: Mapping[str, bool]
    at: datetime | None = None


@dataclass(frozen=True)
class Fetched:
    """What was fetched, as facts by the name of the evidence, and the look-ups to be recorded."""

    evidence: dict[str, dict[str, Any]]
    looks: list[dict[str, Any]]


def fetch(asking: Asking) -> Fetched:
    """Ask the register behind every piece of evidence of the service."""
    evidence: dict[str, dict[str, Any]] = {}
    looks: list[dict[str, Any]] = []
    for name, wanted in asking.promise.evidence.items():
        found = fetch_evidence(
            name,
            wanted,
            _identity(asking, wanted),
            _applicant(asking.person),
            purpose=asking.promise.title.ko,
            case=asking.case,
            consented=asking.consents.get(name, False),
            at=asking.at,
        )
        evidence[name] = found.as_fact()
        if is_about_place(wanted):
            evidence[name]["asked_of"] = place_answered(asking.promise, asking.answers)
        if found.look is not None:
            looks.append(_as_record(asking.promise, wanted, found.look))
    return Fetched(evidence, looks)


def fresh(fetched: Fetched, asking: Asking) -> bool:
    """Whether what was fetched for a draft is of the last hour and of the place that the answers name."""
    now = asking.at or timezone.now()
    times = [datetime.fromisoformat(item["fetched_at"]) for item in fetched.evidence.values()]
    if set(fetched.evidence) != set(asking.promise.evidence) or any(now - t > EVIDENCE_FRESH for t in times):
        return False
    place = place_answered(asking.promise, asking.answers)
    return not place or all(
        fetched.evidence[name].get("asked_of") == place
        for name, wanted in asking.promise.evidence.items()
        if is_about_place(wanted)
    )


def missing(promise: ServiceDefinition, evidence: Mapping[str, Any]) -> list[str]:
    """The registers without whose answer the application cannot be received, in Korean and English."""
    known = registers()
    return [
        f"{known[wanted.register_].title.ko} ({known[wanted.register_].title.en})"
        for name, wanted in promise.evidence.items()
        if must_be_fetched(name, wanted, evidence)
    ]


def _identity(asking: Asking, wanted: Evidence) -> str | None:
    """The number, or the address, by which the register knows what is asked about."""
    if is_about_place(wanted):
        return place_answered(asking.promise, asking.answers) or None
    return asking.person.identity if asking.person else None


def _applicant(person: Person | None) -> dict[str, str]:
    if person is None:
        return {}
    born = birth_date(person.identity)
    return {"name": person.name, **({"birth_date": born.isoformat()} if born else {})}


def _as_record(promise: ServiceDefinition, wanted: Evidence, look: Mapping[str, Any]) -> dict[str, Any]:
    """The look-up as the case's log keeps it and the citizen reads it."""
    register = registers().get(wanted.register_)
    names = {"ko": wanted.register_, "en": wanted.register_}
    fields = {"ko": "", "en": ""}
    if register:
        names = register.title.model_dump()
        labels = [register.fields_[key].label for key in wanted.fetch if key in register.fields_]
        fields = {"ko": ", ".join(each.ko for each in labels), "en": ", ".join(each.en for each in labels)}
    # "outcome" is the word for how a case ended; what the register said has a name of its own.
    told = {name: value for name, value in look.items() if name != "outcome"}
    return {
        **told,
        "answer": look.get("outcome", ""),
        "what": {code: f"{names[code]}: {fields[code]}" for code in ("ko", "en")},
        "purpose": promise.title.model_dump(),
    }
