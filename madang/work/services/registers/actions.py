"""Fetching evidence from a register, and filling the demo's registers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from madang.work.services.definition import Evidence as Wanted
from madang.work.services.definition import registers
from madang.work.services.registers.models import DemoRecord
from madang.work.services.registers.queries import Evidence, Found, Unavailable, look_up
from madang.work.services.registers.rules import OWN_MARKS, Answer, Problem, hash_of, is_applicants


def fetch_evidence(
    name: str,
    wanted: Wanted,
    identity: str | None,
    applicant: Mapping[str, Any],
    *,
    purpose: str,
    case: UUID,
    consented: bool = False,
    at: datetime | None = None,
    by: str = "system",
) -> Evidence:
    """Fetch one piece of evidence, or say why not. `applicant`: name and birth_date (ISO), as far as known.

    What is returned carries `look` for `flow.actions.record(case, "looked_up", look, by=...)`.
    """
    now = at or timezone.now()
    if not identity:
        return _nothing(name, wanted, "no-identity", now)
    if wanted.basis == "consent" and not consented:
        return _nothing(name, wanted, "no-consent", now)
    fields = _asked(wanted)
    basis = _basis(wanted)
    answer = look_up(wanted.register_, identity, fields, purpose=purpose, basis=basis["ko"], case=case)
    look = {
        "register": wanted.register_,
        "fields": fields,
        "purpose": purpose,
        "basis": basis,
        "by": by,
        "at": now.isoformat(),
        "outcome": "found" if isinstance(answer, Found) else _problem(answer),
    }
    if not isinstance(answer, Found):
        return _nothing(name, wanted, _problem(answer), now, look=look)
    return _evidence(name, wanted, answer, applicant, now, look)


@transaction.atomic
def fill_demo_register(
    register: str, records: Mapping[str, Mapping[str, Any]], *, as_of: datetime | None = None
) -> int:
    """Put invented records, by their numbers, into a register of the demo; those there before are replaced."""
    now = as_of or timezone.now()
    rows = [
        DemoRecord(register=register, identity=identity, values=dict(values), as_of=now)
        for identity, values in records.items()
    ]
    DemoRecord.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["register", "identity"],
        update_fields=["values", "as_of"],
        batch_size=2000,
    )
    return len(rows)


def _asked(wanted: Wanted) -> list[str]:
    """The fields wanted, and those that tell whose the record is where the register holds them."""
    register = registers().get(wanted.register_)
    held: Sequence[str] = list(register.fields_) if register else []
    return [*wanted.fetch, *(mark for mark in OWN_MARKS if mark in held and mark not in wanted.fetch)]


def _basis(wanted: Wanted) -> dict[str, str]:
    if wanted.law is None:
        return {"ko": "본인 동의", "en": "consent of the person"}
    act, article = wanted.law.act, wanted.law.article
    return {"ko": f"{act.ko} 제{article}조", "en": f"{act.en}, art. {article}"}


def _problem(answer: Answer) -> Problem:
    return "unavailable" if isinstance(answer, Unavailable) else "not-found"


def _evidence(
    name: str,
    wanted: Wanted,
    answer: Found,
    applicant: Mapping[str, Any],
    now: datetime,
    look: Mapping[str, Any],
) -> Evidence:
    values = {key: answer.values[key] for key in wanted.fetch if key in answer.values}
    as_of = answer.as_of.isoformat()
    return Evidence(
        name=name,
        register=wanted.register_,
        found=True,
        agrees=is_applicants(answer.values, applicant),
        problem="",
        values=values,
        source=answer.source,
        as_of=as_of,
        fetched_at=now.isoformat(),
        hash=hash_of(wanted.register_, values, as_of),
        look=look,
    )


def _nothing(
    name: str, wanted: Wanted, problem: Problem, now: datetime, look: Mapping[str, Any] | None = None
) -> Evidence:
    return Evidence(
        name=name,
        register=wanted.register_,
        found=False,
        agrees=False,
        problem=problem,
        values={},
        source={},
        as_of="",
        fetched_at=now.isoformat(),
        hash="",
        look=look,
    )
