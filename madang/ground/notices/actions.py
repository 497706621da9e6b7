"""What is done with notices: tell somebody something, mark it read, send a doubtful mail again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

from madang.ground.notices import outbox
from madang.ground.notices.backend import JOB as SEND_AS_WRITTEN
from madang.ground.notices.models import Mail, Notice
from madang.ground.notices.writing import tell
from madang.ground.organisations.queries import Government
from madang.ground.people.queries import Person


@dataclass(frozen=True)
class Message:
    """What one person is to be told; subject and body in both languages, the link an address on this site."""

    person: Person
    kind: str
    subject: Mapping[str, str]
    body: Mapping[str, str]
    link: str = ""
    government: Government | None = None
    case_id: UUID | None = None


def notify(
    person: Person,
    *,
    government: Government | None,
    kind: str,
    subject: Mapping[str, str],
    body: Mapping[str, str],
    link: str = "",
    case_id: UUID | None = None,
    by: Person | None,
) -> None:
    """Tell a person something, on the page and by mail, in the transaction of the act that causes it."""
    message = Message(person, kind, subject, body, link, government, case_id)
    notify_all([message], by=by)


@transaction.atomic(savepoint=False)
def notify_all(messages: Sequence[Message], *, by: Person | None) -> None:
    """Tell many people, with one statement for two thousand."""
    now = timezone.now()
    for start in range(0, len(messages), 2000):
        tell([_notice(message) for message in messages[start : start + 2000]], now)


def _notice(message: Message) -> dict[str, Any]:
    person = message.person
    reachable = person.is_active and bool(person.email)
    return {
        "person": person.pk,
        "government": message.government.pk if message.government else None,
        "about": str(message.case_id) if message.case_id else None,
        "kind": message.kind,
        "subject": message.subject,
        "body": message.body,
        "link": message.link,
        "awaits_digest": reachable and person.daily_digest,
        "message": outbox.new_number() if reachable and not person.daily_digest else None,
    }


@transaction.atomic
def forget(case_id: UUID, *, by: Person | None) -> int:
    """Delete all notices about a case, with the mails of them that were not sent yet; how many notices."""
    about = Notice.objects.filter(case_id=case_id)
    waiting = Mail.objects.filter(notices__case_id=case_id, digest_of=None, state=Mail.State.QUEUED)
    mails = list(waiting.values_list("pk", flat=True))
    count = about.delete()[0]
    Mail.objects.filter(pk__in=mails, state=Mail.State.QUEUED).delete()
    return count


def mark_read(person: Person, notice_id: int, *, by: Person) -> Notice | None:
    """Mark one notice of the person's as read; somebody else's is not found."""
    notice = Notice.objects.filter(person=person, pk=notice_id).first()
    if notice and by == person and notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])
    return notice


def mark_all_read(person: Person, *, by: Person) -> int:
    """Mark all that the person has not read as read; how many these were."""
    if by != person:
        return 0
    return Notice.objects.filter(person=person, read_at__isnull=True).update(read_at=timezone.now())


@transaction.atomic
def send_again(mail_id: int, *, by: Person) -> bool:
    """Send a failed or doubtful mail once more, under the number it had, so that a double can be told."""
    mail = Mail.objects.select_for_update().filter(pk=mail_id).first()
    if mail is None or mail.state not in (Mail.State.FAILED, Mail.State.UNCERTAIN):
        return False
    outbox.requeue(mail, timezone.now())
    return True


@dataclass(frozen=True)
class Letter:
    """A mail to an address behind which no account stands; it leaves no notice and no row of its own."""

    address: str
    subject: str
    body: str


@transaction.atomic(savepoint=False)
def write(letters: Sequence[Letter], *, by: Person | None) -> int:
    """Send letters through the queue, if and when the present transaction is committed; how many."""
    jobs: list[dict[str, JSONValue]] = []
    for letter in letters:
        mail = EmailMessage(" ".join(letter.subject.split()), letter.body, to=[letter.address])
        mail.extra_headers["Auto-Submitted"] = "auto-generated"
        jobs.append({"text": mail.message().as_bytes().decode(), "recipient": letter.address})
    for start in range(0, len(jobs), 1000):
        app.configure_task(SEND_AS_WRITTEN).batch_defer(*jobs[start : start + 1000])
    return len(jobs)
