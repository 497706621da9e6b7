"""Assessing a claim: the engine's verdict on each measure, frozen with its data's hash, engine version and seed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from madang import __version__
from madang.ground.people.queries import Person
from madang.insight.claims import judging
from madang.insight.claims.actions.entering import enter, held, keeper
from madang.insight.claims.definition import Terms
from madang.insight.claims.errors import NotPossible
from madang.insight.claims.hashing import content_hash, hash_over
from madang.insight.claims.life import Act
from madang.insight.claims.models import Assessment, Claim
from madang.insight.claims.queries import newest_data, seed_of, totals_by_currency
from madang.insight.claims.recomputing import ledger
from madang.insight.claims.saying import why_not

ENGINE = f"madang {__version__}"


@transaction.atomic
def assess(claim_id: UUID, *, at: datetime | None = None, by: Person | None) -> Assessment:
    """Let the engine judge the newest data of every measure; what it said before stays."""
    claim, now = held(claim_id, Act.ASSESS), at or timezone.now()
    authority = keeper(claim, by, now)
    found = _assessed(claim, now, by)
    if not found.verdicts:
        raise NotPossible(why_not(Act.ASSESS, claim.stage))
    said = {
        "assessment": found.number, "grade": found.grade, "standing": found.standing,
        "data": found.data_hash, "seed": found.seed, "engine": found.engine,
    }  # fmt: skip
    enter(claim, Act.ASSESS, said, at=now, authority=authority, by=by)
    return found


def take_figures(claim: Claim, *, at: datetime, by: None) -> Assessment:
    """Judge a claim by its published figures alone and publish that, in the caller's transaction."""
    found = _assessed(claim, at, by)
    found.published_at = claim.published_at = at
    found.save(update_fields=["published_at"])
    claim.published, claim.grade, claim.standing = found, found.grade, found.standing
    said = {"assessment": found.number, "grade": found.grade, "standing": found.standing}
    enter(claim, Act.PUBLISH, said, at=at, by=by)
    return found


def _assessed(claim: Claim, now: datetime, by: Person | None) -> Assessment:
    terms, seed = Terms.model_validate(claim.terms), seed_of(claim)
    judged = judging.judge(claim, terms, newest_data(claim), seed)
    primary = judged.verdicts.get(terms.primary.key)
    found = Assessment(
        government=claim.government,
        claim=claim,
        number=claim.assessments.count() + 1,
        verdicts=judged.verdicts,
        felt=judged.felt,
        ledger=_ledger(claim),
        grade=judged.grade,
        standing=primary["standing"] if primary else Claim.Standing.UNVERIFIED,
        engine=ENGINE,
        seed=seed,
        data_hash=hash_over(sorted(each["hash"] for each in judged.verdicts.values()))
        if judged.verdicts
        else content_hash(""),
        computed_at=now,
        computed_by=by,
    )
    found.save()
    return found


def _ledger(claim: Claim) -> dict[str, Any]:
    """The benefit ledger as it is now: its lines, and their sums by currency."""
    sums = {currency: judging.plain(total) for currency, total in totals_by_currency(claim).items()}
    lines = list(claim.benefits.order_by("number").values_list("body", flat=True))
    return {"draws": ledger.DRAWS, "lines": lines, "sums": sums} if lines else {}
