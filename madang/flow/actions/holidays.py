"""When a holiday is decreed later: the due dates of open cases move, and those affected are told."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from madang.flow.actions.leading import announce_all
from madang.flow.casefile import CaseFile
from madang.flow.models import Case
from madang.ground.people.queries import Person


def move_due_dates(calendar: str, day: date, *, by: Person | None) -> int:
    """Recompute every open case of the calendar whose period touches the day; how many moved.

    Each case moves in a transaction of its own, so that this may be stopped and begun again.
    """
    return sum(_move(case_id, day, by) for case_id in _touched(calendar, day))


def _touched(calendar: str, day: date) -> Iterator[Any]:
    beginning = datetime.combine(day, time.min, tzinfo=ZoneInfo("UTC"))
    return (
        Case.objects.filter(status=Case.Status.OPEN, government__calendar=calendar)
        .filter(due_at__gte=beginning)
        .values_list("pk", flat=True)
        .iterator(chunk_size=1000)
    )


@transaction.atomic
def _move(case_id: Any, day: date, by: Person | None) -> bool:
    file = CaseFile.taken(case_id)
    before = file.case.due_at
    due = file.due().at
    if file.state.status != "open" or before is None or due == before:
        return False
    file.enter(
        "due_moved", {"from": before.isoformat(), "to": due.isoformat(), "holiday": day.isoformat()}, by=by
    )
    file.put_back()
    announce_all(file)
    return True
