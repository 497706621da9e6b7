"""Receiving: a case begins."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from madang.flow import sealed
from madang.flow.actions.leading import announce_all, pass_through
from madang.flow.casefile import CaseFile, flow_of
from madang.flow.models import Case, Definition
from madang.ground.events.queries import BEGINNING
from madang.ground.law import queries as law
from madang.ground.organisations.queries import Government, Unit
from madang.ground.people.queries import Person
from madang.lib.together import Question, ask, at_once


@at_once
def receive(
    definition: Definition,
    *,
    id: UUID,
    government: Government,
    unit: Unit,
    applicant: Person | None,
    facts: Mapping[str, Any],
    channel: str = "web",
    at: datetime | None = None,
    by: Person | None,
) -> Case:
    """Begin a case. The same id again gives the case that began the first time.

    `facts` is all that is known: {"form": answers, "evidence": {...}, "applicant": {...}}; it is sealed.
    `at` is when it takes effect (a paper that came yesterday), by default now. Where `by` is not the
    applicant, an official entered it for the applicant; both are kept.
    """
    moment = at or timezone.now()
    number, there, decreed = ask(_next_number(id, moment), _is_there(id), law.all_decreed())
    if there:
        return Case.objects.get(pk=id)
    case = Case(id=id, number=number, government=government, unit=unit, applicant=applicant, channel=channel)
    case.definition = case.filed_under = definition
    case.received_at, case.version, case.head = moment, 0, BEGINNING
    file = CaseFile(case, None)
    file.decreed = decreed
    file.key = sealed.new_key(id)
    file.enter(
        "received",
        _said_of(case),
        texts={sealed.FACTS: json.dumps(facts, ensure_ascii=False)},
        at=moment,
        by=by,
    )
    file.facts = {**facts, "case": {"channel": channel, "outcome": ""}}
    pass_through(file, at=moment)
    file.put_back(new=True)
    announce_all(file)
    return case


def _said_of(case: Case) -> dict[str, Any]:
    """What the first event of a case says."""
    return {
        "definition": case.definition.hash,
        "number": case.number,
        "unit": case.unit_id,
        "channel": case.channel,
        "applicant": _pseudonym() if case.applicant_id else None,
        "stage": flow_of(case.definition).start,
    }


def _pseudonym() -> int:
    """A random number below zero, other than that of any account, for one person in one case."""
    return -1 - secrets.randbits(52)


def _next_number(id: UUID, moment: datetime) -> Question[str]:
    """The question for a number: the year and a running number, which may have gaps, never doubles.

    Whoever sends the same application at the same moment waits for the answer until the first is done.
    """
    drawn = "SELECT nextval('flow_case_number'), pg_advisory_xact_lock(%s)"
    year = timezone.localtime(moment).year
    return Question(drawn, (id.int % 2**63,), lambda rows: f"{year}-{rows[0][0]:07d}")


def _is_there(id: UUID) -> Question[bool]:
    return Question("SELECT 1 FROM flow_case WHERE id = %s", (id,), bool)
