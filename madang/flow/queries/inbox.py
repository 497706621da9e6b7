"""The inbox: what waits for a person, in order of due date, also when a million cases are open."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from typing import Any, Literal

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from madang.flow.models import WorkItem
from madang.ground.organisations.queries import authorities
from madang.ground.people.queries import Person

FAR = datetime.max.replace(year=9000)


@dataclass(frozen=True)
class Filters:
    """What of the inbox to show."""

    text: str = ""  # a case number or the beginning of an applicant's name
    service: str = ""
    kind: Literal["", "stage", "opinion"] = ""
    whose: Literal["", "mine", "nobody"] = ""
    when: Literal["", "late", "today", "waiting"] = ""


@dataclass(frozen=True)
class InboxPage:
    """One page of the inbox; `after` continues it, empty on the last page."""

    items: list[WorkItem]
    after: str
    filters: Filters = field(default_factory=Filters)


def offices(person: Person, *, at: datetime | None = None) -> set[tuple[int, str]]:
    """The units and roles in which the person may act at the moment."""
    return {(a.unit_id, a.role) for a in authorities(person, at=at or timezone.now())}


def inbox(
    person: Person, filters: Filters | None = None, *, after: str = "", size: int = 50, at: datetime | None = None
) -> InboxPage:
    """One page of what waits for the person, the next due first.

    Each office's items come by the index in order of due date, `size` at most, and are merged here.
    """
    filters, moment = filters or Filters(), at or timezone.now()
    found: list[WorkItem] = []
    for unit, role in sorted(offices(person, at=moment)):
        rows = _filtered(WorkItem.objects.filter(unit=unit, role=role), filters, person, moment)
        found += list(_behind(rows, after).order_by(F("due_at").asc(nulls_last=True), "id")[: size + 1])
    found.sort(key=_place)
    page = found[:size]
    return InboxPage(page, _cursor(page[-1]) if len(found) > size else "", filters)


def _filtered(rows: QuerySet[WorkItem], filters: Filters, person: Person, at: datetime) -> QuerySet[WorkItem]:
    rows = rows.select_related("case__applicant", "case__definition", "case__government", "unit", "assignee")
    conditions: list[Q] = []
    if filters.text:
        text = filters.text.strip()
        conditions.append(Q(case__number__startswith=text) | Q(case__applicant__name__istartswith=text))
    if filters.service:
        conditions.append(Q(service=filters.service))
    if filters.kind:
        conditions.append(Q(kind=filters.kind))
    if filters.whose:
        conditions.append(Q(assignee=person) if filters.whose == "mine" else Q(assignee__isnull=True))
    if filters.when:
        conditions.append(_when(filters.when, at))
    return reduce(lambda narrowed, condition: narrowed.filter(condition), conditions, rows)


def _when(when: str, at: datetime) -> Q:
    if when == "waiting":
        return Q(waiting=True)
    if when == "late":
        return Q(due_at__lt=at)
    end_of_day = timezone.localtime(at).replace(hour=23, minute=59, second=59)
    return Q(due_at__lte=end_of_day)


def _behind(rows: QuerySet[WorkItem], after: str) -> QuerySet[WorkItem]:
    if not after:
        return rows
    due, _, last = after.partition("~")
    if not due:
        return rows.filter(due_at__isnull=True, id__gt=int(last))
    moment = datetime.fromisoformat(due)
    return rows.filter(Q(due_at__gt=moment) | Q(due_at=moment, id__gt=int(last)) | Q(due_at__isnull=True))


def _cursor(item: WorkItem) -> str:
    return f"{item.due_at.isoformat() if item.due_at else ''}~{item.pk}"


def _place(item: WorkItem) -> tuple[bool, float, int]:
    return item.due_at is None, item.due_at.timestamp() if item.due_at else 0.0, item.pk


def load(units: Iterable[int], *, at: datetime | None = None) -> list[dict[str, Any]]:
    """How much waits for each colleague of the units: open, late, waiting; nobody's work has no assignee."""
    moment = at or timezone.now()
    return list(
        WorkItem.objects.filter(unit__in=list(units), kind=WorkItem.Kind.STAGE)
        .values("unit", "assignee")
        .annotate(
            open=Count("id"),
            late=Count("id", filter=Q(due_at__lt=moment)),
            waiting=Count("id", filter=Q(waiting=True)),
        )
        .order_by("unit", "assignee")
    )
