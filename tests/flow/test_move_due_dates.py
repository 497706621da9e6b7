"""A decreed holiday moves the due dates of all open cases it touches, and taking it back moves them again."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from madang.flow import actions as flow
from madang.flow.casefile import happened
from madang.flow.models import Case, WorkItem
from madang.flow.queries import file_of, would_move
from madang.flow.rules import State, fold
from madang.ground.events.queries import stream, verify
from madang.ground.law import actions as law
from madang.ground.notices.models import Notice
from tests import people
from tests.flow import permit

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 1, tzinfo=UTC)
FRIDAY = date(2026, 11, 6)


def decree() -> None:
    law.decree("kr", FRIDAY, "임시공휴일", "Temporary holiday", "국무회의", by=people.yoon_areum())


def cases() -> dict[str, UUID]:
    """One that only waits, one that was paused before, one with an opinion open, and three it cannot touch."""
    definition, clerk = permit.publish(), people.jung_yujin()
    people.unit("environment-lab")
    paused = permit.do(
        permit.file(definition, at=MONDAY), "ask", clerk, reason="도면", at=MONDAY + timedelta(hours=1)
    )
    flow.answer(paused.pk, text="보냅니다", at=MONDAY + timedelta(hours=3), by=people.kim_haneul())
    asked = permit.do(permit.file(definition, at=MONDAY), "consult", clerk, reason="수질은?")
    waiting = permit.do(permit.file(definition, at=MONDAY), "ask", clerk, reason="도면")
    done = permit.do(permit.file(definition, at=MONDAY), "refuse", clerk, reason="입지")
    later = permit.file(definition, at=datetime(2026, 11, 12, 1, tzinfo=UTC))
    found = {"plain": permit.file(definition, at=MONDAY), "paused": paused, "asked": asked}
    found |= {"waiting": waiting, "done": done, "later": later}
    return {name: case.pk for name, case in found.items()}


def test_what_it_touches_moves_by_a_day_and_the_rest_stays() -> None:
    ids = cases()
    before = {name: Case.objects.get(pk=pk) for name, pk in ids.items()}
    decree()
    assert flow.move_due_dates("kr", FRIDAY, by=None) == 3
    for name, pk in ids.items():
        case = Case.objects.get(pk=pk)
        moved = name in {"plain", "paused", "asked"}
        assert (case.due_at != before[name].due_at) == moved, name
        if case.status == "open":
            assert case.due_at == file_of(case).due().at
        events = list(stream(pk))
        assert (events[-1].type == "due_moved") == moved
        assert fold([happened(event) for event in events]) == State.model_validate(case.state)
        assert (case.version, bytes(case.head)) == (events[-1].seq, bytes(events[-1].hash))
        assert case.state["changed"] == before[name].state["changed"]  # nobody is overtaken by a holiday
    assert not list(verify())


def test_inboxes_follow() -> None:
    ids = cases()
    decree()
    flow.move_due_dates("kr", FRIDAY, by=None)
    for name in ("plain", "asked"):
        case = Case.objects.get(pk=ids[name])
        wanted = {(item.kind, item.ref): item.due_at for item in file_of(case)._items()}
        assert {(i.kind, i.ref): i.due_at for i in WorkItem.objects.filter(case=case)} == wanted


def test_the_applicant_is_told_in_both_languages_and_only_once() -> None:
    ids = cases()
    decree()
    flow.move_due_dates("kr", FRIDAY, by=None)
    assert flow.move_due_dates("kr", FRIDAY, by=None) == 0
    notice = Notice.objects.get(case_id=ids["plain"], kind="case.due_moved")
    assert "2026년 11월 6일(금)" in notice.body["ko"]
    assert "holiday" in notice.body["en"]
    assert notice.mail is not None


def test_taking_it_back_moves_them_back() -> None:
    ids = cases()
    before = Case.objects.get(pk=ids["plain"]).due_at
    decree()
    flow.move_due_dates("kr", FRIDAY, by=None)
    law.revoke("kr", FRIDAY, by=people.yoon_areum())
    assert flow.move_due_dates("kr", FRIDAY, by=None) == 3
    assert Case.objects.get(pk=ids["plain"]).due_at == before
    told = Notice.objects.filter(case_id=ids["plain"], kind="case.due_moved").order_by("id").last()
    assert told is not None
    assert "no longer a holiday" in told.body["en"]


def test_decree_and_revocation_both_leave_a_job() -> None:
    def jobs() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'flow.move_due_dates'")
            return int(cursor.fetchone()[0])

    decree()
    assert jobs() == 1
    law.revoke("kr", FRIDAY, by=people.yoon_areum())
    assert jobs() == 2


def test_a_hundred_cases_cost_as_many_statements_as_three() -> None:
    definition = permit.publish()
    counts = []
    for number in (3, 40):
        for _ in range(number):
            permit.file(definition, at=MONDAY)
        day = FRIDAY if number == 3 else date(2026, 11, 5)
        law.decree("kr", day, "임시공휴일", "Temporary holiday", "국무회의", by=people.yoon_areum())
        with CaptureQueriesContext(connection) as asked:
            assert flow.move_due_dates("kr", day, by=None) >= number
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_definition_that_names_its_own_calendar_follows_that_and_not_its_governments() -> None:
    city = people.city()
    city.calendar = "elsewhere"
    city.save()
    clock = {"rule": "kr-petition", "period": "10 days", "calendar": "kr"}
    stages = permit.BODY["stages"]
    case = permit.file(permit.publish(clock=clock, stages=stages), at=MONDAY)
    decree()
    assert would_move("kr", FRIDAY).touched == 1
    assert flow.move_due_dates("elsewhere", FRIDAY, by=None) == 0
    assert flow.move_due_dates("kr", FRIDAY, by=None) == 1
    moved = Case.objects.get(pk=case.pk)
    assert case.due_at is not None
    assert moved.due_at == file_of(moved).due().at == case.due_at + timedelta(days=3)  # over the weekend
    assert flow.decide_by_silence(by=None) == 0
