"""The structure of a government: units with their posts and functions, begun and ended on a day."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q

from madang.ground.organisations.actions.posts import require_organiser
from madang.ground.organisations.definition import NewPost, NewUnit, Path4
from madang.ground.organisations.events import Reorganised
from madang.ground.organisations.models import Delegation, Function, Government, Holding, Post, Unit
from madang.ground.people.queries import Person
from madang.lib.news import announce


@transaction.atomic
def reorganise(
    government: Government,
    *,
    on: date,
    end: Mapping[str, Sequence[str]],
    begin: Sequence[NewUnit],
    by: Person | None,
) -> dict[str, Unit]:
    """End units on a day and begin others; `end` leads from each key that ends to the keys that follow it.

    Posts, holdings, functions and delegations of what ends, end with it. Units that begin are returned by key.
    Raises ValueError where a unit to be ended is not there or one to be begun is there already.
    """
    require_organiser(government.pk, by)
    Government.objects.select_for_update().get(pk=government.pk)
    ending = {unit.key: unit for unit in Unit.objects.on(on).filter(government=government, key__in=list(end))}
    if missing := set(end) - set(ending):
        raise ValueError(f"no unit {', '.join(sorted(missing))} stands on {on}")
    staying = Unit.objects.on(on).filter(government=government).exclude(key__in=list(end))
    standing = {unit.key: unit for unit in staying}
    if twice := set(standing) & {unit.key for unit in begin}:
        raise ValueError(f"there is a unit {', '.join(sorted(twice))} on {on} already")
    _end(list(ending.values()), on)
    begun = begin_units({government.pk: (government, begin)}, on, None, standing=standing)
    after = standing | begun
    successors = {ending[key].pk: tuple(after[new].pk for new in news) for key, news in end.items()}
    for unit in ending.values():
        unit.successors.set(successors[unit.pk])
    announce(Reorganised(government.pk, on, successors))
    return begun


def _end(units: Sequence[Unit], on: date) -> None:
    lasting = Q(valid_until__isnull=True) | Q(valid_until__gt=on)
    posts = Post.objects.filter(unit__in=units)
    for rows in (
        Unit.objects.filter(pk__in=[unit.pk for unit in units]),
        posts,
        Holding.objects.filter(post__in=posts),
        Delegation.objects.filter(Q(holder__in=posts) | Q(delegate__in=posts)),
        Function.objects.filter(unit__in=units),
    ):
        rows.filter(lasting, valid_from__lt=on).update(valid_until=on)


def begin_units(
    wanted: Mapping[int, tuple[Government, Sequence[NewUnit]]],
    since: date,
    until: date | None,
    *,
    standing: Mapping[str, Unit] | None = None,
) -> dict[str, Unit]:
    """Make units, posts, holdings and functions of many governments with four statements; units by key.

    With several governments the keys meet, and the dictionary holds the last.
    """
    above = dict(standing or {})
    units = [(_unit(g, new, since, until), new) for g, news in wanted.values() for new in news]
    Unit.objects.bulk_create([unit for unit, _ in units])
    above |= {unit.key: unit for unit, _ in units}
    nested = [(unit, new) for unit, new in units if new.parent]
    for unit, new in nested:
        unit.parent = above[new.parent or ""]
    Unit.objects.bulk_update([unit for unit, _ in nested], ["parent"])
    _fill(units, since, until)
    return {unit.key: unit for unit, _ in units}


def _unit(government: Government, new: NewUnit, since: date, until: date | None) -> Unit:
    return Unit(
        government=government,
        key=new.key,
        name_ko=new.name.ko,
        name_en=new.name.en,
        kind=new.kind,
        mandate_ko=new.mandate.ko,
        mandate_en=new.mandate.en,
        valid_from=since,
        valid_until=until,
    )


def _fill(units: Sequence[tuple[Unit, NewUnit]], since: date, until: date | None) -> None:
    """Give the units their posts, the posts their holders, the units their functions."""
    usernames = {new.holder for _, wanted in units for new in wanted.posts if new.holder}
    known = {person.username: person for person in Person.objects.filter(username__in=usernames)}
    posts = [(_post(unit, new, since, until), new) for unit, wanted in units for new in wanted.posts]
    Post.objects.bulk_create([post for post, _ in posts])
    Holding.objects.bulk_create(
        Holding(post=post, person=known[new.holder], valid_from=since, valid_until=until)
        for post, new in posts
        if new.holder
    )
    Function.objects.bulk_create(
        _function(unit, path, since, until) for unit, wanted in units for path in wanted.functions
    )


def _post(unit: Unit, new: NewPost, since: date, until: date | None) -> Post:
    titles = {"title_ko": new.title.ko, "title_en": new.title.en}
    return Post(unit=unit, roles=new.roles, valid_from=since, valid_until=until, **titles)


def _function(unit: Unit, path: Path4, since: date, until: date | None) -> Function:
    paths = {"path_ko": path.ko, "path_en": path.en}
    return Function(government=unit.government, unit=unit, valid_from=since, valid_until=until, **paths)
