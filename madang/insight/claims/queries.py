"""Questions about claims: the public list, one claim, its data, its results, its ledger."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from madang.ground.events.queries import Event, stream
from madang.ground.organisations.queries import Government, authorities
from madang.ground.people.queries import Person
from madang.insight.claims import permissions
from madang.insight.claims.definition import Measure, Terms
from madang.insight.claims.hashing import terms_hash
from madang.insight.claims.models import Assessment, Benefit, Claim, Data
from madang.insight.claims.recomputing import ledger
from madang.insight.claims.verdict import Remark, Verdict

__all__ = [
    "Assessment", "Benefit", "Claim", "Data", "Measure", "Remark", "Terms", "Verdict", "Wanted", "as_registered",
    "assessments", "claim_by_id", "claim_of", "claims_of_service", "counted_twice", "events_of", "governments_of",
    "kept_by", "ledger_total", "lines_of", "newest_data", "public", "terms_of", "totals_by_currency",
]  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """How a list of claims is narrowed; empty texts narrow nothing."""

    q: str = ""
    grade: str = ""
    standing: str = ""
    felt: str = ""
    stage: str = ""
    whose: str = ""
    government: str = ""
    service: str = ""

    @classmethod
    def of(cls, said: dict[str, Any]) -> "Wanted":
        """What a form said, without what this knows nothing of."""
        return cls(**{name: str(said.get(name) or "") for name in cls.__dataclass_fields__})


def public(wanted: Wanted | None = None) -> QuerySet[Claim]:
    """Every claim from its registration on, newest first: nobody can keep back that one was made."""
    return _narrowed(Claim.objects.exclude(stage=Claim.Stage.DRAFT), wanted or Wanted()).order_by(
        "-registered_at", "key"
    )


def kept_by(person: Person, wanted: Wanted, at: datetime) -> QuerySet[Claim]:
    """The claims of the person's governments, drafts among them only for whoever keeps claims there."""
    governments = {held.government_id for held in permissions.keeping(person, at)}
    rows = Claim.objects.filter(Q(government__in=governments) | ~Q(stage=Claim.Stage.DRAFT))
    rows = rows.filter(government__in=governments | {each.pk for each in governments_of(person, at)})
    return _narrowed(rows, wanted).order_by("-created_at", "key")


def governments_of(person: Person, at: datetime) -> list[Government]:
    """The governments in which the person keeps or publishes claims."""
    held = authorities(person, at=at)
    ids = {each.government_id for each in held if each.role in (*permissions.KEEPING, permissions.HEADING)}
    return list(Government.objects.filter(pk__in=ids).order_by("pk"))


def _narrowed(rows: QuerySet[Claim], wanted: Wanted) -> QuerySet[Claim]:
    rows = rows.select_related("government", "published")
    exact = {"grade": wanted.grade, "standing": wanted.standing, "felt": wanted.felt, "stage": wanted.stage}
    exact |= {"government__code": wanted.government, "service_key": wanted.service}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.whose:
        rows = rows.filter(shipped=wanted.whose == "shipped")
    for word in wanted.q.split()[:8]:
        rows = rows.filter(
            Q(title_ko__icontains=word) | Q(title_en__icontains=word) | Q(key__icontains=word)
            | Q(terms__what__ko__icontains=word) | Q(terms__what__en__icontains=word)
        )  # fmt: skip
    return rows


def claim_of(key: str) -> Claim | None:
    """The registered claim of that key."""
    return public().filter(key=key).select_related("unit", "registered_by").first()


def claim_by_id(claim_id: UUID, person: Person, at: datetime) -> Claim | None:
    """The claim that the person may work with at the moment."""
    return kept_by(person, Wanted(), at).select_related("unit", "registered_by").filter(pk=claim_id).first()


def claims_of_service(government: Government, service: str) -> QuerySet[Claim]:
    """The registered claims about a service of a government, newest first."""
    return public(Wanted(service=service, government=government.code))


def terms_of(claim: Claim) -> Terms:
    """The claim as registered."""
    return Terms.model_validate(claim.terms)


def events_of(claim: Claim) -> list[Event]:
    """All that was done with the claim, in order."""
    return list(stream(claim.pk).select_related("actor"))


def as_registered(claim: Claim, events: Sequence[Event]) -> bool:
    """Whether the terms are still those that the last event of registering or amending carries."""
    said = [event.data for event in events if event.type in ("claim.register", "claim.amend")]
    return bool(said) and said[-1]["hash"] == terms_hash(claim.terms)


def newest_data(claim: Claim) -> dict[str, Data]:
    """The newest table of each measure."""
    return {data.measure: data for data in claim.data.order_by("number")}


def assessments(claim: Claim, *, public_only: bool) -> list[Assessment]:
    """The results of a claim, newest first; for the public those that were published."""
    rows = claim.assessments.select_related("computed_by").order_by("-number")
    return list(rows.filter(published_at__isnull=False) if public_only else rows)


def lines_of(claim: Claim) -> list[tuple[Benefit, ledger.Line]]:
    """The lines of the claim's benefit ledger."""
    return [(row, ledger.from_json(row.body)) for row in claim.benefits.order_by("number")]


@dataclass(frozen=True)
class Twice:
    """A process from which several claims draw a benefit in the same year."""

    process: str
    year: int
    others: list[Claim] = field(default_factory=list)


def counted_twice(claim: Claim) -> list[Twice]:
    """Where a benefit of this claim is drawn from the same process and year as one of another claim."""
    own = set(claim.benefits.values_list("process", "year"))
    if not own:
        return []
    rows = (
        Benefit.objects.filter(government=claim.government, process__in={process for process, _ in own})
        .exclude(claim=claim)
        .exclude(claim__stage=Claim.Stage.WITHDRAWN)
        .select_related("claim")
    )
    found: dict[tuple[str, int], dict[UUID, Claim]] = {}
    for row in rows:
        if (row.process, row.year) in own:
            found.setdefault((row.process, row.year), {})[row.claim_id] = row.claim
    return [Twice(process, year, list(claims.values())) for (process, year), claims in sorted(found.items())]


def seed_of(claim: Claim) -> int:
    """The seed of all dice of a claim, so that everybody throws the same."""
    return int(claim.pk.hex[:8], 16)


def ledger_total(claim: Claim, lines: Sequence[ledger.Line]) -> ledger.Total:
    """The sum over lines of one currency; drawn once for the same lines and seed."""
    told = json.dumps([ledger.as_json(line) for line in lines], sort_keys=True)
    return _drawn(told, seed_of(claim))


@lru_cache(maxsize=500)
def _drawn(told: str, seed: int) -> ledger.Total:
    return ledger.total([ledger.from_json(line) for line in json.loads(told)], seed)


def totals_by_currency(claim: Claim) -> dict[str, ledger.Total]:
    """The sums of the ledger by currency; they are never added to each other."""
    by_currency: dict[str, list[ledger.Line]] = {}
    for _row, line in lines_of(claim):
        by_currency.setdefault(line.currency, []).append(line)
    return {currency: ledger_total(claim, lines) for currency, lines in by_currency.items()}
