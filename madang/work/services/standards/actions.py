"""Writing down how each case's promises stand, as its events tell it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from madang.flow.queries import Case, CaseFile, file_of
from madang.ground.events.queries import stream
from madang.ground.law import queries as law
from madang.ground.people.queries import Person
from madang.work.services.definition import ServiceDefinition, Standard
from madang.work.services.queries.catalogue import KIND, promise_of
from madang.work.services.standards.models import Promise
from madang.work.services.standards.rules import LEGAL, Entry, Span, key_of, span

LEGAL_NAME = {"ko": "법정 처리기간", "en": "Legal period"}
SAME = ["government", "service", "name", "unit", "channel", "since", "due_at", "reached_at"]


@transaction.atomic
def measure(case_id: UUID, *, by: Person | None) -> int:
    """Bring the promises of a case to what its events say; how many it has."""
    case = Case.objects.select_related("definition", "filed_under", "government", "unit").get(pk=case_id)
    if case.definition.kind != KIND:
        return 0
    rows = _rows(case)
    Promise.objects.filter(case=case).exclude(standard__in=[row.standard for row in rows]).delete()
    Promise.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["case", "standard"], update_fields=SAME
    )
    return len(rows)


def measure_all(*, by: Person | None) -> int:
    """Measure every case anew; how many cases. May be stopped and begun again."""
    every = Case.objects.filter(definition__kind=KIND).order_by("pk").values_list("pk", flat=True)
    count = 0
    for case_id in every.iterator(chunk_size=1000):
        measure(case_id, by=by)
        count += 1
    return count


def _rows(case: Case) -> list[Promise]:
    promise, file = promise_of(case.definition), file_of(case)
    entries = [Entry(e.type, e.effective_at, e.data) for e in stream(case.pk).exclude(type="viewed")]
    found = [_row(case, file, promise, standard, entries) for standard in (None, *promise.standard)]
    return [row for row in found if row is not None]


def _row(
    case: Case, file: CaseFile, promise: ServiceDefinition, standard: Standard | None, entries: list[Entry]
) -> Promise | None:
    ran = span(standard, promise, [e for e in entries if e.type not in _ONLY_TOLD])
    if ran is None:
        return None
    return Promise(
        government_id=case.government_id,
        case=case,
        service=case.definition.key,
        standard=key_of(standard) if standard else LEGAL,
        name=standard.name.model_dump() if standard else LEGAL_NAME,
        unit_id=case.unit_id,
        channel=case.channel,
        since=ran.since,
        due_at=_due(file, standard, ran),
        reached_at=ran.reached_at,
    )


_ONLY_TOLD = frozenset(
    {"looked_up", "noted", "document_issued", "document_failed", "due_moved", "felt", "erased"}
)


def _due(file: CaseFile, standard: Standard | None, ran: Span) -> datetime | None:
    """When it had to be reached, as was known then; an extension lengthens the law's period, not a promise."""
    turns = [
        law.ClockEvent(turn.kind, turn.at, law.Period.parse(turn.period) if turn.period else None)
        for turn in file.state.clock
        if (standard is None or turn.kind != "extend")
        and ran.since <= turn.at
        and (ran.reached_at is None or turn.at <= ran.reached_at)
    ]
    return law.due_at(
        rule=file.flow.clock.rule,
        received=ran.since,
        period=standard.within if standard else file.flow.clock.period,
        events=turns,
        as_known_on=ran.reached_at,
        **file.ground,
    )
