"""Standards kept and broken, counted by the database: by month, by group, with the cases behind.

A promise counts in the month in which it was settled: kept when it was reached in time, broken when its due
date passed, whether or not the case was decided later. So a case that nobody ever decides is not forgotten.
Only live cases are here; logs of the past are shown apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, DateField, F, Q, QuerySet
from django.db.models.functions import Cast, Least, TruncMonth
from django.utils import timezone

from madang.flow.queries import visible_to
from madang.ground.organisations.queries import Government, Unit, authorities
from madang.ground.people.queries import Person
from madang.work.services.permissions import SERVICE_OWNER
from madang.work.services.standards.models import Promise
from madang.work.services.standards.rules import Share, wilson

GROUPS = ("channel", "unit", "government")
KEPT = Q(reached_at__isnull=False, reached_at__lte=F("due_at"))


@dataclass(frozen=True)
class Counted:
    """How many promises were settled and how many of them kept."""

    label: Any
    whole: int
    kept: int

    @property
    def broken(self) -> int:
        return self.whole - self.kept

    @property
    def share(self) -> Share | None:
        return wilson(self.kept, self.whole)


def governments_of(person: Person, *, at: datetime | None = None) -> list[Government]:
    """The governments whose figures the person reads: one's own; an owner of services, also those below it."""
    held = authorities(person, at=at or timezone.now())
    own = {a.government_id for a in held}
    owned = {a.government_id for a in held if a.role == SERVICE_OWNER}
    read = Q(pk__in=own) | Q(parent__in=owned) | Q(parent__parent__in=owned)
    return list(Government.objects.filter(read).order_by("parent_id", "name_ko"))


def settled(
    governments: Sequence[Government], service: str = "", *, at: datetime | None = None
) -> QuerySet[Promise]:
    """The promises that were kept or broken by the moment."""
    moment = at or timezone.now()
    rows = Promise.objects.filter(government__in=governments, due_at__isnull=False)
    if service:
        rows = rows.filter(service=service)
    return rows.filter(KEPT | Q(due_at__lt=moment))


def by_standard(governments: Sequence[Government], *, at: datetime | None = None) -> list[dict[str, Any]]:
    """Each standard of each service with its counts: `service`, `standard`, `name`, `counted`."""
    rows = (
        settled(governments, at=at)
        .values("service", "standard", "name__ko", "name__en")
        .annotate(whole=Count("pk"), kept=Count("pk", filter=KEPT))
        .order_by("service", "standard")
    )
    found = [
        {
            "service": row["service"],
            "standard": row["standard"],
            "name": {"ko": row["name__ko"], "en": row["name__en"]},
            "counted": Counted("", row["whole"], row["kept"]),
        }
        for row in rows
    ]
    return sorted(found, key=lambda row: (row["service"], row["standard"] != "legal", row["name"]["ko"]))


def by_month(rows: QuerySet[Promise]) -> list[Counted]:
    """The promises by the month in which they were settled, in the government's zone."""
    when = Least(F("reached_at"), F("due_at"))  # PostgreSQL's LEAST passes over NULL
    found = (
        rows.annotate(month=Cast(TruncMonth(when, tzinfo=timezone.get_current_timezone()), DateField()))
        .values("month")
        .annotate(whole=Count("pk"), kept=Count("pk", filter=KEPT))
        .order_by("month")
    )
    return [Counted(row["month"], row["whole"], row["kept"]) for row in found]


def by_group(rows: QuerySet[Promise], group: str) -> list[Counted]:
    """The promises by channel, unit or government; the label is the channel's key, the unit or the government."""
    counted = rows.values(group).annotate(whole=Count("pk"), kept=Count("pk", filter=KEPT))
    found = list(counted.order_by("-whole", group))
    things: dict[Any, Any] = {}
    if group == "unit":
        things = Unit.objects.in_bulk([row["unit"] for row in found])
    elif group == "government":
        things = Government.objects.in_bulk([row["government"] for row in found])
    return [Counted(things.get(row[group], row[group]), row["whole"], row["kept"]) for row in found]


@dataclass(frozen=True)
class Breaches:
    """Broken promises whose cases the person may read, and how many more there are."""

    shown: list[Promise]
    others: int


def breaches(rows: QuerySet[Promise], person: Person, *, size: int = 50) -> Breaches:
    """The cases behind the broken promises, the latest first."""
    broken = rows.exclude(KEPT)
    mine = visible_to(person).exclude(applicant=person).values("pk")
    seen = broken.filter(case__in=mine)
    shown = list(seen.select_related("case", "unit").order_by("-due_at", "pk")[:size])
    return Breaches(shown, broken.count() - len(shown))


def months_between(first: date, last: date) -> list[date]:
    """The first days of all months from first to last."""
    months = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        months.append(date(year, month, 1))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return months
