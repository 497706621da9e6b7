"""The inbox: what waits for a person, in order of due date, also when a million cases are open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from typing import Any, Literal

from django.db.models import BooleanField, Count, F, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from madang.flow.models import Case, WorkItem
from madang.ground.organisations.queries import Authority, authorities
from madang.ground.people.queries import Person

SHOWN = ("case__applicant", "case__definition", "case__government", "unit", "assignee")
UNREAD = ("case__definition__body", "case__state", "case__head")  # large, and not shown in a list


@dataclass(frozen=True)
class Filters:
    """What of the inbox to show."""

    text: str = ""  # a case number or the beginning of an applicant's name
    service: str = ""
    kind: Literal["", "stage", "opinion"] = ""
    whose: str = ""  # "mine", "nobody", or the key of a colleague
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
    person: Person,
    filters: Filters | None = None,
    *,
    after: str = "",
    size: int = 50,
    at: datetime | None = None,
    held: Sequence[Authority] | None = None,
) -> InboxPage:
    """One page of what waits for the person, the next due first.

    `held` is what the person may act as, if that is known. Of each place the numbers of the next items come
    by the index in order of due date, `size` at most; they are merged here and only those shown are read.
    """
    filters, moment = filters or Filters(), at or timezone.now()
    found: list[tuple[datetime | None, int]] = []
    called = _called(filters.text.strip(), moment) if filters.text.strip() else Q()
    for rows in places(authorities(person, at=moment) if held is None else held, filters.kind):
        found += _next(filtered(rows.filter(called), filters, person, moment), after, size + 1)
    found.sort(key=_place)
    read = WorkItem.objects.select_related(*SHOWN).defer(*UNREAD).in_bulk(pk for _, pk in found[:size])
    page = [read[pk] for _, pk in found[:size] if pk in read]  # one that was done just now is gone
    return InboxPage(page, _cursor(*found[size - 1]) if len(found) > size else "", filters)


def places(held: Sequence[Authority], kind: str = "") -> list[QuerySet[WorkItem]]:
    """What waits at each place of somebody who holds these: own roles, and opinions asked of the unit.

    Places at which nothing of the kind can wait are left out: to find nothing there would take long.
    """
    own = _bindings((authority.unit_id, authority.role, authority.subjects) for authority in held)
    experts = {unit for unit, role in own if role == EXPERT}
    asked = _bindings((a.unit_id, EXPERT, a.subjects) for a in held if a.unit_id not in experts)
    lets = kind != WorkItem.Kind.OPINION
    found = [_at(place, own[place]) for place in sorted(own) if lets or place[1] == EXPERT]
    if kind != WorkItem.Kind.STAGE:
        found += [_at(place, asked[place]).filter(kind=WorkItem.Kind.OPINION) for place in sorted(asked)]
    return found


Place = tuple[int, str]  # a unit and a role in it


def _bindings(held: Iterable[tuple[int, str, tuple[str, ...]]]) -> dict[Place, set[str]]:
    """The services to which somebody is bound at each place; an empty set where one authority is bound to none."""
    found: dict[Place, set[str]] = {}
    for unit, role, services in held:
        before = found.get((unit, role))
        free = not services or before == set()
        found[unit, role] = set() if free else {*(before or ()), *services}
    return found


def _at(place: Place, services: set[str]) -> QuerySet[WorkItem]:
    unit, role = place
    rows = WorkItem.objects.filter(unit=unit, role=role)
    return rows.filter(service__in=sorted(services)) if services else rows


EXPERT = "expert"  # the role under which opinions wait in the unit that was asked
FEW = 2000  # cases
SEVERAL, CROWD = 300, 5000  # applicants


def filtered(rows: QuerySet[WorkItem], filters: Filters, person: Person, at: datetime) -> QuerySet[WorkItem]:
    """The rows of a place that the filters let through, but for what is searched by words."""
    conditions: list[Q] = []
    if filters.service:
        conditions.append(Q(service=filters.service))
    if filters.kind:
        conditions.append(Q(kind=filters.kind))
    if filters.whose:
        conditions.append(_whose(filters.whose, person))
    if filters.when:
        conditions.append(_when(filters.when, at))
    return reduce(lambda narrowed, condition: narrowed.filter(condition), conditions, rows)


def _called(text: str, at: datetime) -> Q | RawSQL:
    """The items whose case has the number (whole, its beginning, its last digits) or the applicant the name.

    Few cases are named one by one, so that the inbox need not be walked through to find them; where there
    are many, the walk meets them soon.
    """
    if text[0].isdecimal():
        few = _one_by_one(_numbered(text, at, ""))
        return _numbered(text, at, "case__") if few is None else few
    named = Q(name__istartswith=text) | Q(name_en__istartswith=text)
    people = list(Person.objects.filter(named).order_by().values_list("pk", flat=True)[: CROWD + 1])
    if len(people) > CROWD:
        return Q(applicant__name__istartswith=text) | Q(applicant__name_en__istartswith=text)
    few = _one_by_one(Q(applicant__in=people)) if len(people) <= SEVERAL else None
    return _among("applicant_id", people) if few is None else few


def _among(column: str, values: Sequence[object]) -> RawSQL:
    """That the column is one of very many values: one array, where Django would make a parameter of each."""
    kind = "uuid" if column == "case_id" else "bigint"  # of the same kind, the array is hashed
    condition = f"flow_workitem.{column} = ANY (%s::{kind}[])"
    return RawSQL(condition, [list(values)], output_field=BooleanField())  # noqa: S611  a column's name, and values


def _one_by_one(called: Q) -> RawSQL | None:
    """The items of those open cases; nothing where there are too many."""
    cases = Case.objects.exclude(status=Case.Status.CLOSED).order_by().filter(called)
    few = list(cases.values_list("pk", flat=True)[: FEW + 1])
    return _among("case_id", few) if len(few) <= FEW else None


def _numbered(text: str, at: datetime, of: str) -> Q:
    numbers = Q((f"{of}number__startswith", text))
    if text.isdecimal() and len(text) <= 7:
        whole = [f"{year}-{int(text):07d}" for year in range(at.year - 5, at.year + 2)]
        numbers |= Q((f"{of}number__in", whole))
    return numbers


def _whose(whose: str, person: Person) -> Q:
    if whose == "mine":
        return Q(assignee=person)
    return Q(assignee=int(whose)) if whose.isdecimal() else Q(assignee__isnull=True)


def _when(when: str, at: datetime) -> Q:
    if when == "waiting":
        return Q(waiting=True, due_at__isnull=True)  # while the applicant is asked there is no due date
    if when == "late":
        return Q(due_at__lt=at)
    end_of_day = timezone.localtime(at).replace(hour=23, minute=59, second=59)
    return Q(due_at__gte=at, due_at__lte=end_of_day)


def _next(rows: QuerySet[WorkItem], after: str, count: int) -> list[tuple[datetime | None, int]]:
    """The next so many of a place: when they are due, and their numbers; those without a due date come last."""
    found: list[tuple[datetime | None, int]] = []
    for part in _behind(rows, after):
        if len(found) < count:
            by_due = part.order_by(F("due_at").asc(nulls_last=True), "id").values_list("due_at", "pk")
            found += by_due[: count - len(found)]
    return found


def _behind(rows: QuerySet[WorkItem], after: str) -> list[QuerySet[WorkItem]]:
    """What follows a place in the order, in parts each of which begins where the index has it."""
    if not after:
        return [rows]
    due, _, number = after.partition("~")
    last, undated = int(number), rows.filter(due_at__isnull=True)
    if not due:
        return [undated.filter(id__gt=last)]
    moment = datetime.fromisoformat(due)
    if moment.tzinfo is None:
        raise ValueError(f"{due} says no time zone")
    same_or_later = rows.filter(due_at__gte=moment).filter(Q(due_at__gt=moment) | Q(id__gt=last))
    return [same_or_later, undated]


def _cursor(due_at: datetime | None, pk: int) -> str:
    return f"{due_at.isoformat() if due_at else ''}~{pk}"


def _place(found: tuple[datetime | None, int]) -> tuple[bool, float, int]:
    due_at, pk = found
    return due_at is None, due_at.timestamp() if due_at else 0.0, pk


def load(units: Iterable[int], *, at: datetime | None = None) -> list[dict[str, Any]]:
    """How much waits for each colleague of the units: open, late, waiting; nobody's work has no assignee.

    Counted from the index `item_load` alone: its columns are all that may be asked here.
    """
    moment = at or timezone.now()
    counted = (
        WorkItem.objects.filter(unit__in=list(units), kind=WorkItem.Kind.STAGE)
        .values("unit", "assignee")
        .annotate(
            open=Count("unit"),
            late=Count("unit", filter=Q(due_at__lt=moment)),
            waiting=Count("unit", filter=Q(waiting=True)),
        )
        .order_by("unit", "assignee")
    )
    return [dict(row) for row in counted]
