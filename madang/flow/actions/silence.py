"""Silence: where the law says so, a case that nobody decided in time is decided."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from madang.flow.actions.leading import announce_all, each
from madang.flow.casefile import CaseFile
from madang.flow.models import Case
from madang.ground.people.queries import Person
from madang.lib.together import at_once


def decide_by_silence(*, at: datetime | None = None, by: Person | None = None) -> int:
    """Decide every case whose period ran out in silence where the definition says what silence means."""
    moment = at or timezone.now()
    overdue = Case.objects.filter(
        status=Case.Status.OPEN, due_at__lt=moment, definition__body__clock__deemed__in=["granted", "refused"]
    ).values_list("pk", flat=True)
    return each(overdue.iterator(chunk_size=1000), lambda case_id: _decide(case_id, moment, by))


@at_once
def _decide(case_id: UUID, moment: datetime, by: Person | None) -> bool:
    file = CaseFile.taken(case_id)
    # The row may still say what held before a holiday was decreed; what the law says now is counted.
    due = file.due_at() if file.state.status == "open" else None
    if due is None or due >= moment:
        return False
    outcome = file.flow.clock.deemed
    to = next(name for name, end in file.flow.ends.items() if end.outcome == outcome)
    file.enter(
        "deemed",
        {"from": file.state.stage, "to": to, "outcome": outcome, "due": due.isoformat()},
        by=by,
    )
    file.put_back()
    announce_all(file)
    return True
