"""Mail through a real mail server: sent once, delayed when the server is down, never twice by itself."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings as configured
from django.core.mail import send_mail
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoAssertNumQueries, Settings

from madang.ground.notices import actions, jobs, outbox, queries
from madang.ground.notices.models import Mail, Notice
from madang.ground.people.models import Person
from madang.lib import mailbox
from tests import people

pytestmark = pytest.mark.django_db
SUBJECT = {"ko": "접수했습니다", "en": "We have received it"}
BODY = {
    "ko": "신청을 접수했습니다.\n.점으로 시작하는 줄",
    "en": "Your application has arrived.\n.a line with a dot",
}


def tell(person: Person) -> Notice:
    actions.notify(
        person,
        government=people.city(),
        kind="received",
        subject=SUBJECT,
        body=BODY,
        link="/cases/1/",
        by=None,
    )
    return Notice.objects.latest("pk")


def the_mail() -> Mail:
    return Mail.objects.get()


def deliver_again() -> None:
    Mail.objects.update(next_attempt_at=timezone.now())
    outbox.deliver(the_mail().pk)


def test_a_notice_and_its_job_are_there_with_the_act_or_not_at_all() -> None:
    citizen = people.kim_haneul()
    with transaction.atomic():
        tell(citizen)
        transaction.set_rollback(True)
    assert (Notice.objects.count(), Mail.objects.count(), ProcrastinateJob.objects.count()) == (0, 0, 0)
    tell(citizen)
    assert ProcrastinateJob.objects.get().args == {"mail_id": the_mail().pk}


@pytest.mark.parametrize(("name", "words"), [("kim_haneul", "ko"), ("lee_doyun", "en")])
def test_the_mail_is_in_the_persons_language(name: str, words: str, post_office: Path) -> None:
    person = getattr(people, name)()
    tell(person)
    outbox.deliver(the_mail().pk)
    (letter,) = mailbox.letters(post_office)
    assert (letter.subject, letter.recipient) == (SUBJECT[words], person.email)
    assert BODY[words] in letter.text.replace("\r\n", "\n")
    assert f"{configured.SITE_ADDRESS}/cases/1/" in letter.text
    assert people.city().name_ko in letter.text or words == "en"
    assert the_mail().state == Mail.State.SENT


def test_a_mail_that_was_sent_is_not_sent_again(post_office: Path) -> None:
    tell(people.kim_haneul())
    for _ in range(3):
        deliver_again()
    assert len(mailbox.letters(post_office)) == 1


def test_somebody_without_address_is_told_on_the_page_only() -> None:
    person = people.kim_haneul()
    person.email = ""
    assert tell(person).mail is None
    assert queries.unread(person) == 1


def test_a_server_that_is_down_delays_the_mail_and_nothing_else(mail_port: int, tmp_path: Path) -> None:
    tell(people.kim_haneul())
    pauses = []
    for _ in range(3):
        before = timezone.now()
        deliver_again()
        assert the_mail().state == Mail.State.QUEUED
        pauses.append(round((the_mail().next_attempt_at - before).total_seconds(), -1))
    assert pauses == [30, 60, 120]
    assert ProcrastinateJob.objects.filter(scheduled_at__isnull=False).count() == 3
    server = mailbox.opened(tmp_path / "mail", port=mail_port)
    deliver_again()
    server.stop()
    assert the_mail().state == Mail.State.SENT
    assert len(mailbox.letters(tmp_path / "mail")) == 1


def test_before_its_time_a_delayed_mail_stays(mail_port: int) -> None:
    tell(people.kim_haneul())
    deliver_again()
    outbox.deliver(the_mail().pk)
    assert the_mail().attempts == 1


def test_after_three_days_a_mail_is_given_up_and_the_notice_stays(mail_port: int) -> None:
    notice = tell(people.kim_haneul())
    Mail.objects.update(created_at=timezone.now() - timedelta(days=3))
    deliver_again()
    assert the_mail().state == Mail.State.FAILED
    assert notice in queries.notices_of(people.kim_haneul())
    assert list(queries.mails_in_trouble()) == [the_mail()]


class Replying:
    """A mail server that answers the text of a mail with one reply, or breaks the connection."""

    def __init__(self, reply: str | None) -> None:
        self.reply = reply
        self.seen: list[bytes] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        self.seen.append(envelope.content if isinstance(envelope.content, bytes) else b"")
        if self.reply is None:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            return "250 never heard"
        return self.reply


@pytest.mark.parametrize(
    ("reply", "state"),
    [
        ("451 later", Mail.State.QUEUED),
        ("554 never", Mail.State.FAILED),
        (None, Mail.State.UNCERTAIN),
    ],
)
def test_the_reply_to_the_text_decides(reply: str | None, state: Mail.State, mail_port: int) -> None:
    tell(people.kim_haneul())
    server = Controller(Replying(reply), hostname="127.0.0.1", port=mail_port)
    server.start()
    deliver_again()
    server.stop()
    assert the_mail().state == state


def test_a_doubtful_mail_goes_again_only_when_somebody_says_so_under_its_number(post_office: Path) -> None:
    tell(people.kim_haneul())
    outbox.deliver(the_mail().pk)
    Mail.objects.update(state=Mail.State.UNCERTAIN)
    deliver_again()
    assert len(mailbox.letters(post_office)) == 1
    assert actions.send_again(the_mail().pk, by=people.yoon_areum())
    deliver_again()
    texts = [file.read_text() for file in post_office.glob("*.eml")]
    assert len(texts) == 2
    assert all(f"Message-ID: {the_mail().message_id}" in text for text in texts)
    assert not actions.send_again(the_mail().pk, by=people.yoon_areum())


def test_what_a_killed_worker_left_is_taken_up() -> None:
    now = timezone.now()
    states = [Mail.State.CLAIMED, Mail.State.HANDING_OVER, Mail.State.SENT]
    for state in states:
        tell(people.kim_haneul())
        Mail.objects.filter(state=Mail.State.QUEUED).update(
            state=state, changed_at=now - timedelta(minutes=6)
        )
    ProcrastinateJob.objects.all()._raw_delete("default")  # the jobs were lost too
    outbox.take_up(now)
    assert [m.state for m in Mail.objects.order_by("pk")] == ["queued", "uncertain", "sent"]
    outbox.take_up(now)
    assert ProcrastinateJob.objects.count() == 1


def test_a_mail_in_hand_is_left_alone() -> None:
    tell(people.kim_haneul())
    Mail.objects.update(state=Mail.State.CLAIMED, changed_at=timezone.now())
    outbox.take_up(timezone.now())
    outbox.deliver(the_mail().pk)
    assert the_mail().state == Mail.State.CLAIMED


def worker() -> subprocess.Popen[bytes]:
    """A worker in a process of its own, on this test's database."""
    environment = os.environ | {
        "MADANG_DATABASE_NAME": connection.settings_dict["NAME"],
        "MADANG_MAIL_PORT": str(configured.EMAIL_PORT),
    }
    words = ["-m", "madang", "manage", "procrastinate", "worker", "--queues", "mail"]
    return subprocess.Popen([sys.executable, *words], env=environment, stderr=subprocess.DEVNULL)


