"""The outbox: mails wait, are claimed, handed over and settled, each step committed before the next.

A worker may be killed anywhere. Before the text is handed over the mail is simply sent later. While it is
handed over nobody can know whether it arrived; such a mail is `uncertain` and never sent again by itself.
"""

from collections.abc import Iterable
from datetime import datetime
from email.utils import make_msgid, parseaddr
from functools import lru_cache
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

from madang.ground.notices import letters, rules
from madang.ground.notices.models import Mail
from madang.ground.notices.smtp import Doubt, Refused, Unreachable, hand_over
from madang.ground.people.queries import Person

State = Mail.State
JOB = "notices.send"


def mail_to(person: Person, now: datetime) -> Mail:
    """A new mail, not yet saved, with the number that it will always bear."""
    return Mail(person=person, message_id=new_number(), created_at=now, next_attempt_at=now, changed_at=now)


def new_number() -> str:
    """A number that no other mail bears (Message-ID, RFC 5322)."""
    return make_msgid(domain=_domain(settings.DEFAULT_FROM_EMAIL))


@lru_cache(maxsize=8)
def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"


def enqueue(mails: Iterable[Mail]) -> None:
    """Let a worker send these mails, if and when the present transaction is committed."""
    jobs: list[dict[str, JSONValue]] = [{"mail_id": mail.pk} for mail in mails]
    for start in range(0, len(jobs), 1000):
        app.configure_task(JOB).batch_defer(*jobs[start : start + 1000])


def requeue(mail: Mail, at: datetime) -> None:
    """Let a worker send the mail at the moment, in the present transaction."""
    mail.state, mail.claim, mail.next_attempt_at, mail.changed_at = State.QUEUED, None, at, timezone.now()
    mail.save(update_fields=["state", "claim", "next_attempt_at", "changed_at", "error"])
    app.configure_task(JOB, schedule_at=at).defer(mail_id=mail.pk)


def deliver(mail_id: int) -> None:
    """Send one mail if it is due and nobody else has it in hand."""
    claim = uuid4()
    due = Mail.objects.filter(pk=mail_id, next_attempt_at__lte=timezone.now())
    if not _step(due, State.QUEUED, State.CLAIMED, claim=claim):
        return
    mine = Mail.objects.filter(pk=mail_id, claim=claim)
    mail = mine.select_related("person").get()
    if not mail.notices.exists():  # what it was to tell was erased meanwhile
        mine.delete()
        return
    try:
        hand_over(letters.letter(mail), before=lambda: _step(mine, State.CLAIMED, State.HANDING_OVER))
    except Unreachable as error:
        _try_later(mine, str(error))
    except Refused as error:
        _settle(mine, State.FAILED, str(error))
    except Doubt as error:
        _settle(mine, State.UNCERTAIN, str(error))
    else:
        _settle(mine, State.SENT, "")


def _step(mails: QuerySet[Mail], state: State, following: State, **also: object) -> bool:
    """Move the mail on if it still stands where it should; committed at once."""
    changes = {"state": following, "changed_at": timezone.now(), **also}
    return mails.filter(state=state).update(**changes) == 1


def _settle(mine: QuerySet[Mail], state: State, error: str) -> None:
    mine.update(state=state, error=error[:300], changed_at=timezone.now())


@transaction.atomic
def _try_later(mine: QuerySet[Mail], error: str) -> None:
    mail = mine.select_for_update(of=("self",)).first()
    if mail is None:  # taken back meanwhile: another attempt has it
        return
    mail.attempts += 1
    mail.error = error[:300]
    mail.save(update_fields=["attempts", "error"])
    at = rules.next_attempt(mail.created_at, mail.attempts, timezone.now())
    if at is None:
        _settle(mine, State.FAILED, error)
    else:
        requeue(mail, at)


@transaction.atomic
def take_up(now: datetime) -> None:
    """Take up what workers that were killed left behind, and mails whose job was lost."""
    stuck = Mail.objects.filter(changed_at__lt=now - rules.STUCK_AFTER)
    stuck.filter(state=State.HANDING_OVER).update(
        state=State.UNCERTAIN, changed_at=now, error="the worker ended while it handed the mail over"
    )
    waiting = Mail.objects.filter(state=State.QUEUED, next_attempt_at__lt=now - rules.STUCK_AFTER)
    for left in (stuck.filter(state=State.CLAIMED), waiting.filter(changed_at__lt=now - rules.STUCK_AFTER)):
        mails = list(left.select_for_update(skip_locked=True, of=("self",)).order_by("id")[:1000])
        Mail.objects.filter(pk__in=[mail.pk for mail in mails]).update(
            state=State.QUEUED, claim=None, next_attempt_at=now, changed_at=now
        )
        enqueue(mails)
