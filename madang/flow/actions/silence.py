"""Silence: where the law says so, a case that nobody decided in time is decided."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from madang.flow.actions.leading import announce_all
from madang.flow.casefile import CaseFile
from madang.flow.models import Case
from madang.ground.people.queries import Person


def decide_by_silence(*, at: datetime | None = None, by: Person | None = None) -> int:
    """Decide every case whose period ran out in silence where the definition says what silence means."""
    moment = at or timezone.now()
    overdue = Case.objects.filter(
        status=Case.Status.OPEN, due_at__lt=moment, definition__body__clock__deemed__in=["granted", "refused"]
    ).values_list("pk", flat=True)
    return sum(_decide(case_id, moment, by) for case_id in overdue.iterator(chunk_size=1000))


@transaction.atomic
def _decide(case_id: UUID, moment: datetime, by: Person | None) -> bool:
    file = CaseFile.taken(case_id)
    if file.state.status != "open" or file.case.due_at is None or file.case.due_at >= moment:
        return False
    outcome = file.flow.clock.deemed
    to = next(name for name, end in file.flow.ends.items() if end.outcome == outcome)
    file.enter(
        "deemed",
        {"from": file.state.stage, "to": to, "outcome": outcome, "due": file.case.due_at.isoformat()},
        by=by,
    )
    file.put_back()
    announce_all(file)
    return True
