"""Many at the same moment: one wins, the others are told, and nobody waits for ever."""

from collections import Counter
from collections.abc import Callable
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections

from madang.flow import actions as flow
from madang.flow.models import Case, WorkItem
from madang.ground.events.models import Event
from madang.ground.events.queries import verify
from madang.ground.people.models import Person
from tests import people
from tests.flow import permit

pytestmark = pytest.mark.django_db(transaction=True)
TOGETHER = 16


def together(work: Callable[[int], object], number: int = TOGETHER) -> list[str]:
    """Do the work in so many threads at once; what became of each: `done`, or the error's name."""
    outcomes, start = ["" for _ in range(number)], Barrier(number)

    def one(place: int) -> None:
        try:
            start.wait()
            work(place)
            outcomes[place] = "done"
        except Exception as error:  # whatever it is, the test compares its name
            outcomes[place] = type(error).__name__
        finally:
            connections.close_all()

    threads = [Thread(target=one, args=[place]) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return outcomes


def types(case: UUID) -> list[str]:
    return list(Event.objects.filter(stream=case).order_by("seq").values_list("type", flat=True))


def test_of_sixteen_who_act_on_what_they_read_one_wins() -> None:
    case, clerk = permit.file(permit.publish()), people.jung_yujin()
    changed = case.state["changed"]
    outcomes = together(lambda _: flow.act(case.pk, "forward", changed=changed, key=uuid4(), by=clerk))
    assert Counter(outcomes) == {"done": 1, "Overtaken": TOGETHER - 1}
    assert types(case.pk) == ["received", "moved", "moved"]
    assert not list(verify())


def test_twenty_clicks_on_one_button_are_one_act_and_all_are_answered() -> None:
    case, clerk, key = permit.file(permit.publish()), people.jung_yujin(), uuid4()
    changed = case.state["changed"]
    outcomes = together(lambda _: flow.act(case.pk, "forward", changed=changed, key=key, by=clerk), 20)
    assert Counter(outcomes) == {"done": 20}
    assert types(case.pk) == ["received", "moved", "moved"]


def test_twenty_times_the_same_application_is_one_case() -> None:
    definition, id, citizen = permit.publish(), uuid4(), people.kim_haneul()
    people.unit("environment")
    outcomes = together(lambda _: permit.file(definition, id=id, applicant=citizen), 20)
    assert Counter(outcomes) == {"done": 20}
    assert types(id) == ["received", "moved"]
    assert citizen.notices.count() == 1


def test_sharing_out_and_acting_never_lock_each_other_out() -> None:
    definition, clerk, head = permit.publish(), people.jung_yujin(), people.oh_serin()
    other = people.official("second.clerk", "남도현", "Nam Dohyeon", "environment", "clerk")
    cases = [permit.file(definition).pk for _ in range(12)]
    items = list(WorkItem.objects.filter(case__in=cases).values_list("pk", flat=True))

    def work(place: int) -> None:
        mine: list[Person] = [clerk, other]
        if place % 2:
            flow.assign(items if place % 4 == 1 else reversed(items), mine[place % 3 % 2], by=head)
        else:
            for id in cases if place % 4 else reversed(cases):
                changed = Case.objects.get(pk=id).state["changed"]
                try:
                    flow.act(id, "extend", changed=changed, reason="더 봅니다", period="2 days", by=clerk)
                except flow.NotPossible:
                    continue  # overtaken, or extended as often as may be: both are answers

    outcomes = together(work)
    assert set(outcomes) <= {"done"}
    for id in cases:
        assert types(id).count("extended") <= 1
        assert Case.objects.get(pk=id).assignee_id in {clerk.pk, other.pk}
    assert not list(verify())
    connection.close()


def test_a_holiday_that_moves_all_and_acts_at_the_same_time_leave_every_case_right() -> None:
    from madang.flow.queries import file_of
    from madang.ground.law import actions as law
    from tests.flow.test_move_due_dates import FRIDAY, MONDAY

    definition, clerk = permit.publish(), people.jung_yujin()
    cases = [permit.file(definition, at=MONDAY).pk for _ in range(8)]
    law.decree("kr", FRIDAY, "임시공휴일", "Temporary holiday", "국무회의", by=people.yoon_areum())

    def work(place: int) -> None:
        if place % 2:
            flow.move_due_dates("kr", FRIDAY, by=None)
        for id in cases if place % 4 else reversed(cases):
            changed = Case.objects.get(pk=id).state["changed"]
            try:
                flow.act(id, "extend", changed=changed, reason="더 봅니다", period="2 days", by=clerk)
            except flow.NotPossible:
                continue  # somebody else was first

    assert set(together(work, 8)) == {"done"}
    for id in cases:
        case = Case.objects.select_related("definition", "government").get(pk=id)
        assert case.due_at == file_of(case).due().at
        assert types(id).count("due_moved") <= 1
    assert not list(verify())
