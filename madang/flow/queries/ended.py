"""Units that ended while cases were open: what waits there, who follows, and who may share it out."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from madang.flow.models import Case, WorkItem
from madang.ground.organisations.queries import Authority, Unit, authorities, today_in, units_in, works_in
from madang.ground.people.queries import Person

HEAD = "head"


@dataclass(frozen=True)
class Ended:
    """A unit that ended with cases open, how many (counted to 1,001), and the units that can take them."""

    unit: Unit
    count: int
    takers: list[Unit]


def waiting(ended: Unit) -> QuerySet[Case]:
    """The open cases that are still with a unit, or wait there for an opinion."""
    here = WorkItem.objects.filter(case=OuterRef("pk"), unit=ended)
    return Case.objects.exclude(status=Case.Status.CLOSED).filter(Q(unit=ended) | Exists(here))


def takers(ended: Unit, at: datetime) -> list[Unit]:
    """The units that follow one that ended and stand today; where none was named, all of its government."""
    day = today_in(ended.government, at)
    named = [unit for unit in ended.successors.order_by("name_ko", "pk") if unit.holds_on(day)]
    return named or units_in(ended.government, day)


def may_share_out(ended: Unit, person: Person, *, at: datetime) -> Authority | None:
    """Under what authority somebody hands on the cases of a unit that ended: head of one that follows, or above."""
    units = {unit.pk for unit in ended.successors.all()} | ({ended.parent_id} if ended.parent_id else set())
    return next((a for a in authorities(person, at=at) if a.role == HEAD and a.unit_id in units), None)


def to_share_out(person: Person, *, at: datetime | None = None) -> list[Ended]:
    """The units that ended with open cases, of which this person may hand them on."""
    moment = at or timezone.now()
    return [
        Ended(unit, waiting(unit)[:1001].count(), takers(unit, moment))
        for government in works_in(person, moment)
        for unit in with_open_work(government.pk, moment)
        if may_share_out(unit, person, at=moment) is not None
    ]


def with_open_work(government: int | None, at: datetime) -> list[Unit]:
    """The units, of one government or of all, that have ended while something still waits in them."""
    here = WorkItem.objects.filter(unit=OuterRef("pk"))
    ended = Unit.objects.filter(Exists(here), valid_until__lte=timezone.localdate(at)).select_related(
        "government"
    )
    if government is not None:
        ended = ended.filter(government=government)
    units = ended.prefetch_related("successors").order_by("valid_until", "pk")
    return [unit for unit in units if not unit.holds_on(today_in(unit.government, at))]
