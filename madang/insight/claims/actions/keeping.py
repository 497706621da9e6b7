"""The acts of whoever keeps a claim: draft, register, amend, plan, publish, withdraw."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.ground.organisations.queries import Government, Unit, today_in
from madang.ground.people.queries import Person
from madang.insight.claims import life, permissions
from madang.insight.claims.actions.entering import enter, held, keeper
from madang.insight.claims.definition import Terms
from madang.insight.claims.errors import NotPossible, Unacceptable
from madang.insight.claims.events import ClaimPublished, ClaimWithdrawn
from madang.insight.claims.hashing import terms_hash
from madang.insight.claims.life import Act
from madang.insight.claims.models import Claim
from madang.lib import news


@transaction.atomic
def save_draft(
    answers: dict[str, Any], *, government: Government, claim_id: UUID | None = None, by: Person
) -> Claim:
    """Keep a claim as far as it is filled in; only whoever keeps claims of the government reads it."""
    now = timezone.now()
    if claim_id is None:
        claim = Claim(government=government, key=f"draft-{uuid4().hex[:12]}", created_at=now, created_by=by)
    else:
        claim = held(claim_id, Act.SAVE)
    authority = keeper(claim, by, now)
    claim.answers = answers
    claim.title_ko, claim.title_en = (str(answers.get(f"title_{code}", ""))[:200] for code in ("ko", "en"))
    claim.unit_id = authority.unit_id if authority else None
    claim.save()
    return claim


@transaction.atomic
def discard(claim_id: UUID, *, by: Person) -> None:
    """Throw a draft away; a registered claim is never deleted."""
    claim = held(claim_id, Act.DISCARD)
    keeper(claim, by, timezone.now())
    claim.delete()


@transaction.atomic
def register(claim_id: UUID, terms: Terms, *, at: datetime | None = None, by: Person | None) -> Claim:
    """Register the claim: from now on it is public, and from the day of the change its terms stand."""
    claim, now = held(claim_id, Act.REGISTER), at or timezone.now()
    authority = keeper(claim, by, now)
    claim.registered_at, claim.registered_by = now, by
    claim.key, claim.answers = _free(terms.key), {}
    _take(claim, terms.model_copy(update={"key": claim.key}))
    enter(claim, Act.REGISTER, _said(claim), at=now, authority=authority, by=by)
    return claim


@transaction.atomic
def enrol(
    terms: Terms,
    *,
    government: Government,
    unit: Unit | None,
    shipped: bool = False,
    at: datetime,
    by: Person | None,
) -> Claim:
    """Make and register a claim in one step: for claims that are shipped or imported."""
    claim = Claim(government=government, unit=unit, created_at=at, created_by=by, shipped=shipped)
    claim.key, claim.invented = _free(terms.key), government.invented and not shipped
    claim.registered_at, claim.registered_by = at, by
    _take(claim, terms.model_copy(update={"key": claim.key}))
    enter(claim, Act.REGISTER, _said(claim), at=at, by=by)
    return claim


@transaction.atomic
def amend(claim_id: UUID, terms: Terms, *, by: Person) -> Claim:
    """Change the terms before the day of the change; what they were before stays in the events."""
    claim, now = held(claim_id, Act.AMEND), timezone.now()
    authority = keeper(claim, by, now)
    if not life.may_be_amended(today_in(claim.government, now), claim.starts_on):
        raise NotPossible(
            _("The change has begun, so the terms stand as registered. Withdraw the claim if it was wrong.")
        )
    _take(claim, terms.model_copy(update={"key": claim.key}))
    enter(claim, Act.AMEND, _said(claim), at=now, authority=authority, by=by)
    return claim


@transaction.atomic
def plan(claim_id: UUID, said: dict[str, Any], *, by: Person) -> Claim:
    """Keep what the planner said before the proof: how many months are needed to see the promised change."""
    claim, now = held(claim_id, Act.PLAN), timezone.now()
    authority = keeper(claim, by, now)
    claim.plan = said
    enter(
        claim, Act.PLAN, {key: str(value) for key, value in said.items()}, at=now, authority=authority, by=by
    )
    return claim


@transaction.atomic
def publish(claim_id: UUID, *, at: datetime | None = None, by: Person | None) -> Claim:
    """Publish the newest assessment, whatever it says; whoever registered the claim may not."""
    claim, now = held(claim_id, Act.PUBLISH), at or timezone.now()
    authority = None
    if by is not None:
        authority = permissions.to_publish(claim, by, now)
        if authority is None:
            raise NotPossible(
                _(
                    "Whoever registered a claim may not publish its result. Ask the head of the unit or a colleague."
                )
            )
    newest = claim.assessments.order_by("-number").first()
    assert newest is not None  # only an assessment leads to this stage
    newest.published_at = claim.published_at = now
    newest.save(update_fields=["published_at"])
    claim.published, claim.grade, claim.standing = newest, newest.grade, newest.standing
    claim.felt = str(newest.felt.get("direction", ""))
    data = {"assessment": newest.number, "grade": newest.grade, "standing": newest.standing}
    enter(claim, Act.PUBLISH, data, at=now, authority=authority, by=by)
    news.announce(ClaimPublished(claim.pk, claim.government_id, newest.grade, newest.standing))
    return claim


@transaction.atomic
def withdraw(claim_id: UUID, reason: str, *, by: Person) -> Claim:
    """Take the claim back, with a reason that everybody reads; nothing of it is deleted."""
    claim, now = held(claim_id, Act.WITHDRAW), timezone.now()
    authority = keeper(claim, by, now)
    if len(reason.strip()) < 10:
        raise Unacceptable(
            "reason", _("Say in a sentence why the claim is withdrawn; everybody will read it.")
        )
    claim.withdrawn_at, claim.withdrawn_because = now, reason.strip()
    enter(claim, Act.WITHDRAW, {"reason": claim.withdrawn_because}, at=now, authority=authority, by=by)
    news.announce(ClaimWithdrawn(claim.pk, claim.government_id, claim.withdrawn_because))
    return claim


def _take(claim: Claim, terms: Terms) -> None:
    claim.terms = terms.as_json()
    claim.title_ko = (terms.title.ko or terms.title.en)[:200]
    claim.title_en = (terms.title.en or terms.title.ko)[:200]
    claim.service_key, claim.starts_on = terms.service, terms.starts_on


def _said(claim: Claim) -> dict[str, Any]:
    return {"terms": claim.terms, "hash": terms_hash(claim.terms)}


def _free(wanted: str) -> str:
    """The key itself, or with the next number behind it where it is taken."""
    taken = set(Claim.objects.filter(key__startswith=wanted[:50]).values_list("key", flat=True))
    names = (wanted, *(f"{wanted[:50]}-{number}" for number in range(2, 10_000)))
    return next(name for name in names if name not in taken)
