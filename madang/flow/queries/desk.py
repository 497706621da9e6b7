"""What an official sees besides the items of the inbox: how much there is of what, and in whose place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import IntegerField, Value

from madang.flow.models import Definition, WorkItem
from madang.flow.queries.inbox import Filters, filtered, places
from madang.ground.organisations.queries import Authority
from madang.ground.people.queries import Absence, Person

COUNTED_TO = 1000


def how_many(
    person: Person, tabs: Mapping[str, Filters], *, held: Sequence[Authority], at: datetime
) -> dict[str, int]:
    """How many items each tab holds, by one query; no more than COUNTED_TO + 1 are counted at each place.

    So it costs the same with a hundred cases and with a million.
    """
    names = list(tabs)
    parts = [
        filtered(rows, tabs[name], person, at)
        .annotate(tab=Value(number, IntegerField()))
        .order_by()
        .values("tab")[: COUNTED_TO + 1]
        for number, name in enumerate(names)
        for rows in places(held, tabs[name].kind)
    ]
    if not parts:
        return dict.fromkeys(names, 0)
    every = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    sql, values = every.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT tab, count(*) FROM ({sql}) AS found GROUP BY tab", values)  # noqa: S608  Django's SQL
        counted = dict(cursor.fetchall())
    return {name: counted.get(number, 0) for number, name in enumerate(names)}


@dataclass(frozen=True)
class Standing:
    """In whose place a person acts: by unit and role the absent colleague, and all whose deputy it is."""

    at: Mapping[tuple[int, str], Person]
    absent: frozenset[int]

    def for_item(self, item: WorkItem) -> Person | None:
        """The absent colleague in whose place the person would do this item, or nobody."""
        if item.assignee_id in self.absent:
            return item.assignee
        return None if item.kind == WorkItem.Kind.OPINION else self.at.get((item.unit_id, item.role))


def standing_in(held: Sequence[Authority]) -> Standing:
    """For whom somebody who holds these stands in; a place that is one's own is not marked."""
    own = {(a.unit_id, a.role) for a in held if a.via != "deputy"}
    by_place = {(a.unit_id, a.role): a.holder_id for a in held if a.via == "deputy" and a.holder_id}
    people = Person.objects.in_bulk(set(by_place.values())) if by_place else {}
    marked = {
        place: people[holder] for place, holder in by_place.items() if place not in own and holder in people
    }
    return Standing(marked, frozenset(people))


def titles(definitions: Iterable[int]) -> dict[int, dict[str, str]]:
    """The title {ko, en} of each of these definitions, by one query that leaves the rest of them alone."""
    found = Definition.objects.filter(pk__in=set(definitions)).values_list("pk", "key", "body__title")
    return {pk: title or {"ko": key, "en": key} for pk, key, title in found}


def away(people: Iterable[int], at: datetime) -> dict[int, Absence]:
    """Which of these people are away at the moment, and who stands in for them."""
    absences = Absence.objects.at(at).filter(person__in=set(people)).select_related("deputy")
    return {absence.person_id: absence for absence in absences}


def kinds_of_work() -> list[dict[str, Any]]:
    """What cases may be about: key and title of every definition that has stages, by its title in Korean."""
    worked_on = Definition.objects.exclude(body__stages__isnull=True).exclude(body__stages__in=[[], {}])
    newest = worked_on.order_by("key", "-version").distinct("key").values_list("key", "body__title")
    keys = [(key, title or {"ko": key, "en": key}) for key, title in newest]
    return [{"key": key, "title": title} for key, title in sorted(keys, key=lambda pair: pair[1]["ko"])]
