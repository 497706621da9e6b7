"""Writing down how each case's promises stand, as its events tell it.

An act only notes that its case is to be measured; a job measures very many at once, a minute later at most.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from madang.flow.queries import Case, CaseFile, file_of
from madang.ground.events.queries import Event
from madang.ground.law import queries as law
from madang.ground.people.queries import Person
from madang.lib.together import write
from madang.work.services.definition import ServiceDefinition, Standard
from madang.work.services.queries.catalogue import KIND, promise_of
from madang.work.services.standards.models import Promise, Unmeasured
from madang.work.services.standards.rules import LEGAL, Entry, Span, key_of, span

LEGAL_NAME = {"ko": "법정 처리기간", "en": "Legal period"}
SAME = ["government", "service", "name", "unit", "channel", "since", "due_at", "reached_at"]


AT_ONCE = 1000
ONE_MEASURES = "SELECT pg_advisory_xact_lock(hashtext('services.promises'))"
NOTE = "INSERT INTO services_unmeasured (case_id) SELECT unnest(%s::uuid[])"


def note(case_ids: Sequence[UUID], *, by: Person | None) -> None:
    """Note that something happened in these cases that may move their promises."""
    write(NOTE, [list(case_ids)])


def measure_noted(*, by: Person | None) -> int:
    """Measure the cases in which something happened; how many. May be stopped and begun again."""
    count = 0
    while measured := _measure_noted():
        count += measured
    return count


@transaction.atomic
def _measure_noted() -> int:
    """Measure the next cases that were noted, and take the notes away.

    One measures at a time, so that what was read later is written later. Whoever acts meanwhile notes anew.
    """
    with connection.cursor() as cursor:
        cursor.execute(ONE_MEASURES)
    noted = dict(Unmeasured.objects.order_by("pk").values_list("pk", "case_id")[:AT_ONCE])
    measure(set(noted.values()), by=None)
    Unmeasured.objects.filter(pk__in=noted).delete()
    return len(set(noted.values()))


@transaction.atomic
def measure_all(*, by: Person | None) -> int:
    """Note every case, to be measured anew; how many cases were measured."""
    every = Case.objects.filter(definition__kind=KIND).order_by("pk").values_list("pk", flat=True)
    note(list(every), by=by)
    return measure_noted(by=by)


@transaction.atomic(savepoint=False)
def measure(case_ids: Collection[UUID], *, by: Person | None) -> int:
    """Bring the promises of these cases to what their events say; how many promises they have."""
    cases = list(
        Case.objects.filter(pk__in=case_ids, definition__kind=KIND)
        .select_related("definition", "government")
        .defer("definition__body")
    )
    entries = _entries(cases)
    rows = [row for case in cases for row in _rows(case, entries[case.pk])]
    kept = {(row.case_id, row.standard) for row in rows}
    before = Promise.objects.filter(case__in=cases).values_list("pk", "case_id", "standard")
    Promise.objects.filter(pk__in=[pk for pk, *promise in before if tuple(promise) not in kept]).delete()
    Promise.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["case", "standard"], update_fields=SAME
    )
    return len(rows)


def _entries(cases: Sequence[Case]) -> dict[UUID, list[Entry]]:
    """What happened in each of the cases, in order, but for looks."""
    found: dict[UUID, list[Entry]] = defaultdict(list)
    events: QuerySet[Event] = Event.objects.filter(stream__in=[case.pk for case in cases])
    told = events.exclude(type="viewed").order_by("stream", "seq")
    for stream, *said in told.values_list("stream", "type", "effective_at", "data"):
        found[stream].append(Entry(*said))
    return found


def _rows(case: Case, entries: list[Entry]) -> list[Promise]:
    promise, file = promise_of(case.definition), file_of(case)
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
