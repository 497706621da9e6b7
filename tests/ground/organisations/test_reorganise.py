from datetime import date

import pytest

from madang.ground.organisations import actions, queries
from madang.ground.organisations.definition import NewPost, NewUnit, Words
from madang.ground.organisations.events import PostChanged, Reorganised
from madang.ground.organisations.models import Holding, Post
from madang.lib import news
from tests import people

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 1)
EVE = date(2026, 11, 30)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    told: list[object] = []
    monkeypatch.setattr(news, "_listeners", {kind: [told.append] for kind in (Reorganised, PostChanged)})
    return told


def split(holder: str) -> list[NewUnit]:
    titles = Words(ko="과장", en="Head")
    return [
        NewUnit(
            key=key, name=Words(ko=f"{key} 과"), posts=[NewPost(title=titles, roles=["head"], holder=holder)]
        )
        for key in ("air", "water")
    ]


def test_one_unit_becomes_two_and_the_past_stays(heard: list[object]) -> None:
    head, old = people.oh_serin(), people.unit("environment")
    begun = actions.reorganise(
        people.city(), on=DAY, end={"environment": ["air", "water"]}, begin=split(head.username), by=None
    )
    assert {u.key for u in queries.units_in(people.city(), EVE)} >= {"environment"}
    assert {u.key for u in queries.units_in(people.city(), DAY)} >= {"air", "water"}
    assert queries.unit_of(people.city(), "environment", DAY) is None
    assert Holding.objects.on(EVE).filter(person=head).count() == 1
    assert {h.post.unit.key for h in Holding.objects.on(DAY).filter(person=head)} == {"air", "water"}
    (told,) = heard
    assert told == Reorganised(people.city().pk, DAY, {old.pk: (begun["air"].pk, begun["water"].pk)})


def test_a_unit_keeps_its_key_under_a_new_name() -> None:
    people.unit("roads")
    new = NewUnit(key="roads", name=Words(ko="도로관리과"))
    actions.reorganise(people.city(), on=DAY, end={"roads": ["roads"]}, begin=[new], by=None)
    names = [queries.unit_of(people.city(), "roads", day) for day in (EVE, DAY)]
    assert [unit.name_ko for unit in names if unit] == ["도로과", "도로관리과"]


def test_what_is_not_there_cannot_end_and_what_is_cannot_begin() -> None:
    people.unit("roads")
    with pytest.raises(ValueError, match="no unit railways"):
        actions.reorganise(people.city(), on=DAY, end={"railways": []}, begin=[], by=None)
    with pytest.raises(ValueError, match="a unit roads"):
        actions.reorganise(
            people.city(), on=DAY, end={}, begin=[NewUnit(key="roads", name=Words(ko="도로과"))], by=None
        )
    assert [u.key for u in queries.units_in(people.city(), DAY)] == ["roads"]


def test_only_operators_of_the_government_change_it() -> None:
    people.unit("roads")
    for somebody in (people.park_seoyeon(), people.stranger(), people.kim_haneul()):
        with pytest.raises(actions.NotAllowed):
            actions.reorganise(people.city(), on=DAY, end={"roads": []}, begin=[], by=somebody)
    actions.reorganise(people.city(), on=DAY, end={"roads": []}, begin=[], by=people.yoon_areum())


def test_a_new_holder_follows_the_old_one_without_a_gap(heard: list[object]) -> None:
    clerk, new = people.park_seoyeon(), people.kim_haneul()
    post = Post.objects.get(holdings__person=clerk)
    actions.appoint(post, new, on=DAY, by=people.yoon_areum())
    assert [Holding.objects.on(day).get(post=post).person for day in (EVE, DAY)] == [clerk, new]
    assert heard == [PostChanged(post.pk, DAY, clerk.pk, new.pk)]


def test_an_appointment_corrected_on_the_same_day_leaves_one_holder() -> None:
    post = Post.objects.get(holdings__person=people.park_seoyeon())
    actions.appoint(post, people.kim_haneul(), on=DAY, by=None)
    actions.appoint(post, people.lee_doyun(), on=DAY, by=None)
    assert Holding.objects.on(DAY).get(post=post).person == people.lee_doyun()
    with pytest.raises(ValueError, match="from a day after"):
        actions.appoint(post, people.kim_haneul(), on=EVE, by=None)


def test_a_vacant_post_has_nobody() -> None:
    post = Post.objects.get(holdings__person=people.park_seoyeon())
    actions.vacate(post, on=DAY, by=None)
    assert not Holding.objects.on(DAY).filter(post=post).exists()
    with pytest.raises(ValueError, match="does not stand"):
        actions.appoint(post, people.kim_haneul(), on=date(2020, 1, 1), by=None)
