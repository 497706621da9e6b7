"""A case on paper: the rules of flow applied event by event, without a database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from madang.flow import rules
from madang.flow.definition.parts import FlowDefinition
from madang.flow.definition.rehearsal.steps import WhyNot
from madang.flow.rules import Happened, State
from madang.ground.law.queries import ClockEvent, due, due_at

CALENDAR = "kr"
APPLICANT = 1
UNIT = 1
OPINION_UNIT = 2


class Refused(Exception):
    """A step that the rules do not allow, with the reason by its name."""

    def __init__(self, why: WhyNot) -> None:
        super().__init__(why)
        self.why = why


@dataclass
class Walk:
    """A case on its way: its state, what is known, where it was when, and what was refused."""

    flow: FlowDefinition
    state: State
    facts: dict[str, Any]
    visits: list[tuple[str, datetime]]
    refusals: dict[int, WhyNot] = field(default_factory=dict)  # by the number of the step
    acts: set[tuple[str, str]] = field(default_factory=set)  # stage and act, as done
    people: dict[str, int] = field(default_factory=dict)

    def due(self) -> datetime | None:
        """When the case is due by law; nothing while the clock stands still."""
        return due_at(**rules.question(self.flow, self.state), calendar=self.calendar)

    def objection_until(self, closed_at: datetime, within: str) -> datetime:
        """The end of the time to object, which runs by the calendar."""
        return (
            due_at(rule="calendar-days", calendar=self.calendar, received=closed_at, period=within)
            or closed_at
        )

    def counted(self, since: datetime, period: str) -> datetime:
        """The end of a period from a moment, as the case's clock counts."""
        found = due(rule=self.flow.clock.rule, calendar=self.calendar, received=since, period=period).at
        return found or since

    @property
    def calendar(self) -> str:
        return self.flow.clock.calendar or CALENDAR

    def enter(
        self, type: str, at: datetime, data: Mapping[str, Any] | None = None, actor: int | None = None
    ) -> None:
        """Let one event happen."""
        before = self.state.stage
        self.state = rules.apply(self.state, Happened(type, at, data or {}, actor))
        if self.state.stage != before:
            self.visits.append((self.state.stage, at))

    def move(self, to: str, at: datetime, data: Mapping[str, Any], actor: int | None = None) -> None:
        """Move to a stage or an end."""
        end = rules.end_of(self.flow, to)
        outcome = {"outcome": end.outcome} if end else {}
        self.enter("moved", at, {"from": self.state.stage, "to": to, **outcome, **data}, actor)

    def settle(self, at: datetime) -> None:
        """Pass the automatic stages."""
        for stage in rules.settle(self.flow, self.state.stage, lambda: self.facts):
            self.move(stage, at, {"by_rule": True})

    def person(self, who: str) -> int:
        """The person behind a name of the example."""
        return (
            APPLICANT if who == "applicant" else self.people.setdefault(who, len(self.people) + APPLICANT + 1)
        )


def is_kept(case: Walk, since: str, to: list[str], within: str) -> bool | None:
    """Was the span between two moments of the case kept; nothing where one of them did not come yet."""
    targets = to or list(case.flow.ends)
    began = next((at for name, at in case.visits if name == since), None)
    reached = next((at for name, at in case.visits if name in targets), None)
    if began is None or reached is None:
        return None
    turns = [
        turn for turn in case.state.clock if turn.kind in ("pause", "resume") and began <= turn.at <= reached
    ]
    limit = due_at(
        rule=case.flow.clock.rule,
        calendar=case.calendar,
        received=began,
        period=within,
        events=[ClockEvent(turn.kind, turn.at) for turn in turns],
    )
    return limit is None or reached <= limit
