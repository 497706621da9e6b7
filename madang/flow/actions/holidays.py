"""When a holiday is decreed or taken back: the due dates of open cases move, and those affected are told."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from madang.flow import letters
from madang.flow.casefile import CaseFile
from madang.flow.events import DueDatesMoved
from madang.flow.models import Case, WorkItem
from madang.flow.recounting import Recount, Standing, standing, write_cases, write_items
from madang.ground.events import actions as log
from madang.ground.law import queries as law
from madang.ground.people.queries import Person
from madang.lib.news import announce

LOOKED_AT_ONCE = 20_000
MOVED_AT_ONCE = 1000  # in one transaction, whose cases nobody else can act on meanwhile


def move_due_dates(calendar: str, day: date, *, by: Person | None) -> int:
    """Count again every open case of the calendar whose period may touch the day; how many moved.

    A thousand cases move in one transaction. May be stopped and begun again: what has moved stays, and a
    case whose due date is right is left alone.
    """
    holiday = any(decree.day == day and decree.holds(None) for decree in law.decreed(calendar))
    recount, moved = Recount(), 0
    touched = _touched(calendar, day)
    while looked := list(islice(touched, LOOKED_AT_ONCE)):
        dues = recount.due_dates(looked)
        wrong = sorted(case.case for case, due in zip(looked, dues, strict=True) if case.due_at != due)
        for start in range(0, len(wrong), MOVED_AT_ONCE):
            moved += _move(wrong[start : start + MOVED_AT_ONCE], day, holiday, recount, by)
    return moved


def _touched(calendar: str, day: date) -> Iterator[Standing]:
    """The open cases whose period may run over the day, wherever on earth it is that day."""
    begins = datetime.combine(day, time.min, tzinfo=ZoneInfo("UTC")) - timedelta(hours=14)
    rows = Case.objects.filter(
        status=Case.Status.OPEN,
        government__calendar=calendar,
        due_at__gte=begins,
        received_at__lt=begins + timedelta(days=3),
    ).values_list("pk", "definition_id", "government_id", "received_at", "state__clock", "due_at")
    return (Standing(*row) for row in rows.iterator(chunk_size=5000))


@transaction.atomic
def _move(ids: Sequence[UUID], day: date, holiday: bool, recount: Recount, by: Person | None) -> int:
    """Move those of the cases whose due date, counted from what they are now, is another."""
    held = (
        Case.objects.select_for_update(of=("self",))
        .select_related("definition", "government", "applicant")
        .defer("definition__body")
        .filter(pk__in=ids, status=Case.Status.OPEN)
        .order_by("pk")  # acts that lock more than one case lock them in this order too
    )
    cases = list(held)
    dues = recount.due_dates([standing(case) for case in cases])
    moving = [(case, due) for case, due in zip(cases, dues, strict=True) if due and due != case.due_at]
    entries = [_entry(case, due, day, holiday) for case, due in moving]
    events = log.append_all(entries, by=by)
    for (case, due), event in zip(moving, events, strict=True):
        case.due_at, case.version, case.head = due, event.seq, event.hash
    _write([case for case, _ in moving], recount)
    letters.tell_all([(CaseFile(case, None), event) for (case, _), event in zip(moving, events, strict=True)])
    announce(DueDatesMoved(tuple(case.pk for case, _ in moving)))
    return len(moving)


def _entry(case: Case, due: datetime, day: date, holiday: bool) -> log.Entry:
    assert case.due_at is not None  # an open case whose clock runs
    moved = {"from": case.due_at.isoformat(), "to": due.isoformat(), "holiday": day.isoformat()}
    return log.Entry(
        stream=case.pk,
        seq=case.version + 1,
        previous=bytes(case.head),
        government_id=case.government_id,
        type="due_moved",
        data=moved if holiday else {**moved, "revoked": True},
    )


def _write(cases: Sequence[Case], recount: Recount) -> None:
    write_cases(cases)
    by_key = {case.pk: case for case in cases}
    items = [(item, by_key[item.case_id]) for item in WorkItem.objects.filter(case__in=by_key).order_by("pk")]
    write_items([item for item, _ in items], recount.item_dates(items))
