"""The rows of very many cases whose due dates move: read, locked and written by one statement for each table."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from madang.flow.recounting import Standing, Waiting, clock_of
from madang.ground.people.queries import Person
from madang.lib.together import Question, Rows, ask, write


class Held(NamedTuple):
    """A case that is locked: what its due date follows from, where its log stands, and who is told."""

    standing: Standing
    number: str
    version: int
    head: bytes
    applicant: Person | None


HOLD = """
SELECT held.id, held.definition_id, held.government_id, held.received_at, held.state -> 'clock', held.due_at,
    held.number, held.version, held.head, person.id, person.email, person.is_active, person.daily_digest
FROM flow_case AS held LEFT JOIN people_person AS person ON person.id = held.applicant_id
WHERE held.id = ANY (%s::uuid[]) AND held.status = 'open' ORDER BY held.id FOR UPDATE OF held
"""  # acts that lock more than one case lock them in this order too
PERSON = ("id", "email", "is_active", "daily_digest")
ITEMS = """
SELECT item.id, item.case_id, item.kind, item.ref, item.since,
    CASE WHEN item.kind = 'opinion' THEN held.state -> 'opinions' -> (item.ref::int - 1) ->> 'within' END,
    ARRAY(SELECT jsonb_array_elements_text(held.state -> 'raised'))
FROM flow_workitem AS item JOIN flow_case AS held ON held.id = item.case_id
WHERE item.case_id = ANY (%s::uuid[]) ORDER BY item.id
"""
MOVE = """
UPDATE flow_case AS held SET due_at = moved.due_at, version = moved.version, head = decode(moved.head, 'hex'),
    state = jsonb_set(held.state, '{version}', to_jsonb(moved.version))
FROM jsonb_to_recordset(%s::jsonb) AS moved (id uuid, due_at timestamptz, version int, head text)
WHERE held.id = moved.id
"""
MOVE_ITEMS = """
UPDATE flow_workitem AS item SET due_at = moved.due_at, late_at = moved.late_at
FROM jsonb_to_recordset(%s::jsonb) AS moved (id bigint, due_at timestamptz, late_at timestamptz)
WHERE item.id = moved.id
"""


def hold(ids: Sequence[UUID]) -> list[Held]:
    """Those of the cases that are open, locked until the transaction ends."""
    held: list[Held] = ask(Question(HOLD, ([str(id) for id in ids],), _held))[0]
    return held


def _held(rows: Rows) -> list[Held]:
    return [
        Held(
            Standing(case, definition, government, received_at, clock_of(clock), due_at),
            number,
            version,
            bytes(head),
            Person.from_db("default", PERSON, person) if person[0] is not None else None,
        )
        for case, definition, government, received_at, clock, due_at, number, version, head, *person in rows
    ]


def waiting(ids: Sequence[UUID]) -> list[Waiting]:
    """What waits in inboxes for the cases."""
    found: list[Waiting] = ask(
        Question(ITEMS, ([str(id) for id in ids],), lambda rows: [Waiting(*row) for row in rows])
    )[0]
    return found


def move(cases: Sequence[Held], dues: Mapping[UUID, datetime | None], hashes: Sequence[bytes]) -> None:
    """Bring due date, version and head of the cases to what they are after one more event each."""
    moved = [
        {
            "id": str(case.standing.case),
            "due_at": _spelled(dues[case.standing.case]),
            "version": case.version + 1,
            "head": event_hash.hex(),
        }
        for case, event_hash in zip(cases, hashes, strict=True)
    ]
    write(MOVE, [json.dumps(moved)])


def move_items(
    items: Sequence[Waiting], dues: Sequence[datetime | None], late: Sequence[datetime | None]
) -> None:
    """Bring the due dates of the items, and when their next escalations apply, to the given moments."""
    moved = [
        {"id": item.item, "due_at": _spelled(due), "late_at": _spelled(late_at)}
        for item, due, late_at in zip(items, dues, late, strict=True)
    ]
    write(MOVE_ITEMS, [json.dumps(moved)])


def _spelled(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


OWN_CALENDAR = """
SELECT id, body -> 'clock' ->> 'calendar' FROM flow_definition WHERE body -> 'clock' ->> 'calendar' IS NOT NULL
"""


def definitions_with_own_calendar() -> dict[int, str]:
    """The definitions that count by a calendar of their own, whatever their government's is."""
    with connection.cursor() as cursor:
        cursor.execute(OWN_CALENDAR)
        return dict(cursor.fetchall())
