"""Rules of applying: who the applicant is, what must agree, what keeps an application from being sent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from madang.flow.definition import Text, holds
from madang.work.services.definition import Evidence, ServiceDefinition, registers

DRAFT_KEPT = timedelta(days=30)
DRAFTS_AT_ONCE = 20
DRAFTS_AT_ONCE_FOR_OFFICIALS = 100
FILES_AT_ONCE = 10
EVIDENCE_FRESH = timedelta(hours=1)
# The seventh digit of a resident number tells the century of birth.
_CENTURY = {
    "9": 1800,
    "0": 1800,
    "1": 1900,
    "2": 1900,
    "5": 1900,
    "6": 1900,
    "3": 2000,
    "4": 2000,
    "7": 2000,
    "8": 2000,
}
_NUMBER = re.compile(r"(\d{2})(\d{2})(\d{2})-?(\d)\d{6}")


def birth_date(identity: str | None) -> date | None:
    """The date of birth that a resident number tells, or nothing."""
    found = _NUMBER.fullmatch(identity or "")
    if not found:
        return None
    year, month, day, century = found.groups()
    try:
        return date(_CENTURY[century] + int(year), int(month), int(day))
    except ValueError:
        return None


def age_on(birth: date, day: date) -> int:
    """Age in completed years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def unmet(promise: ServiceDefinition, facts: Mapping[str, Any]) -> list[Text]:
    """The conditions of eligibility that these facts do not fulfil."""
    return [each.text for each in promise.eligibility if not holds(each.when, facts)]


def must_be_fetched(name: str, evidence: Evidence, known: Mapping[str, Any]) -> bool:
    """Whether an application cannot go on because a register must answer first and has not."""
    return evidence.otherwise == "refuse" and not known.get(name, {}).get("found")


def is_about_place(evidence: Evidence) -> bool:
    """Whether the register knows places, so that it can be asked only after the place was told."""
    register = registers().get(evidence.register_)
    return register is not None and "place" in register.about and "person" not in register.about


def place_answered(promise: ServiceDefinition, answers: Mapping[str, Any]) -> str:
    """The address that was given as the first place of the form, or nothing."""
    for name, field in promise.form.items():
        if field.type == "place" and (answer := answers.get(name)):
            said = answer.get("address", "") if isinstance(answer, Mapping) else answer
            return " ".join(str(said).split())
    return ""


def with_open_questions(
    promise: ServiceDefinition, evidence: Mapping[str, Any], answers: Mapping[str, Any]
) -> dict[str, Any]:
    """The evidence as the form sees it: a register of places is not called silent before a place was told."""
    if place_answered(promise, answers):
        return dict(evidence)
    return {
        name: {**known, "found": True}
        if name in promise.evidence and is_about_place(promise.evidence[name])
        else known
        for name, known in evidence.items()
    }


@dataclass(frozen=True)
class Difference:
    """Whether a newer version of a service asks something else than the version that a person filled in."""

    before: ServiceDefinition
    after: ServiceDefinition

    @property
    def matters(self) -> bool:
        return any(
            getattr(self.before, part) != getattr(self.after, part)
            for part in ("form", "evidence", "eligibility", "fee")
        )
