"""Which cases there are, and who may see them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from madang.flow import sealed
from madang.flow.casefile import CaseFile
from madang.flow.models import Case, Definition, WorkItem
from madang.flow.rules import State
from madang.ground.law.queries import Due
from madang.ground.organisations.queries import authorities
from madang.ground.people.queries import Person


def in_force(kind: str, key: str, *, at: datetime | None = None) -> Definition | None:
    """The version that governs what is filed at the moment: the newest one whose time has come."""
    return published(kind, at=at).filter(key=key).first()


def published(kind: str, *, at: datetime | None = None) -> QuerySet[Definition]:
    """The version in force of every definition of a kind, by key."""
    return (
        Definition.objects.filter(kind=kind, filed_from__lte=at or timezone.now())
        .order_by("key", "-filed_from", "-version")
        .distinct("key")
    )


def of_applicant(person: Person) -> QuerySet[Case]:
    """The person's own cases, the newest first."""
    return (
        Case.objects.filter(applicant=person)
        .select_related("definition", "government", "unit")
        .order_by("-received_at", "-number")
    )


def visible_to(person: Person, *, at: datetime | None = None) -> QuerySet[Case]:
    """The cases that the person may read: one's own, those of one's unit, and those on which it is asked."""
    units = {authority.unit_id for authority in authorities(person, at=at or timezone.now())}
    waiting_here = WorkItem.objects.filter(case=OuterRef("pk"), unit__in=units)
    return Case.objects.filter(Q(applicant=person) | Q(unit__in=units) | Exists(waiting_here)).select_related(
        "definition", "government", "unit", "applicant", "assignee"
    )


def file_of(case: Case) -> CaseFile:
    """The case file to read in; nothing is locked."""
    return CaseFile(case, State.model_validate(case.state))


def due_of(case: Case) -> Due:
    """When the law wants the case decided, with the arithmetic."""
    return file_of(case).due()


def facts_of(case_id: UUID) -> dict[str, Any]:
    """The answers and the evidence of a case; empty once they were erased."""
    return sealed.facts(case_id)
