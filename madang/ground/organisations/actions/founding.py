"""Founding the fictional country: its governments, the organisation of its featured city, its people."""

from collections.abc import Iterator
from itertools import cycle, islice

from django.contrib.auth.hashers import make_password
from django.db import transaction

from madang.ground.organisations.actions.structure import begin_units
from madang.ground.organisations.definition import Country, Names, NewDelegation, NewUnit, country, names
from madang.ground.organisations.models import Delegation, Government, Post
from madang.ground.people.queries import Person
from madang.lib.romanise import romanise

Kind = Government.Kind
ENDING = {Kind.PROVINCE: "도", Kind.CITY: "시", Kind.COUNTY: "군", Kind.DISTRICT: "구"}


@transaction.atomic
def found_country(*, password: str | None = None, by: Person | None) -> Government:
    """Make the fictional country unless it is there, and return its featured city.

    Its people can sign in with the password; without one they cannot.
    """
    plan = country()
    there = Government.objects.filter(code=plan.city.code).first()
    if there:
        return there
    _people(plan, password)
    governments = _governments(plan, names())
    by_code = {government.code: government for government in governments}
    _units(plan, governments, by_code)
    city = by_code[plan.city.code]
    for rule in plan.delegations:
        _delegate(city, rule, plan)
    return city


def _people(plan: Country, password: str | None) -> None:
    hashed = make_password(password)  # one hash for all: these people and their password are invented
    there = set(Person.objects.values_list("username", flat=True))
    Person.objects.bulk_create(
        Person(
            username=new.username,
            email=f"{new.username}@haneul.example",
            password=hashed,
            name=new.name,
            name_en=new.name_en,
            identity=new.identity,
            language=new.language,
        )
        for new in plan.people
        if new.username not in there
    )


def _governments(plan: Country, numbers: Names) -> list[Government]:
    """The nation, its metropolises and provinces, and below them districts, cities and counties."""
    stems = iter(numbers.invented({plan.city.name.ko[:-1], plan.province.name.ko[:-1]}))
    nation = Government(
        code=plan.nation.code,
        name_ko=plan.nation.name.ko,
        name_en=plan.nation.name.en,
        kind=Kind.NATION,
        invented=True,
    )
    nation.save()
    featured = Government(
        code=plan.province.code,
        name_ko=plan.province.name.ko,
        name_en=plan.province.name.en,
        kind=Kind.PROVINCE,
        parent=nation,
        invented=True,
    )
    metropolises = list(_named(stems, Kind.METROPOLIS, [nation] * numbers.metropolises))
    provinces = [featured, *_named(stems, Kind.PROVINCE, [nation] * (numbers.provinces - 1))]
    Government.objects.bulk_create([*metropolises, *provinces])
    below = list(_second_tier(plan, numbers, stems, metropolises, provinces))
    Government.objects.bulk_create(below)
    return [nation, *metropolises, *provinces, *below]


def _second_tier(
    plan: Country,
    numbers: Names,
    stems: Iterator[str],
    metropolises: list[Government],
    provinces: list[Government],
) -> Iterator[Government]:
    yield Government(
        code=plan.city.code,
        name_ko=plan.city.name.ko,
        name_en=plan.city.name.en,
        kind=Kind.CITY,
        parent=provinces[0],
        invented=True,
    )
    yield from _named(stems, Kind.CITY, islice(cycle(provinces), 1, numbers.cities))
    yield from _named(stems, Kind.DISTRICT, islice(cycle(metropolises), numbers.districts))
    rural = numbers.counties - numbers.counties_in_metropolises
    yield from _named(stems, Kind.COUNTY, islice(cycle(metropolises), numbers.counties_in_metropolises))
    yield from _named(stems, Kind.COUNTY, islice(cycle(provinces), rural))


def _named(
    stems: Iterator[str], kind: Kind, parents: Iterator[Government] | list[Government]
) -> Iterator[Government]:
    for parent in parents:
        stem = next(stems)
        latin = romanise(stem)
        if kind == Kind.METROPOLIS:
            name_ko, name_en = f"{stem}광역시", f"{latin} Metropolitan City"
        else:
            name_ko, name_en = f"{stem}{ENDING[kind]}", f"{latin}-{romanise(ENDING[kind]).lower()}"
        yield Government(
            code=latin.lower(), name_ko=name_ko, name_en=name_en, kind=kind, parent=parent, invented=True
        )


def _units(plan: Country, governments: list[Government], by_code: dict[str, Government]) -> None:
    """The units of the city before and after the reorganisation, the nation's, and one of every other."""
    city, nation = by_code[plan.city.code], by_code[plan.nation.code]
    anew = {key for old in plan.city_units_before for key in old.became}
    lasting = [unit for unit in plan.city_units if unit.key not in anew and unit.parent not in anew]
    lasting_below = [unit for unit in plan.city_units if unit.key not in anew and unit.parent in anew]
    others: dict[int, tuple[Government, list[NewUnit]]] = {
        government.pk: (government, [plan.everywhere]) for government in governments if government != city
    }
    begin_units(others | {city.pk: (city, lasting)}, plan.since, None)
    begin_units({nation.pk: (nation, plan.nation_units)}, plan.since, None)
    begin_units({city.pk: (city, plan.city_units_before)}, plan.since, plan.reorganised)
    after = [unit for unit in plan.city_units if unit.key in anew]
    begin_units({city.pk: (city, [*after, *lasting_below])}, plan.reorganised, None)


def _delegate(city: Government, rule: NewDelegation, plan: Country) -> None:
    posts = list(Post.objects.filter(unit__government=city, unit__key=rule.unit).order_by("id"))
    holder = next(post for post in posts if post.title_ko == rule.holder.ko)
    Delegation.objects.bulk_create(
        Delegation(
            holder=holder,
            delegate=post,
            role=rule.role,
            subjects=rule.subjects,
            basis=rule.basis.ko,
            valid_from=plan.since,
        )
        for post in posts
        if post.title_ko == rule.delegate.ko
    )
