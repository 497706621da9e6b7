"""Two clicks at the same moment make one case."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connection

from madang.flow.models import Case
from madang.ground.events.models import Event
from madang.work.services import actions, queries
from tests import people
from tests.work.services.offered import offer
from tests.work.services.test_apply import ANSWERS

pytestmark = pytest.mark.django_db(transaction=True)


def test_sent_four_times_at_once_it_is_one_case() -> None:
    city, citizen = offer("resident-certificate"), people.kim_haneul()
    draft = actions.begin("resident-certificate", government=city, person=citizen, by=citizen)
    found = queries.service("resident-certificate")
    assert found is not None
    actions.save(draft.pk, ANSWERS, complete=True, definition=found.definition, by=citizen)

    def send(_: int) -> UUID:
        try:
            return actions.send(draft.pk, by=citizen).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        cases = set(pool.map(send, range(4)))
    assert cases == {draft.pk}
    assert Case.objects.count() == 1
    assert Event.objects.filter(stream=draft.pk, type="received").count() == 1
