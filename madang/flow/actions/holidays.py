"""When a holiday is decreed or taken back: the due dates of open cases move, and those affected are told."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from django.db import transaction

from madang.flow import moving
from madang.flow.events import DueDatesMoved
from madang.flow.letters_moved import Moved, tell
from madang.flow.moving import Held
from madang.flow.queries.holidays import open_over
from madang.flow.recounting import Recount, standings
from madang.ground.events import actions as log
from madang.ground.law import queries as law
from madang.ground.people.queries import Person
from madang.lib.news import announce

LOOKED_AT_ONCE = 20_000
MOVED_AT_ONCE = 2000  # in one transaction, whose cases nobody else can act on meanwhile


def move_due_dates(calendar: str, day: date, *, by: Person | None) -> int:
    """Count again every open case of the calendar whose period may touch the day; how many moved.

    Two thousand cases move in one transaction. May be stopped and begun again: what has moved stays, and a
    case whose due date is right is left alone.
    """
    holiday = any(decree.day == day and decree.holds(None) for decree in law.decreed(calendar))
    recount, moved = Recount(), 0
    touched = standings(open_over(calendar, day))
    while looked := list(islice(touched, LOOKED_AT_ONCE)):
        dues = recount.due_dates(looked)
        wrong = sorted(case.case for case, due in zip(looked, dues, strict=True) if case.due_at != due)
        for start in range(0, len(wrong), MOVED_AT_ONCE):
            moved += _move(wrong[start : start + MOVED_AT_ONCE], day, holiday, recount, by)
    return moved


@transaction.atomic
def _move(ids: Sequence[UUID], day: date, holiday: bool, recount: Recount, by: Person | None) -> int:
    """Move those of the cases whose due date, counted from what they are now, is another."""
    held = moving.hold(ids)
    counted = recount.due_dates([case.standing for case in held])
    dues = {
        case.standing.case: due
        for case, due in zip(held, counted, strict=True)
        if due and due != case.standing.due_at
    }
    cases = [case for case in held if case.standing.case in dues]
    hashes = log.append_all([_entry(case, dues[case.standing.case], day, holiday) for case in cases], by=by)
    moving.move(cases, dues, hashes)
    items = moving.waiting(list(dues))
    standing = {case.standing.case: case.standing for case in cases}
    item_dues = recount.item_dates(items, standing, dues)
    moving.move_items(items, item_dues, recount.late_dates(items, standing, item_dues))
    tell([Moved(case, dues[case.standing.case]) for case in cases], recount, day, revoked=not holiday)
    announce(DueDatesMoved(tuple(dues)))
    return len(cases)


def _entry(case: Held, due: datetime, day: date, holiday: bool) -> log.Entry:
    before = case.standing.due_at
    assert before is not None  # an open case whose clock runs
    moved = {"from": before.isoformat(), "to": due.isoformat(), "holiday": day.isoformat()}
    return log.Entry(
        stream=case.standing.case,
        seq=case.version + 1,
        previous=case.head,
        government_id=case.standing.government,
        type="due_moved",
        data=moved if holiday else {**moved, "revoked": True},
    )
