"""Which cases there are, and who may see them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils import timezone

from madang.flow import sealed
from madang.flow.casefile import CaseFile
from madang.flow.models import Case, Definition, WorkItem
from madang.flow.rules import State
from madang.ground.law.queries import Due
from madang.ground.organisations.queries import Authority, authorities
from madang.ground.people.queries import Person


def in_force(kind: str, key: str, *, at: datetime | None = None) -> Definition | None:
    """The version that governs what is filed at the moment: the newest one whose time has come."""
    return published(kind, at=at).filter(key=key).first()


def published(kind: str, *, at: datetime | None = None) -> QuerySet[Definition]:
    """The version in force of every definition of a kind, by key; its body is read only if asked for."""
    return (
        Definition.objects.filter(kind=kind, filed_from__lte=at or timezone.now())
        .defer("body")
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
    """The cases that the person may read: one's own, those of one's unit, and those on which it is asked.

    Whoever may act in a unit only by a delegation that is bound to some services reads only theirs.
    """
    free, bound = reach(authorities(person, at=at or timezone.now()))
    waiting_here = WorkItem.objects.filter(case=OuterRef("pk"), unit__in=free)
    mine: Combinable | Q = Q(applicant=person) | Q(unit__in=free) | Exists(waiting_here)
    for unit, services in bound.items():
        here = WorkItem.objects.filter(case=OuterRef("pk"), unit=unit)
        mine |= Q(definition__key__in=services) & (Q(unit=unit) | Exists(here))
    return Case.objects.filter(mine).select_related(
        "definition", "government", "unit", "applicant", "assignee"
    )


def reach(held: Iterable[Authority]) -> tuple[set[int], dict[int, set[str]]]:
    """The units whose whole work somebody who holds these may read, and the others with the services it is bound to."""
    held = list(held)
    free = {authority.unit_id for authority in held if not authority.subjects}
    bound: dict[int, set[str]] = {}
    for authority in held:
        if authority.unit_id not in free:
            bound.setdefault(authority.unit_id, set()).update(authority.subjects)
    return free, bound


def may_reach(held: Iterable[Authority], unit: int, service: str) -> bool:
    """Whether somebody who holds these may read, in that unit, cases of that service."""
    free, bound = reach(held)
    return unit in free or service in bound.get(unit, ())


def file_of(case: Case) -> CaseFile:
    """The case file to read in; nothing is locked."""
    return CaseFile(case, State.model_validate(case.state))


def due_of(case: Case) -> Due:
    """When the law wants the case decided, with the arithmetic."""
    return file_of(case).due()


def facts_of(case_id: UUID) -> dict[str, Any]:
    """The answers and the evidence of a case; empty once they were erased."""
    return sealed.facts(case_id)
