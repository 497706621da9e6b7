"""The law over the API: due dates with their arithmetic."""

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.errors import HttpError

from madang.ground.law import queries
from madang.ground.law.queries import CannotCount, ClockEvent, Period

router = Router(tags=["law"])


class Turn(Schema):
    """Something that happened to the clock; `period` goes with an extension."""

    kind: Literal["pause", "resume", "reset", "extend"]
    at: datetime
    period: str | None = None


class Asked(Schema):
    """When is something due? `period` such as "6 days", "3 hours", "immediately"."""

    rule: str = "kr-petition"
    received: datetime
    period: str
    events: list[Turn] = []


class Answered(Schema):
    """The due date, or nothing while the clock stands still, and how it was counted."""

    due: datetime | None
    paused: bool
    rule_version: str
    calendar_version: str
    explanation: dict[str, list[str]]


@router.post("/due", response=Answered, auth=None)
def due(request: HttpRequest, asked: Asked) -> Answered:
    """The due date under a counting rule, with the arithmetic in Korean and English."""
    try:
        events = [
            ClockEvent(turn.kind, turn.at, Period.parse(turn.period) if turn.period else None)
            for turn in asked.events
        ]
        found = queries.due(rule=asked.rule, received=asked.received, period=asked.period, events=events)
    except CannotCount as error:
        raise HttpError(422, error.sentence("en")) from None
    return Answered(
        due=found.at,
        paused=found.paused,
        rule_version=found.rule_version,
        calendar_version=found.calendar_version,
        explanation={language: list(lines) for language, lines in found.explanation.items()},
    )
