"""State is the fold of events: whatever is done in whatever order, the rows say what the events say."""

from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.flow import actions as flow
from madang.flow import rules
from madang.flow.casefile import happened
from madang.flow.models import Case, WorkItem
from madang.ground.events.models import Event
from madang.ground.events.queries import verify
from madang.ground.people.models import Person
from tests import people
from tests.flow import permit

WORDS = [
    "forward", "ask", "consult", "extend", "transfer", "refuse", "grant", "back", "uphold", "yield",
    "answer", "opinion", "withdraw", "object", "assign", "view", "holiday", "escalate",
]  # fmt: skip
STEPS = st.lists(st.tuples(st.sampled_from(WORDS), st.integers(0, 4)), max_size=25)


def _try(case: Case, word: str, who: Person, cast: list[Person]) -> None:
    now = Case.objects.get(pk=case.pk)
    others: dict[str, Any] = {
        "answer": lambda: flow.answer(case.pk, text="답", by=who),
        "opinion": lambda: flow.give_opinion(case.pk, opinion=1, text="의견", by=who),
        "withdraw": lambda: flow.withdraw(case.pk, by=who),
        "object": lambda: flow.object_to(case.pk, text="이의", by=who),
        "assign": lambda: flow.assign(now.items.values_list("pk", flat=True), who, by=cast[1]),
        "view": lambda: flow.viewed(case.pk, purpose="심사", by=who),
        "holiday": lambda: flow.move_due_dates("kr", timezone.localdate(), by=None),
        "escalate": lambda: flow.escalate(at=timezone.now() + timedelta(days=90)),
    }
    if word in others:
        others[word]()
    else:
        flow.act(
            case.pk, word, changed=now.state["changed"], reason="사유", unit=people.unit("roads"), by=who
        )


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_rows_are_the_fold_of_the_events(steps: list[tuple[str, int]]) -> None:
    cast = [
        people.kim_haneul(),
        people.jung_yujin(),
        people.oh_serin(),
        people.han_jimin(),
        people.kang_minjae(),
    ]
    case = permit.file(permit.publish(), id=uuid4())
    for word, who in steps:
        with suppress(flow.NotPossible):
            _try(case, word, cast[who], cast)
    row = Case.objects.get(pk=case.pk)
    events = list(Event.objects.filter(stream=case.pk).order_by("seq"))
    state = rules.fold([happened(event) for event in events])
    assert state == rules.State.model_validate(row.state)
    assert (row.stage, row.status, row.outcome) == (state.stage, state.status, state.outcome)
    assert (row.version, bytes(row.head)) == (events[-1].seq, bytes(events[-1].hash))
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert WorkItem.objects.filter(case=row).exists() == (row.status != "closed")
    assert not list(verify())


@pytest.mark.django_db
def test_no_case_ends_without_a_reason_a_recipient_and_a_date() -> None:
    case = permit.do(permit.file(permit.publish()), "refuse", people.jung_yujin(), reason="요건 미달")
    assert case.applicant is not None
    assert case.closed_at is not None
    assert case.applicant.notices.filter(case_id=case.pk, kind="case.moved").exists()
