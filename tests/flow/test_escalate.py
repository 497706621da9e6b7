"""Time that runs out: each item says when somebody is to be told next, whatever happens to the clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from madang.flow import actions as flow
from madang.flow.definition import FlowDefinition
from madang.flow.lateness import escalations_of, next_at
from madang.flow.models import Case, WorkItem
from madang.flow.queries import escalations, file_of
from madang.ground.law import actions as law
from tests import people
from tests.flow import permit

MONDAY = datetime(2026, 11, 2, 1, tzinfo=UTC)
STAGE = FlowDefinition.of(permit.BODY).stages["review"]
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  zone beside


def late_at(case: Case) -> datetime | None:
    return WorkItem.objects.get(case=case, kind="stage").late_at


@given(since=moments, due=moments, at=moments, percents=st.sets(st.integers(1, 200), max_size=4))
def test_an_item_is_read_exactly_from_when_one_of_its_escalations_applies(
    since: datetime, due: datetime, at: datetime, percents: set[int]
) -> None:
    late = [STAGE.late[0].model_copy(update={"at": f"{percent}%"}) for percent in sorted(percents)]
    stage = STAGE.model_copy(update={"late": late})
    whole = (due - since).total_seconds()
    used = 100 * (at - since).total_seconds() / whole if whole > 0 else 100.0 if at >= since else -1.0
    found = next_at(stage, "review", since, due, ())
    by_hand = any(used >= percent for percent in percents) if whole > 0 else bool(percents) and at >= since
    edge = any(
        abs(each.at - at) < timedelta(milliseconds=1) for each in escalations_of(stage, "review", since, due)
    )
    assert edge or (found is not None and found <= at) == by_hand


@pytest.mark.django_db
def test_while_the_applicant_is_asked_nobody_is_told_and_afterwards_later() -> None:
    case, clerk = permit.file(permit.publish(), at=MONDAY), people.jung_yujin()
    before = late_at(case)
    assert before is not None
    assert before == file_of(case)._items()[0].due_at  # the permit tells at 100 %
    asked = permit.do(case, "ask", clerk, reason="도면", at=MONDAY + timedelta(hours=1))
    assert late_at(asked) is None
    assert not list(escalations(before + timedelta(days=400)))
    flow.answer(case.pk, text="보냅니다", at=MONDAY + timedelta(days=3), by=people.kim_haneul())
    after = late_at(case)
    assert after is not None
    assert after > before or after == WorkItem.objects.get(case=case).due_at


@pytest.mark.django_db
def test_a_holiday_moves_it_and_what_was_made_is_not_made_again() -> None:
    case = permit.file(permit.publish(), at=MONDAY)
    before = late_at(case)
    assert before is not None
    law.decree("kr", date(2026, 11, 3), "임시공휴일", "Temporary holiday", "국무회의", by=people.yoon_areum())
    flow.move_due_dates("kr", date(2026, 11, 3), by=None)
    case.refresh_from_db()
    moved = late_at(case)
    assert moved == file_of(case)._items()[0].late_at
    assert moved is not None
    assert moved > before
    assert flow.escalate(at=moved - timedelta(seconds=1)) == 0
    assert flow.escalate(at=moved) == 1
    assert late_at(case) is None
    assert flow.escalate(at=moved + timedelta(days=99)) == 0


@pytest.mark.django_db
def test_what_is_not_late_is_not_read() -> None:
    for _ in range(3):
        permit.file(permit.publish())
    with CaptureQueriesContext(connection) as asked:
        assert not list(escalations())
    assert len(asked) == 1
    assert "late_at" in asked.captured_queries[0]["sql"]
