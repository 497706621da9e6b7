"""How a case stands, as the fold of its events. Pure: no clock on the wall, no database.

`begin` makes the first state; `apply` adds one event to it. Whoever holds the definition and the events
can recompute every state that a case ever had.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from madang.flow.conditions import holds
from madang.flow.definition import End, FlowDefinition
from madang.ground.law.queries import ClockEvent, Period

Status = Literal["open", "waiting", "closed"]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Opinion(Frozen):
    """An opinion asked of another unit; open until it is given."""

    number: int
    unit: int
    asked_at: datetime
    within: str | None
    given_at: datetime | None = None


class ClockTurn(Frozen):
    """Something that stopped, restarted or lengthened the clock."""

    kind: Literal["pause", "resume", "reset", "extend"]
    at: datetime
    period: str | None = None


class State(Frozen):
    """How a case stands after its events so far."""

    version: int  # the number of the last event
    changed: int  # the number of the last event that changed how the case stands
    last_at: datetime  # when the last event took effect
    status: Status
    stage: str
    since: datetime
    received_at: datetime
    unit: int
    applicant: int | None = None  # a pseudonym: whom it stands for, only the row of the case knows
    assignee: int | None = None
    outcome: str = ""
    closed_at: datetime | None = None
    asked_until: datetime | None = None
    clock: tuple[ClockTurn, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    done: Mapping[str, int] = {}  # "stage.act" → how often
    decided_by: tuple[int, ...] = ()
    objections: int = 0
    raised: tuple[str, ...] = ()  # "stage:since:percent" of every escalation that was made

    def opinion(self, number: int) -> Opinion | None:
        return next((opinion for opinion in self.opinions if opinion.number == number), None)

    @property
    def open_opinions(self) -> tuple[Opinion, ...]:
        return tuple(opinion for opinion in self.opinions if opinion.given_at is None)


@dataclass(frozen=True)
class Happened:
    """An event as the fold reads it."""

    type: str
    at: datetime
    data: Mapping[str, Any]
    actor: int | None = None


# Events that tell something but leave the case as it stands.
TELLING = frozenset(
    {"viewed", "looked_up", "noted", "document_issued", "document_failed", "document_revoked", "due_moved", "felt",
     "erasure_asked", "erased", "escalated"}
)  # fmt: skip


def begin(received: Happened) -> State:
    """The state after the first event, `received`."""
    data = received.data
    return State(
        version=1,
        changed=1,
        last_at=received.at,
        status="open",
        stage=data["stage"],
        since=received.at,
        received_at=received.at,
        unit=data["unit"],
        applicant=data.get("applicant"),
    )


def apply(state: State, event: Happened) -> State:
    """The state after one more event."""
    version = state.version + 1
    if event.type == "escalated":
        return state.model_copy(update={"version": version, "raised": (*state.raised, event.data["rule"])})
    if event.type in TELLING:
        return state.model_copy(update={"version": version})
    change = _CHANGES[event.type](state, event)
    return state.model_copy(update={"version": version, "changed": version, "last_at": event.at, **change})


def fold(events: Sequence[Happened]) -> State:
    """The state after all events, the first of which is `received`."""
    state = begin(events[0])
    for event in events[1:]:
        state = apply(state, event)
    return state


def settle(definition: FlowDefinition, stage: str, facts: Callable[[], Mapping[str, Any]]) -> list[str]:
    """The stages that a case passes through by rule from this one, the last being where it stays.

    The facts are asked for only if the stage is automatic.
    """
    passed: list[str] = []
    while stage in definition.stages and (ways := definition.stages[stage].auto):
        stage = next(way.go for way in ways if holds(way.when, facts()))
        passed.append(stage)
    return passed


def end_of(definition: FlowDefinition, stage: str) -> End | None:
    """The end that this name stands for, or nothing while it is a stage."""
    return definition.ends.get(stage)


def question(definition: FlowDefinition, state: State) -> dict[str, Any]:
    """What the law is asked when the case is due: rule, receipt, period and what happened to the clock."""
    turns = [
        ClockEvent(turn.kind, turn.at, Period.parse(turn.period) if turn.period else None)
        for turn in state.clock
    ]
    return {
        "rule": definition.clock.rule,
        "received": state.received_at,
        "period": Period.parse(definition.clock.period),
        "events": turns,
    }


Change = dict[str, Any]


def _moved(state: State, event: Happened) -> Change:
    change: Change = {"stage": event.data["to"], "since": event.at, "done": _counted(state, event)}
    if event.actor is not None:
        change["decided_by"] = tuple(dict.fromkeys((*state.decided_by, event.actor)))
    if state.status == "waiting":  # decided although the applicant did not answer in time
        change |= _answered(state, event)
    if event.data.get("outcome"):
        change |= _closed(event)
    return change


def _closed(event: Happened) -> Change:
    return {"status": "closed", "outcome": event.data["outcome"], "closed_at": event.at, "asked_until": None}


def _asked(state: State, event: Happened) -> Change:
    until = event.data.get("until")
    return {
        "status": "waiting",
        "asked_until": datetime.fromisoformat(until) if until else None,
        "clock": (*state.clock, ClockTurn(kind="pause", at=event.at)),
        "done": _counted(state, event),
    }


def _answered(state: State, event: Happened) -> Change:
    return {
        "status": "open",
        "asked_until": None,
        "clock": (*state.clock, ClockTurn(kind="resume", at=event.at)),
    }


def _opinion_asked(state: State, event: Happened) -> Change:
    opinion = Opinion(
        number=len(state.opinions) + 1,
        unit=event.data["unit"],
        asked_at=event.at,
        within=event.data.get("within"),
    )
    return {"opinions": (*state.opinions, opinion), "done": _counted(state, event)}


def _opinion_given(state: State, event: Happened) -> Change:
    return {
        "opinions": tuple(
            o.model_copy(update={"given_at": event.at}) if o.number == event.data["opinion"] else o
            for o in state.opinions
        )
    }


def _extended(state: State, event: Happened) -> Change:
    turn = ClockTurn(kind="extend", at=event.at, period=event.data["period"])
    return {"clock": (*state.clock, turn), "done": _counted(state, event)}


def _transferred(state: State, event: Happened) -> Change:
    if event.data.get("by_rule"):
        return _rehoused(state, event)
    change: Change = {
        "unit": event.data["unit"],
        "assignee": None,
        "since": event.at,
        "stage": event.data["stage"],
        "done": _counted(state, event),
    }
    if event.data.get("other_government"):
        # The period of the right body begins when the right body receives the case.
        change["clock"] = (*state.clock, ClockTurn(kind="reset", at=event.at))
    return change


def _rehoused(state: State, event: Happened) -> Change:
    """A unit ended: what it had goes to the unit that follows, and the case stays where it stands."""
    ended, after = event.data["from"], {"unit": event.data["unit"]}
    here = {o.number for o in state.open_opinions if o.unit == ended}
    moved = (o.model_copy(update=after) if o.number in here else o for o in state.opinions)
    return {"opinions": tuple(moved), **({**after, "assignee": None} if state.unit == ended else {})}


def _assigned(state: State, event: Happened) -> Change:
    return {"assignee": event.data["person"]}


def _reopened(state: State, event: Happened) -> Change:
    return {
        "status": "open",
        "outcome": "",
        "closed_at": None,
        "stage": event.data["stage"],
        "since": event.at,
        "assignee": None,
        "objections": state.objections + 1,
        "clock": (*state.clock, ClockTurn(kind="reset", at=event.at)),
    }


def _migrated(state: State, event: Happened) -> Change:
    return {"stage": event.data["stage"], "since": event.at} if event.data["stage"] != state.stage else {}


def _corrected(state: State, event: Happened) -> Change:
    return {}


def _ended(state: State, event: Happened) -> Change:
    return {"stage": event.data["to"], "since": event.at, **_closed(event)}


_CHANGES: dict[str, Callable[[State, Happened], Change]] = {
    "moved": _moved,
    "asked": _asked,
    "answered": _answered,
    "opinion_asked": _opinion_asked,
    "opinion_given": _opinion_given,
    "extended": _extended,
    "transferred": _transferred,
    "assigned": _assigned,
    "reopened": _reopened,
    "migrated": _migrated,
    "corrected": _corrected,
    "withdrawn": _ended,
    "deemed": _ended,
}


def _counted(state: State, event: Happened) -> Mapping[str, int]:
    act = event.data.get("act")
    if not act:
        return state.done
    name = f"{state.stage}.{act}"
    return {**state.done, name: state.done.get(name, 0) + 1}
