"""How many messages an act sends to the database: a ceiling for each, which may only be lowered."""

from collections.abc import Callable
from functools import partial
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from madang.flow import actions as flow
from madang.flow.models import Case
from tests import people
from tests.flow import permit

pytestmark = pytest.mark.django_db
APPS_ABOVE = ("services_", "SAVEPOINT", "RELEASE", 'SELECT 1 AS "a" FROM "flow_case"')


def own_statements(work: Callable[[], object]) -> int:
    """How many messages flow and ground send; what apps above do when they hear of it is theirs."""
    with CaptureQueriesContext(connection) as asked:
        work()
    own = [query["sql"] for query in asked.captured_queries if not any(m in query["sql"] for m in APPS_ABOVE)]
    return len(own)


def test_no_act_costs_more_than_before() -> None:
    definition = flow.publish(kind="trial", key="permit", version=1, body=permit.BODY, by=None)
    citizen, clerk, head = people.kim_haneul(), people.jung_yujin(), people.oh_serin()
    city, unit = people.city(), people.unit("environment")
    expert = people.han_jimin()
    found: dict[str, int] = {}

    def receive(id: UUID) -> Case:
        return flow.receive(
            definition, id=id, government=city, unit=unit, applicant=citizen, facts={"form": {}}, by=citizen
        )

    receive(uuid4())  # definitions are parsed once
    id = uuid4()
    found["receive"] = own_statements(lambda: receive(id))
    steps: list[tuple[str, Callable[[int], object]]] = [
        ("ask", lambda changed: flow.act(id, "ask", changed=changed, reason="도면", key=uuid4(), by=clerk)),
        ("answer", lambda _: flow.answer(id, text="보냅니다", key=uuid4(), by=citizen)),
        ("consult", lambda changed: flow.act(id, "consult", changed=changed, reason="수질은?", by=clerk)),
        ("opinion", lambda _: flow.give_opinion(id, opinion=1, text="기준 이내", key=uuid4(), by=expert)),
        ("extend", lambda changed: flow.act(id, "extend", changed=changed, reason="검토", by=clerk)),
        ("forward", lambda changed: flow.act(id, "forward", changed=changed, key=uuid4(), by=clerk)),
        ("refuse", lambda changed: flow.act(id, "refuse", changed=changed, reason="입지", by=head)),
    ]
    for name, act in steps:
        changed = Case.objects.get(pk=id).state["changed"]
        found[name] = own_statements(partial(act, changed))
    over = {name: (count, CEILING[name]) for name, count in found.items() if count > CEILING[name]}
    assert not over, f"messages sent, and the ceiling: {over}"


CEILING = {
    "receive": 2, "ask": 3, "answer": 2, "consult": 5, "opinion": 2, "extend": 2, "forward": 2, "refuse": 2
}  # fmt: skip
