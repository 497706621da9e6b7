from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from madang.ground.organisations import queries
from madang.ground.organisations.authority import HOLDER
from madang.ground.organisations.models import Delegation, Holding
from madang.ground.people.models import Absence, Person
from tests import people

NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)  # noon in Seoul
pytestmark = pytest.mark.django_db


def away(person: Person, deputy: Person | None, days: int = 1) -> Absence:
    start = NOON - timedelta(hours=3)
    return Absence.objects.create(
        person=person, deputy=deputy, starts=start, ends=start + timedelta(days=days)
    )


def acts_as(person: Person, at: datetime = NOON) -> set[tuple[str, str, str | None]]:
    """Role, how the person came by it and whose authority it is."""
    names = dict(Person.objects.values_list("id", "name"))
    return {
        (a.role, a.via, names[a.holder_id] if a.holder_id else None)
        for a in queries.authorities(person, at=at)
    }


def test_a_citizen_has_no_authority() -> None:
    assert queries.authorities(people.kim_haneul(), at=NOON) == []
    assert not queries.is_official(people.kim_haneul(), NOON)


def test_the_holder_acts_in_the_roles_of_the_post() -> None:
    clerk = people.park_seoyeon()
    (own,) = queries.authorities(clerk, at=NOON)
    unit = people.unit("civil-affairs")
    assert (own.role, own.via, own.holder_id, own.unit_id) == ("clerk", "holder", clerk.pk, unit.pk)
    assert own.government_id == people.city().pk
    assert queries.is_official(clerk, NOON)


def test_a_post_is_held_by_the_day_in_the_governments_zone() -> None:
    clerk = people.park_seoyeon()
    Holding.objects.filter(person=clerk).update(valid_until=date(2026, 11, 21))
    last_minute = datetime(2026, 11, 20, 14, 59, tzinfo=UTC)  # 23:59 of the 20th in Seoul
    assert queries.authorities(clerk, at=last_minute)
    assert not queries.authorities(clerk, at=last_minute + timedelta(minutes=1))


def test_the_deputy_acts_for_the_absent_head_who_may_still_act() -> None:
    head, clerk = people.choi_junho(), people.park_seoyeon()
    away(head, clerk)
    assert acts_as(clerk) == {("clerk", "holder", "박서연"), ("head", "deputy", "최준호")}
    assert acts_as(head) == {("head", "holder", "최준호")}


def test_the_deputy_has_no_authority_before_or_after_or_when_cancelled() -> None:
    head, clerk = people.choi_junho(), people.park_seoyeon()
    absence = away(head, clerk)
    only_own = {("clerk", "holder", "박서연")}
    assert acts_as(clerk, absence.starts - timedelta(seconds=1)) == only_own
    assert acts_as(clerk, absence.ends) == only_own
    Absence.objects.update(cancelled_at=NOON)
    assert acts_as(clerk) == only_own


def test_a_deputy_who_is_away_hands_on_the_authority_of_others() -> None:
    a, b, c = people.oh_serin(), people.jung_yujin(), people.han_jimin()
    away(a, b)
    away(b, c)
    assert acts_as(c) == {
        ("expert", "holder", "한지민"),
        ("clerk", "deputy", "정유진"),
        ("head", "deputy", "오세린"),
    }


def test_deputies_in_a_circle_end() -> None:
    a, b, c = people.oh_serin(), people.jung_yujin(), people.han_jimin()
    away(a, b)
    away(b, c)
    away(c, a)
    assert acts_as(a) == {
        ("head", "holder", "오세린"),
        ("clerk", "deputy", "정유진"),
        ("expert", "deputy", "한지민"),
    }


def test_a_deputy_who_left_the_government_has_nothing_there() -> None:
    head, stranger = people.choi_junho(), people.stranger()
    away(head, stranger)
    assert acts_as(stranger) == {("clerk", "holder", "문가온")}


def delegated(role: str = "head", subjects: tuple[str, ...] = ()) -> Delegation:
    head, clerk = people.choi_junho(), people.park_seoyeon()
    holder, delegate = (Holding.objects.get(person=somebody).post for somebody in (head, clerk))
    return Delegation.objects.create(
        holder=holder, delegate=delegate, role=role, subjects=list(subjects), valid_from=people.SINCE
    )


def test_a_standing_delegation_lets_the_clerk_decide_in_its_subjects() -> None:
    delegated(subjects=("resident-certificate",))
    found = [a for a in queries.authorities(people.park_seoyeon(), at=NOON) if a.via == "delegate"]
    assert [(a.role, a.subjects, a.holder_id) for a in found] == [
        ("head", ("resident-certificate",), people.choi_junho().pk)
    ]


def test_a_delegation_outlives_the_holder_and_names_nobody_while_the_post_is_vacant() -> None:
    delegated()
    Holding.objects.filter(person=people.choi_junho()).update(valid_until=date(2026, 11, 1))
    assert ("head", "delegate", None) in acts_as(people.park_seoyeon())


def test_nobody_delegates_a_role_that_the_post_has_not() -> None:
    delegated(role="mayor")
    assert acts_as(people.park_seoyeon()) == {("clerk", "holder", "박서연")}


def test_what_is_delegated_goes_with_the_post_to_the_deputy() -> None:
    delegated()
    away(people.park_seoyeon(), people.kang_minjae())
    assert acts_as(people.kang_minjae()) == {
        ("clerk", "holder", "강민재"),
        ("clerk", "deputy", "박서연"),
        ("head", "deputy", "박서연"),
    }


def test_the_queries_do_not_grow_with_posts_and_absences(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    clerk = people.park_seoyeon()
    for number in range(20):
        somebody = people.official(f"official.{number}", f"공무원{number}", "", "civil-affairs", "clerk")
        away(somebody, clerk)
        delegate = Holding.objects.get(person=clerk).post
        holder = Holding.objects.get(person=somebody).post
        Delegation.objects.create(holder=holder, delegate=delegate, role="clerk", valid_from=people.SINCE)
    with django_assert_max_num_queries(5):
        assert len(queries.authorities(clerk, at=NOON)) == 41


def test_who_holds_a_post_comes_with_name_mail_and_wishes() -> None:
    expert = people.han_jimin()
    expert.daily_digest = True
    expert.save()
    unit = expert.holdings.get().post.unit
    (found,) = queries.holders(unit.pk, "expert", at=timezone.now())
    for name in (*HOLDER, "name"):
        assert getattr(found, name) == getattr(expert, name)
