"""Keeping the benefit ledger of a claim."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from madang.ground.people.queries import Person
from madang.insight.claims.actions.entering import enter, held, keeper
from madang.insight.claims.errors import Unacceptable
from madang.insight.claims.life import Act
from madang.insight.claims.models import Benefit
from madang.insight.claims.recomputing import ledger
from madang.insight.claims.saying import fault_in_words


@transaction.atomic
def count(claim_id: UUID, line: ledger.Line, *, by: Person | None) -> Benefit:
    """Enter a benefit; refused, with a sentence for each part, while anything of it is missing or has no source."""
    if faults := ledger.faults(line):
        part, fault = faults[0]
        raise Unacceptable(part, fault_in_words(part, fault))
    claim, now = held(claim_id, Act.COUNT), timezone.now()
    authority = keeper(claim, by, now)
    last = claim.benefits.order_by("-number").first()
    benefit = Benefit(
        government=claim.government, claim=claim, number=last.number + 1 if last else 1, process=line.process,
        year=line.year, body=ledger.as_json(line), added_at=now, added_by=by,
    )  # fmt: skip
    benefit.save()
    data = {"benefit": benefit.number, "name": line.name, "process": line.process, "year": line.year}
    enter(claim, Act.COUNT, data, at=now, authority=authority, by=by)
    return benefit


@transaction.atomic
def strike(claim_id: UUID, number: int, *, by: Person) -> None:
    """Take a benefit out of the ledger; the event of its entry stays."""
    claim, now = held(claim_id, Act.COUNT), timezone.now()
    authority = keeper(claim, by, now)
    gone, _ = claim.benefits.filter(number=number).delete()
    if gone:
        enter(claim, Act.COUNT, {"struck": number}, at=now, authority=authority, by=by)
