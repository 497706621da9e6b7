"""What the lists of the office show in a row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from madang.flow import queries
from madang.flow.models import WorkItem
from madang.ground.organisations.queries import Unit
from madang.ground.people.queries import Absence, Person


@dataclass(frozen=True)
class Row:
    """One item of the inbox as it is shown; `instead_of` is the absent colleague whose work it is."""

    item: WorkItem
    address: str
    service: dict[str, str]
    stage: str
    instead_of: Person | None

    @property
    def can_be_assigned(self) -> bool:
        return self.item.kind == WorkItem.Kind.STAGE


def shown(items: Sequence[WorkItem], standing: queries.Standing) -> list[Row]:
    """The items as rows, with as many queries for a hundred as for one."""
    titles = queries.titles(item.case.definition_id for item in items)
    return [
        Row(
            item=item,
            address=reverse(f"{item.case.definition.kind}:office_case", args=[item.case_id]),
            service=titles[item.case.definition_id],
            stage=_stage(item),
            instead_of=standing.for_item(item),
        )
        for item in items
    ]


def _stage(item: WorkItem) -> str:
    if item.kind == WorkItem.Kind.OPINION:
        return _("Opinion asked")
    stage = queries.flow_of(item.case.definition).stages.get(item.ref)
    return queries.said(stage.title) if stage else item.ref


@dataclass(frozen=True)
class Share:
    """What waits for one colleague, or for nobody (`person` is empty)."""

    person: Person | None
    absence: Absence | None
    open: int = 0
    late: int = 0
    waiting: int = 0

    @property
    def whose(self) -> str:
        """How the inbox's filter names the colleague."""
        return f"{self.person.pk}" if self.person else "nobody"


@dataclass(frozen=True)
class Load:
    """What waits in one unit, by colleague; `most` is the largest number that one of them has."""

    unit: Unit
    shares: list[Share]
    most: int
    open: int
    late: int


def loads(units: Sequence[tuple[Unit, Sequence[Person]]], at: datetime) -> list[Load]:
    """The load of each unit: nobody's work first, then every colleague, also those with nothing."""
    counted = queries.load((unit.pk for unit, _people in units), at=at)
    people = {person.pk: person for _unit, found in units for person in found}
    gone = {row["assignee"] for row in counted if row["assignee"]} - set(people)
    people |= Person.objects.in_bulk(gone) if gone else {}
    absences = queries.away(people, at)
    return [_load(unit, found, counted, people, absences) for unit, found in units]


def _load(
    unit: Unit,
    members: Iterable[Person],
    counted: list[dict[str, Any]],
    people: dict[int, Person],
    absences: dict[int, Absence],
) -> Load:
    by_assignee = {row["assignee"]: row for row in counted if row["unit"] == unit.pk}
    keys = dict.fromkeys([None, *(person.pk for person in members), *by_assignee])
    shares = [_share(by_assignee.get(key), people.get(key or 0), absences.get(key or 0)) for key in keys]
    most = max((share.open for share in shares), default=0)
    return Load(unit, shares, most, sum(s.open for s in shares), sum(s.late for s in shares))


def _share(row: dict[str, Any] | None, person: Person | None, absence: Absence | None) -> Share:
    return Share(person, absence, **{name: row[name] for name in ("open", "late", "waiting")} if row else {})
