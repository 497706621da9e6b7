"""Server and worker are killed at random moments under load: what was acknowledged is there, once.

`make test` kills a few times; `python -m tests.faults.long` fifty times.
"""

import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from threading import Event as Signal
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from madang.flow.models import Case
from madang.ground.events.models import Event
from madang.ground.events.queries import verify, verify_checkpoints
from madang.ground.notices import outbox
from madang.ground.notices.models import Mail
from madang.work.services.certificates.models import Certificate
from tests.faults.house import Postbox, Server, Worker, ask, until
from tests.faults.load import Citizen, citizens
from tests.faults.visitor import Visitor, session_of
from tests.work.services.offered import offer

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = int(os.environ.get("MADANG_KILLS", "4"))
SEED = int(os.environ.get("MADANG_SEED", "1434"))
CITIZENS = 4
WAITING = """
SELECT task_name, status, attempts, worker_id, scheduled_at, count(*) FROM procrastinate_jobs
WHERE status IN ('todo', 'doing') AND coalesce(scheduled_at, now()) <= now() + interval '2 minutes'
AND task_name NOT IN ('site.retry_stalled', 'flow.decide_by_silence', 'flow.escalate', 'notices.take_up',
    'notices.write_digests', 'events.checkpoint')
GROUP BY task_name, status, attempts, worker_id, scheduled_at
"""


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    box = Postbox()
    box.controller.start()
    yield box
    box.controller.stop()


def test_nothing_acknowledged_is_lost_and_nothing_is_done_twice(postbox: Postbox) -> None:
    offer("resident-certificate")
    chance, stop = random.Random(SEED), Signal()  # noqa: S311  # a lottery that can be drawn again
    server, worker = Server(postbox.port), Worker(postbox.port)
    server.start()
    worker.start()
    load = [Citizen(Visitor(server.port, session_of(person)), stop) for person in citizens(CITIZENS)]
    try:
        for citizen in load:
            citizen.start()
        until(lambda: any(c.acknowledged for c in load), 120, lambda: "the first application is acknowledged")
        for _ in range(KILLS):
            time.sleep(chance.uniform(0, 1.5))
            victim = chance.choice([server, worker])
            victim.kill()
            time.sleep(chance.uniform(0, 0.3))
            victim.start()
        wanted = sum(len(c.acknowledged) for c in load) + CITIZENS
        until(
            lambda: sum(len(c.acknowledged) for c in load) >= wanted,
            120,
            lambda: "life goes on after the last kill",
        )
        stop.set()
        for citizen in load:
            citizen.join(timeout=120)
        finish()
    finally:
        stop.set()
        server.kill()
        worker.kill()
    acknowledged = [case for citizen in load for case in citizen.acknowledged]
    tried = sum(len(citizen.troubles) for citizen in load)
    print(f"{KILLS} kills: {len(acknowledged)} acknowledged, {tried} tries without answer")  # noqa: T201  # for the long run
    assert_whole(acknowledged, postbox)


def finish() -> None:
    """Let the worker do what is left, also what its killed predecessors had begun."""
    with suppress(AlreadyEnqueued):  # the minute's own is waiting
        app.configure_task("site.retry_stalled").defer(timestamp=int(time.time()))
    wait_while_work_gets_less()
    # As if the minutes had passed after which mails that a killed worker had in hand are taken up.
    ask(
        "UPDATE notices_mail SET changed_at = changed_at - interval '10 minutes',"
        " next_attempt_at = next_attempt_at - interval '10 minutes' WHERE state <> 'sent'"
    )
    outbox.take_up(timezone.now())
    wait_while_work_gets_less()


def wait_while_work_gets_less() -> None:
    """Until no job waits; it may take long, but within two minutes something must get done."""
    while left := ask(WAITING):
        until(partial(_is_no_longer, left), 120, partial("one of these jobs is done: {}".format, left))


def _is_no_longer(left: list[tuple[object, ...]]) -> bool:
    return ask(WAITING) != left


def assert_whole(acknowledged: list[UUID], postbox: Postbox) -> None:
    cases = set(Case.objects.values_list("pk", flat=True))
    assert len(acknowledged) == len(set(acknowledged))
    assert set(acknowledged) <= cases
    received = Counter(Event.objects.filter(type="received").values_list("stream", flat=True))
    assert set(received) == cases
    assert set(received.values()) == {1}
    assert not list(verify())
    assert not list(verify_checkpoints())
    assert [number for number, times in postbox.taken.items() if times > 1] == []
    states = Counter(Mail.objects.values_list("state", flat=True))
    assert set(states) <= {Mail.State.SENT, Mail.State.UNCERTAIN}
    assert states[Mail.State.UNCERTAIN] <= KILLS * 2  # no more than a worker has in hand when it is killed
    sent = set(Mail.objects.filter(state=Mail.State.SENT).values_list("message_id", flat=True))
    assert sent <= set(postbox.taken)
    granted = set(Case.objects.filter(outcome="granted").values_list("pk", flat=True))
    issued = Counter(Certificate.objects.values_list("case", flat=True))
    assert set(issued) == granted == cases
    assert set(issued.values()) == {1}
    told = Counter(Event.objects.filter(type="document_issued").values_list("stream", flat=True))
    assert told == issued
    connection.close()
