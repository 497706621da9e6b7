"""What is done with surveys: invite somebody, and take an answer that leads back to nobody."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from madang.ground.organisations.queries import Government, today_in
from madang.ground.people.queries import Person
from madang.ground.surveys import rules
from madang.ground.surveys.definition import Question, Survey, survey
from madang.ground.surveys.models import Answer, Invitation

LONGEST = 2000  # letters of free words
CROWD = 20  # earlier answers that are written anew with each new one


class NotAnAnswer(ValueError):
    """An answer that does not fit its question."""


def invite(
    *,
    survey_key: str = "csat-5",
    government: Government,
    service: str,
    closed_at: datetime,
    group: str = "",
    by: Person | None,
) -> str:
    """Make a link that may be used once, and return its token; only the token's hash is kept.

    Nothing about person or case goes into it: what is known is service, month and group.
    """
    questionnaire = survey(survey_key)
    token = secrets.token_urlsafe(24)
    Invitation.objects.create(
        token_hash=hashed(token),
        survey=questionnaire.key,
        version=questionnaire.version,
        government=government,
        service=service,
        month=rules.month_of(today_in(government, closed_at)),
        group=group,
        expires_at=closed_at + rules.VALID,
    )
    return token


def hashed(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).digest()


@transaction.atomic
def answer(token: str, values: Mapping[str, str], *, by: None = None) -> bool:
    """Take the answers and forget the invitation; False where it was used already, ran out or never was.

    Nobody acts here: `by` is always nobody. A second press finds no invitation and changes nothing.
    """
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("round")
    invitation = locked.filter(token_hash=hashed(token)).first()
    if invitation is None or invitation.expires_at <= timezone.now():
        return False
    new = Answer(
        survey=invitation.survey,
        version=invitation.version,
        government_id=invitation.government_id,
        service=invitation.service,
        month=invitation.month,
        group=invitation.group,
        values=checked(asked_by(invitation), values),
        round=invitation.round,
        strata=invitation.strata,
    )
    invitation.delete()
    _put_among_others(new)
    return True


def checked(questionnaire: Survey, values: Mapping[str, str]) -> dict[str, str]:
    """The answers that the questionnaire asks for, each one of those that it offers."""
    found = {}
    for question in questionnaire.questions:
        given = values.get(question.key, "").strip()
        if question.kind == "words":
            given = given[:LONGEST]
        elif question.kind == "number":
            given = _number(given, question)
        elif given not in question.values:
            raise NotAnAnswer(question.key)
        if given:
            found[question.key] = given
    return found


def _number(given: str, question: Question) -> str:
    """A whole number within the bounds of its question, as it is written plainly."""
    if not (given.isascii() and given.isdecimal() and len(given) < 6 and int(given) <= question.most):
        raise NotAnAnswer(question.key)
    return str(int(given))


def asked_by(invitation: Invitation) -> Survey:
    """The questionnaire of an invitation: that of its round as it was frozen, or the one that is shipped."""
    if invitation.round:
        return Survey.model_validate(invitation.round.questionnaire)
    return survey(invitation.survey)


def _put_among_others(new: Answer) -> None:
    """Write the answer together with earlier ones under new numbers and in a new order.

    Else the database's own book-keeping, the order of rows and the number of the transaction that wrote
    them, would tell which answer came when, and a log of visits whose it is.
    """
    alike = Answer.objects.filter(government_id=new.government_id, service=new.service, round=new.round)
    crowd = list(alike.select_for_update(skip_locked=True).order_by("?")[:CROWD])
    Answer.objects.filter(pk__in=[row.pk for row in crowd]).delete()
    rows = [new, *crowd]
    for row in rows:
        row.pk = Answer._meta.pk.get_default()
    secrets.SystemRandom().shuffle(rows)
    Answer.objects.bulk_create(rows)


@dataclass(frozen=True)
class Given:
    """An answer gathered elsewhere, on paper or in an older system, of which the month is known."""

    service: str
    month: date
    values: Mapping[str, str]
    group: str = ""


@transaction.atomic
def take_over(
    given: Sequence[Given], *, government: Government, survey_key: str = "csat-5", by: Person | None
) -> int:
    """Take over answers gathered elsewhere; how many.

    Raises ValueError where a month has been published with answers already: what is published never changes.
    """
    questionnaire, today = survey(survey_key), today_in(government)
    closed = {(row.service, row.month) for row in given if rules.settled(row.month, today)}
    there = Answer.objects.filter(
        government=government, round=None, service__in={service for service, _ in closed}
    )
    last = dict(there.values_list("service").annotate(last=Max("month")))
    if late := sorted(str(month) for service, month in closed if service in last and month <= last[service]):
        raise ValueError(f"published already, nothing can be added: {', '.join(late)}")
    rows = [
        Answer(
            survey=questionnaire.key,
            version=questionnaire.version,
            government=government,
            service=row.service,
            month=rules.month_of(row.month),
            group=row.group,
            values=checked(questionnaire, row.values),
        )
        for row in given
    ]
    secrets.SystemRandom().shuffle(rows)
    return len(Answer.objects.bulk_create(rows, batch_size=1000))
