"""When a unit ends, its cases go on in the unit that follows, and nobody loses one."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from madang.flow import actions as flow
from madang.flow import jobs, queries, rules
from madang.flow.casefile import happened
from madang.flow.models import Case, WorkItem
from madang.ground.events.queries import stream, verify
from madang.ground.organisations import actions as organisations
from madang.ground.organisations.definition import NewPost, NewUnit, Words
from madang.ground.organisations.models import Unit
from madang.ground.organisations.queries import today_in
from madang.site.operator.queries.health import signs
from tests import people
from tests.flow import permit

pytestmark = pytest.mark.django_db

POSTS = {"clerk": people.jung_yujin, "head": people.oh_serin}


def new_unit(key: str, *, holders: bool = True) -> NewUnit:
    posts = [
        NewPost(title=Words(ko=role, en=role), roles=[role], holder=somebody().username if holders else None)
        for role, somebody in POSTS.items()
    ]
    return NewUnit(key=key, name=Words(ko=f"새 {key}", en=f"New {key}"), posts=posts)


def reorganise(*keys: str, end: str = "environment", days: int = 0) -> None:
    day = today_in(people.city()) + timedelta(days=days)
    begin = [new_unit(key) for key in keys]
    organisations.reorganise(people.city(), on=day, end={end: list(keys)}, begin=begin, by=None)


def work() -> None:
    """Run what the reorganisation left to be done in the background."""
    for job in ProcrastinateJob.objects.filter(task_name="flow.rehouse", status="todo"):
        jobs.rehouse.func(**job.args)


def test_open_cases_go_to_the_one_unit_that_follows_and_the_applicant_is_told() -> None:
    case = permit.file(permit.publish())
    due = case.due_at
    reorganise("climate")
    work()
    case.refresh_from_db()
    climate = Unit.objects.get(key="climate")
    assert (case.unit, case.stage, case.due_at) == (climate, "review", due)
    assert WorkItem.objects.get(case=case).unit == climate
    event = stream(case.pk).get(type="transferred")
    assert (event.actor_id, event.data["by_rule"]) == (None, True)
    assert people.kim_haneul().notices.filter(kind="case.transferred").count() == 1
    assert queries.visible_to(people.jung_yujin()).contains(case)
    assert permit.do(case, "forward", people.jung_yujin()).stage == "decision"
    assert rules.fold([happened(e) for e in stream(case.pk)]) == rules.State.model_validate(
        Case.objects.get(pk=case.pk).state
    )
    assert not list(verify())


def test_it_may_be_stopped_and_begun_again() -> None:
    case = permit.file(permit.publish())
    reorganise("climate")
    work()
    work()
    assert stream(case.pk).filter(type="transferred").count() == 1


def test_a_decided_case_goes_too_so_that_an_objection_is_heard() -> None:
    case = permit.do(permit.file(permit.publish()), "refuse", people.jung_yujin(), reason="미달")
    due = case.due_at
    reorganise("climate")
    work()
    case.refresh_from_db()
    assert (case.status, case.stage, case.due_at) == ("closed", "refused", due)
    assert queries.visible_to(people.oh_serin()).contains(case)
    assert not people.kim_haneul().notices.filter(kind="case.transferred").exists()
    flow.object_to(case.pk, text="다시 보아 주십시오.", by=people.kim_haneul())
    assert permit.do(case, "yield", people.oh_serin()).outcome == "granted"


def test_an_opinion_asked_of_a_unit_that_ends_is_given_by_the_one_that_follows() -> None:
    people.unit("environment-lab")
    case = permit.do(permit.file(permit.publish()), "consult", people.jung_yujin(), reason="수질은?")
    reorganise("water-lab", end="environment-lab")
    work()
    case.refresh_from_db()
    assert case.unit == people.unit("environment")
    assert WorkItem.objects.get(case=case, kind="opinion").unit == Unit.objects.get(key="water-lab")
    flow.give_opinion(case.pk, opinion=1, text="기준 이내", by=people.oh_serin())


def test_where_several_units_follow_their_heads_are_asked_and_nothing_moves_by_itself() -> None:
    case = permit.file(permit.publish())
    reorganise("air", "water")
    work()
    case.refresh_from_db()
    assert case.unit.key == "environment"
    (told,) = people.oh_serin().notices.filter(kind="unit.ended")
    assert "by rule: 1." in told.body["en"]
    ended = Unit.objects.get(key="environment")
    assert flow.rehouse(ended, Unit.objects.get(key="air"), by=people.yoon_areum()) == 1
    case.refresh_from_db()
    assert case.unit.key == "air"


def test_a_unit_that_ends_later_keeps_its_cases_until_then() -> None:
    permit.file(permit.publish())
    reorganise("climate", days=30)
    job = ProcrastinateJob.objects.get(task_name="flow.rehouse")
    assert job.scheduled_at is not None
    assert job.scheduled_at > timezone.now() + timedelta(days=28)


def test_a_head_says_case_by_case_which_of_several_units_takes_it() -> None:
    definition = permit.publish()
    first, second, decided = (permit.file(definition) for _ in range(3))
    permit.do(decided, "refuse", people.jung_yujin(), reason="미달")
    reorganise("air", "water")
    work()
    ended, air, water = (Unit.objects.get(key=key) for key in ("environment", "air", "water"))
    head, page = Client(headers={"accept-language": "en"}), f"/office/ended/{ended.pk}/"
    head.force_login(people.oh_serin(), backend="django.contrib.auth.backends.ModelBackend")
    assert [one.unit for one in queries.to_share_out(people.oh_serin())] == [ended]
    listed = head.get(page).content.decode()
    assert first.number in listed
    assert decided.number not in listed
    with pytest.raises(flow.NotPossible):
        flow.hand_over([first.pk], ended, air, by=people.choi_junho())
    assert "Tick the cases" in head.post(page, {"to": air.pk}, follow=True).content.decode()
    assert head.post(page, {"case": [first.pk], "to": air.pk}).headers["Location"] == page
    assert (
        head.post(page, {"case": [first.pk, second.pk], "to": water.pk}).headers["Location"]
        == "/office/ended/"
    )
    units = {case.pk: Case.objects.get(pk=case.pk).unit for case in (first, second, decided)}
    assert units == {first.pk: air, second.pk: water, decided.pk: water}
    assert stream(first.pk).get(type="transferred").actor_id == people.oh_serin().pk
    assert "Nothing has to be handed on" in head.get("/office/ended/").content.decode()


def test_the_operator_sees_that_cases_wait_in_a_unit_that_ended() -> None:
    permit.file(permit.publish())
    assert {sign.state for sign in signs() if sign.name == "종료된 부서"} == {"well"}
    reorganise("air", "water")
    [sign] = [sign for sign in signs() if sign.name == "종료된 부서"]
    assert sign.state == "look"
