"""The shelf on which cases stand: a case taken down by one message to the database, and put back by another.

Only columns that acts need are read. Definitions never change once published, so each is kept by its hash.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from madang.flow.models import Case, Definition
from madang.flow.rules import State
from madang.ground.law import queries as law
from madang.ground.organisations import queries as organisations
from madang.ground.organisations.queries import Government, Posts
from madang.ground.people.queries import Person
from madang.lib.together import Question, Rows, ask, write

CASE = (
    "id", "government_id", "definition_id", "filed_under_id", "number", "applicant_id", "channel", "unit_id",
    "assignee_id", "stage", "status", "outcome", "received_at", "due_at", "closed_at", "version", "head",
)  # fmt: skip
GOVERNMENT = (
    "id", "code", "name_ko", "name_en", "kind", "parent_id", "time_zone", "calendar", "office_hours", "invented"
)  # fmt: skip
# Each in the order of the model, in which Django fills what it reads.
PERSON = ("id", "username", "email", "is_active", "name", "name_en", "language", "daily_digest")
PROJECTED = (
    "government_id", "definition_id", "unit_id", "assignee_id", "stage", "status", "outcome",
    "due_at", "closed_at", "version", "head", "applicant_id",
)  # fmt: skip


@dataclass(frozen=True)
class Taken:
    """A case from the shelf, locked, with what an act must know: all as it stands behind the lock."""

    case: Case
    state: State
    wrapped: bytes | None
    decreed: dict[str, list[law.Decreed]]
    posts: Posts | None
    done: int | None


def _of(name: str, columns: Sequence[str]) -> str:
    return ", ".join(f"{name}.{column}" for column in columns)


TAKE = f"""
SELECT {_of("held", CASE)}, {_of("government", GOVERNMENT)}, {_of("person", PERSON)}, definition.hash, held.state,
    (SELECT wrapped FROM flow_casekey WHERE case_id = held.id)
FROM flow_case AS held JOIN flow_definition AS definition ON definition.id = held.definition_id
    JOIN organisations_government AS government ON government.id = held.government_id
    LEFT JOIN people_person AS person ON person.id = held.applicant_id
WHERE held.id = %s FOR UPDATE OF held
"""  # noqa: S608  names of columns, no values
DONE = "SELECT id FROM events_event WHERE stream = %s AND key = %s"


def take(case_id: UUID, by: Person | None, key: UUID | None) -> Taken:
    """The case, locked until the transaction ends, with the own posts of who acts and what the key did before."""
    questions: list[Question[Any]] = [Question(TAKE, (case_id,), _first), law.all_decreed()]
    questions.append(organisations.own_posts(by.pk) if by else Question("SELECT NULL", (), lambda rows: None))
    questions.append(Question(DONE if key else "SELECT NULL", (case_id, key) if key else (), _first))
    found, decreed, posts, done = ask(*questions)
    if found is None:
        raise Case.DoesNotExist(f"there is no case {case_id}")
    row = list(found)
    wrapped, state, hashed = row.pop(), row.pop(), row.pop()
    case = _case(row, hashed)
    return Taken(case, _state(case, state), wrapped, decreed, posts, done[0] if done else None)


def _first(rows: Rows) -> tuple[Any, ...] | None:
    return rows[0] if rows else None


def _state(case: Case, state: str) -> State:
    case.state = json.loads(state)
    return State.model_validate(case.state)


def _case(row: list[Any], hashed: str) -> Case:
    case = Case.from_db("default", CASE, row[: len(CASE)])
    case.definition = definition_of(case.definition_id, hashed)
    about = row[len(CASE) : len(CASE) + len(GOVERNMENT)]
    about[GOVERNMENT.index("office_hours")] = json.loads(about[GOVERNMENT.index("office_hours")] or "null")
    case.government = Government.from_db("default", GOVERNMENT, about)
    person = row[len(CASE) + len(GOVERNMENT) :]
    if person[0] is not None:
        case.applicant = Person.from_db("default", PERSON, person)
    return case


@lru_cache(maxsize=256)
def definition_of(pk: int, hashed: str) -> Definition:
    """A published definition without its body; it never changes, so it is read once."""
    return Definition.objects.defer("body").get(pk=pk)


PUT = f"""
UPDATE flow_case SET {", ".join(f"{column} = %s" for column in PROJECTED)}, state = %s WHERE id = %s
"""  # noqa: S608  as above
NEW = (*CASE, "state")
ADD = f"INSERT INTO flow_case ({', '.join(NEW)}) VALUES ({', '.join(['%s'] * len(NEW))})"  # noqa: S608  as above


def put(case: Case, state: State) -> None:
    """Bring the row of the case to what it is now."""
    write(PUT, [*(getattr(case, column) for column in PROJECTED), state.model_dump_json(), case.pk])


def add(case: Case, state: State) -> None:
    """Put a new case on the shelf."""
    write(ADD, [*(getattr(case, column) for column in CASE), state.model_dump_json()])