def wait_for(what: Callable[[], object], seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


class Hanging:
    """A mail server that says nothing more from one step on."""

    def __init__(self, step: str) -> None:
        self.step = step
        self.reached = False

    async def _hang(self, step: str) -> None:
        if step == self.step:
            self.reached = True
            await asyncio.sleep(60)

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await self._hang("recipient")
        envelope.rcpt_tos.append(address)
        return "250 yes"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        await self._hang("text")
        return "250 kept"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("step", "state"), [("recipient", "queued"), ("text", "uncertain")])
def test_a_worker_killed_in_the_middle_sends_nothing_twice(
    step: str, state: str, mail_port: int, tmp_path: Path
) -> None:
    tell(people.kim_haneul())
    hanging = Hanging(step)
    server = Controller(hanging, hostname="127.0.0.1", port=mail_port)
    server.start()
    process = worker()
    try:
        wait_for(lambda: hanging.reached)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        server.stop()
    later = timezone.now() + timedelta(minutes=6)
    outbox.take_up(later)
    assert the_mail().state == state
    kept = mailbox.opened(tmp_path / "mail", port=mail_port)
    deliver_again()
    kept.stop()
    assert len(mailbox.letters(tmp_path / "mail")) == (1 if state == "queued" else 0)


@pytest.mark.django_db(transaction=True)
def test_a_worker_finds_the_job_by_itself(post_office: Path) -> None:
    tell(people.kim_haneul())
    process = worker()
    try:
        wait_for(lambda: the_mail().state == Mail.State.SENT)
    finally:
        process.terminate()
        process.wait(20)
    assert len(mailbox.letters(post_office)) == 1


def test_what_signing_in_sends_goes_through_the_queue(settings: Settings, post_office: Path) -> None:
    settings.EMAIL_BACKEND = "madang.ground.notices.backend.Queued"
    send_mail("비밀번호", "여기를 누르십시오: https://example.org/", None, ["somebody@haneul.example"])
    job = ProcrastinateJob.objects.get()
    jobs.send_as_written(**job.args)
    (letter,) = mailbox.letters(post_office)
    assert (letter.subject, letter.recipient) == ("비밀번호", "somebody@haneul.example")
    assert "https://example.org/" in letter.text


def test_many_are_told_with_few_statements(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    crowd = [people.person(f"citizen.{n}", f"시민{n}", "") for n in range(30)]
    messages = [actions.Message(person, "moved", SUBJECT, BODY) for person in crowd]
    with django_assert_max_num_queries(6):
        actions.notify_all(messages, by=None)
    assert Mail.objects.count() == 30
    assert Notice.objects.filter(mail__isnull=False).values("mail").distinct().count() == 30
    jobs = ProcrastinateJob.objects.filter(task_name="notices.send_all")
    sent = [mail for job in jobs for mail in job.args["mail_ids"]]
    assert sorted(sent) == sorted(Mail.objects.values_list("pk", flat=True))
