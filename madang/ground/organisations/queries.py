"""Questions about organisations: who answers for what, and who may act as what at a moment."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Case, Q, QuerySet, When

from madang.ground.law.queries import OfficeHours
from madang.ground.organisations.authority import (
    Authority,
    Posts,
    authorities,
    holders_at,
    holdings_on,
    holds_at,
    own_authorities,
    own_posts,
    today_in,
)
from madang.ground.organisations.models import Delegation, Function, Government, Holding, Post, Unit
from madang.ground.people.queries import Absence, Person
from madang.lib.together import Question, ask

__all__ = [
    "Authority",
    "Branch",
    "Delegation",
    "Function",
    "Government",
    "Holding",
    "Post",
    "Posts",
    "Seat",
    "Unit",
    "authorities",
    "below",
    "colleagues",
    "days_of_change",
    "function_of",
    "functions_of",
    "government",
    "governments",
    "holders",
    "is_official",
    "number_of_unit",
    "offered_in",
    "office_hours",
    "organisation_on",
    "own_authorities",
    "own_posts",
    "possible_deputies",
    "stands_in_for",
    "today_in",
    "unit_of",
    "units_in",
    "works_in",
]


@dataclass(frozen=True)
class Seat:
    """A post as of a day, with the holding that filled it; without one it was vacant."""

    post: Post
    holding: Holding | None


@dataclass
class Branch:
    """A unit as of a day with its posts, the functions it answers for and the units below it."""

    unit: Unit
    seats: list[Seat] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)
    branches: list["Branch"] = field(default_factory=list)


def government(code: str) -> Government | None:
    """The government of that code."""
    return Government.objects.filter(code=code).select_related("parent").first()


def governments(kind: str = "", words: str = "") -> QuerySet[Government]:
    """Governments of a kind whose name in either language, or whose parent's, holds the words."""
    tier = Case(*(When(kind=name, then=rank) for rank, name in enumerate(Government.Kind.values)))
    found = Government.objects.select_related("parent").order_by(tier, "name_ko", "id")
    if kind:
        found = found.filter(kind=kind)
    for word in words.split()[:8]:
        found = found.filter(
            Q(name_ko__icontains=word)
            | Q(name_en__icontains=word)
            | Q(code=word.lower())
            | Q(parent__name_ko__icontains=word)
            | Q(parent__name_en__icontains=word)
        )
    return found


def is_official(person: Person, at: datetime) -> bool:
    """Whether the person holds a post in any government at the moment."""
    return bool(holdings_on({person.pk}, at))


def works_in(person: Person, at: datetime) -> list[Government]:
    """The governments in which the person holds a post at the moment."""
    found = {h.post.unit.government_id: h.post.unit.government for h in holdings_on({person.pk}, at)}
    return sorted(found.values(), key=lambda government: government.pk)


def possible_deputies(person: Person, at: datetime) -> QuerySet[Person]:
    """The colleagues in the person's governments at the moment, in the order of their names."""
    homes = [government.pk for government in works_in(person, at)]
    held = Holding.objects.on_or_about(at).filter(post__unit__government__in=homes)
    return (
        Person.objects.filter(pk__in=held.values("person"), is_active=True)
        .exclude(pk=person.pk)
        .order_by("name")
    )


def below(government: Government) -> list[Government]:
    """The governments of the next tier, in the order of their names."""
    return list(government.children.order_by("kind", "name_ko"))


def stands_in_for(person: Person, since: datetime) -> list[Absence]:
    """Absences, under way or to come, in which the person is the deputy."""
    named = Absence.objects.filter(deputy=person, ends__gt=since, cancelled_at__isnull=True)
    return list(named.select_related("person").order_by("starts"))


def days_of_change(government: Government) -> list[date]:
    """The days on which a unit of the government began or ended, the latest first."""
    rows = Unit.objects.filter(government=government).values_list("valid_from", "valid_until")
    return sorted({day for row in rows for day in row if day}, reverse=True)


def unit_of(government: Government, key: str, on: date) -> Unit | None:
    """The unit that had the key on that day."""
    return Unit.objects.on(on).filter(government=government, key=key).first()


def number_of_unit(government: int, key: str, on: date) -> int | None:
    """The number of the unit that had the key on that day."""
    found: int | None = ask(
        Question(OF_KEY, (government, key, on, on), lambda rows: rows[0][0] if rows else None)
    )[0]
    return found


OF_KEY = """
SELECT id FROM organisations_unit WHERE government_id = %s AND key = %s AND valid_from <= %s
    AND (valid_until IS NULL OR valid_until > %s) ORDER BY id LIMIT 1
"""


def units_in(government: Government, on: date | None = None) -> list[Unit]:
    """The units in force on that day, or today."""
    return list(Unit.objects.on(on or today_in(government)).filter(government=government).order_by("id"))


def offered_in(unit_key: str, on: date) -> list[Government]:
    """The governments that had a unit with this key on that day, in the order of their names."""
    having = Unit.objects.on(on).filter(key=unit_key).values("government_id")
    return list(Government.objects.filter(id__in=having).select_related("parent").order_by("name_ko", "id"))


def office_hours(government: Government) -> OfficeHours:
    """The office hours of a government: its own, or those of the law."""
    return OfficeHours.of(government.office_hours, government.time_zone)


def holders(unit_id: int, role: str, *, at: datetime) -> list[Person]:
    """Who holds a post with the role in the unit at the moment, in the order of the posts."""
    found: list[Person] = ask(holders_at(unit_id, role, at))[0]
    return found


def colleagues(unit_ids: Iterable[int], *, at: datetime) -> dict[int, list[Person]]:
    """Everybody who holds a post in each of the units at the moment."""
    found: dict[int, list[Person]] = defaultdict(list)
    for holding in _holdings_in(set(unit_ids), at):
        if holding.person not in found[holding.post.unit_id]:
            found[holding.post.unit_id].append(holding.person)
    return dict(found)


def _holdings_in(unit_ids: set[int], at: datetime) -> list[Holding]:
    near = Holding.objects.filter(post__unit__in=unit_ids).select_related("person", "post__unit__government")
    return [h for h in near.order_by("post_id", "id") if holds_at(h, at)]


def functions_of(unit: Unit, on: date) -> list[Function]:
    """All that the unit answered for on that day."""
    return list(Function.objects.on(on).filter(unit=unit).order_by("path_ko"))


def function_of(government: Government, path_ko: list[str], on: date) -> Function | None:
    """The function at that path (field, area, function, unit task) on that day, with its unit."""
    found = Function.objects.on(on).filter(government=government, path_ko=path_ko)
    return found.select_related("unit").first()


def organisation_on(government: Government, day: date) -> list[Branch]:
    """The organisation as it was on that day: four queries, however large it is."""
    units = Unit.objects.on(day).filter(government=government).order_by("id")
    branches = {unit.pk: Branch(unit) for unit in units}
    posts = Post.objects.on(day).filter(unit__in=list(branches)).order_by("id")
    held = Holding.objects.on(day).filter(post__unit__in=list(branches)).select_related("person")
    by_post = {holding.post_id: holding for holding in held}
    for post in posts:
        branches[post.unit_id].seats.append(Seat(post, by_post.get(post.pk)))
    for function in (
        Function.objects.on(day).filter(government=government, unit__in=list(branches)).order_by("path_ko")
    ):
        branches[function.unit_id].functions.append(function)
    tops: list[Branch] = []
    for branch in branches.values():
        above = branches.get(branch.unit.parent_id) if branch.unit.parent_id else None
        (above.branches if above else tops).append(branch)
    return tops
