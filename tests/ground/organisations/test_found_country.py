import time
from collections import Counter
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from madang.ground.organisations import actions, queries
from madang.ground.organisations.definition import country, names
from madang.ground.organisations.models import Function, Government, Holding, Unit
from madang.ground.people.models import Person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture
def city() -> Government:
    return actions.found_country(by=None)


def keys(branches: list[queries.Branch]) -> set[str]:
    return {key for b in branches for key in ({b.unit.key} | keys(b.branches))}


def test_the_country_has_16_governments_of_the_first_tier_and_230_of_the_second(city: Government) -> None:
    kinds = Counter(Government.objects.values_list("kind", flat=True))
    assert kinds == {"nation": 1, "metropolis": 7, "province": 9, "city": 75, "district": 69, "county": 86}
    above = Counter(Government.objects.values_list("kind", "parent__kind"))
    assert above["district", "metropolis"] == 69
    assert above["city", "province"] == 75
    assert above["county", "metropolis"] == 5
    assert above["county", "province"] == 81
    assert not Government.objects.exclude(kind="nation").filter(parent=None).exists()


def test_names_are_distinct_and_of_no_real_place(city: Government) -> None:
    governments = list(Government.objects.exclude(kind="nation"))
    for field in ("name_ko", "name_en", "code"):
        assert len({getattr(g, field) for g in governments}) == 246
    stems = {g.name_ko.removesuffix("광역시").rstrip("시군구도") for g in governments}
    assert not stems & set(names().excluded) - {"보람"}
    assert all(g.invented for g in governments)


def test_founding_twice_changes_nothing_and_gives_the_same_names(city: Government) -> None:
    before = list(Government.objects.order_by("id").values_list("code", "name_ko"))
    assert actions.found_country(by=None) == city
    assert list(Government.objects.order_by("id").values_list("code", "name_ko")) == before
    assert names().invented(set()) == names().invented(set())


def test_founding_is_quick(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    start = time.perf_counter()
    with django_assert_max_num_queries(60):
        actions.found_country(by=None)
    assert time.perf_counter() - start < 2


def test_the_city_has_its_units_with_people_and_functions(city: Government) -> None:
    found = {unit.key for unit in queries.units_in(city, TODAY)}
    assert found == {unit.key for unit in country().city_units}
    lab = queries.unit_of(city, "environment-lab", TODAY)
    assert lab is not None
    assert lab.parent is not None
    assert lab.parent.name_ko == "환경정책과"
    assert Holding.objects.on(TODAY).filter(post__unit__government=city).count() == 15
    path = ["교통 및 물류", "도로", "도로 유지관리", "도로 파손 보수"]
    function = queries.function_of(city, path, TODAY)
    assert function is not None
    assert function.unit.key == "roads"
    assert all(len(f.path_ko) == len(f.path_en) == 4 for f in Function.objects.all())


def test_every_government_can_receive_applications(city: Government) -> None:
    assert len(queries.offered_in("civil-affairs", TODAY)) == 247
    assert [g.code for g in queries.offered_in("consular-affairs", TODAY)] == ["haneul"]


def test_the_organisation_is_told_as_of_any_day(city: Government) -> None:
    before = queries.organisation_on(city, date(2025, 6, 30))
    after = queries.organisation_on(city, date(2025, 7, 1))
    assert {"living-environment", "environment-lab"} == keys(after) - keys(before)
    (old,) = [b.unit for b in before if b.unit.key == "environment"]
    (new,) = [b.unit for b in after if b.unit.key == "environment"]
    assert (old.name_ko, new.name_ko) == ("환경과", "환경정책과")
    assert queries.organisation_on(city, date(2014, 12, 31)) == []
    assert queries.days_of_change(city) == [date(2025, 7, 1), date(2015, 1, 1)]


def test_the_tree_takes_the_same_queries_however_large(
    city: Government, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Unit.objects.bulk_create(
        Unit(government=city, key=f"unit-{n}", name_ko="과", name_en="", kind="team", valid_from=TODAY)
        for n in range(100)
    )
    with django_assert_num_queries(4):
        queries.organisation_on(city, TODAY)


def test_people_sign_in_with_the_password_given_and_not_without() -> None:
    actions.found_country(password="a-known-password", by=None)
    assert Person.objects.get(username="seoyeon.park").check_password("a-known-password")


def test_without_a_password_nobody_signs_in(city: Government) -> None:
    assert not Person.objects.get(username="seoyeon.park").has_usable_password()


@pytest.mark.parametrize(
    ("kind", "words", "count"), [("", "", 247), ("metropolis", "", 7), ("", "새빛", 1), ("", "SAEBIT", 1)]
)
def test_governments_are_found_by_kind_and_name(city: Government, kind: str, words: str, count: int) -> None:
    assert queries.governments(kind, words).count() == count
