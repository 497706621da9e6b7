"""Walking a worked case through a definition, step by step, on the rules of flow."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from madang.flow import rules
from madang.flow.definition import Act, FlowDefinition, holds
from madang.flow.rules import Happened, State
from madang.ground.law.queries import ClockEvent, due, due_at
from madang.work.services.definition import ServiceDefinition
from madang.work.services.examples.schema import Example, Step, WhyNot

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


def begin(flow: FlowDefinition, example: Example) -> Walk:
    """The case at receipt."""
    facts = {**example.given.model_dump(), "case": {"channel": example.channel, "outcome": ""}}
    state = rules.begin(Happened("received", example.at, {"stage": flow.start, "unit": UNIT}))
    walk = Walk(flow, state, facts, [("filed", example.at), (flow.start, example.at)])
    walk.settle(example.at)
    return walk


def walk(service: ServiceDefinition, example: Example) -> Walk | None:
    """The case after all steps of the example; nothing for a service without cases."""
    if service.flow is None:
        return None
    case = begin(service.flow, example)
    at = example.at
    for number, step in enumerate(example.do):
        at = step.at or at
        try:
            _take(case, step, at)
        except Refused as refusal:
            case.refusals[number] = refusal.why
    return case


def _take(case: Walk, step: Step, at: datetime) -> None:
    if step.act is not None:
        _act(case, step, step.act, at)
    elif step.opinion is not None:
        _opinion(case, at)
    elif step.silence is not None:
        _silence(case, at)
    else:
        _BY_APPLICANT[step.applicant or ""](case, step, at)


# --- by officials --------------------------------------------------------------------------------------


def _act(case: Walk, step: Step, name: str, at: datetime) -> None:
    if case.state.status == "closed":
        raise Refused("closed")
    stage = case.state.stage
    act = case.flow.stages[stage].acts.get(name)
    if act is None:
        raise Refused("no-such-act")
    person = _entitled(case, step, name)
    _ready(case, name, act, at)
    end = rules.end_of(case.flow, act.to) if act.to else None
    needed = (
        act.reason if act.reason is not None else act.does != "move" or bool(end and end.outcome == "refused")
    )
    if needed and not (step.reason or "").strip():
        raise Refused("no-reason")
    _DOES[act.does](case, act, {"act": name}, step, at, person)
    case.acts.add((stage, name))
    case.settle(at)


def _entitled(case: Walk, step: Step, name: str) -> int:
    stage = case.flow.stages[case.state.stage]
    key = stage.acts[name].by or stage.by or ""
    actor = case.flow.actors[key]
    who = step.by or key
    person = case.person(who)
    if who != "applicant" and who.partition("#")[0] != key:
        raise Refused("not-entitled")
    if ("applicant" in actor.never and person == APPLICANT) or (
        "decided-before" in actor.never and person in case.state.decided_by
    ):
        raise Refused("conflict")
    return person


def _ready(case: Walk, name: str, act: Act, at: datetime) -> None:
    state = case.state
    silent = state.asked_until is not None and at > state.asked_until
    if state.status == "waiting" and not (act.does == "move" and silent):
        raise Refused("waiting")
    if act.at_most and state.done.get(f"{state.stage}.{name}", 0) >= act.at_most:
        raise Refused("too-often")
    awaited = [o for o in state.open_opinions if o.within is None or case.counted(o.asked_at, o.within) >= at]
    if act.to in case.flow.ends and awaited:
        raise Refused("opinion-open")
    if not holds(act.when, case.facts):
        raise Refused("condition")


def _move(case: Walk, act: Act, data: dict[str, Any], step: Step, at: datetime, person: int) -> None:
    case.move(act.to or "", at, data, person)


def _ask(case: Walk, act: Act, data: dict[str, Any], step: Step, at: datetime, person: int) -> None:
    within = step.period or act.within
    until = case.counted(at, within).isoformat() if within else None
    case.enter("asked", at, {**data, "until": until}, person)


def _ask_opinion(case: Walk, act: Act, data: dict[str, Any], step: Step, at: datetime, person: int) -> None:
    within = step.period or act.within
    case.enter("opinion_asked", at, {**data, "unit": OPINION_UNIT, "within": within}, person)


def _extend(case: Walk, act: Act, data: dict[str, Any], step: Step, at: datetime, person: int) -> None:
    period = step.period or act.within
    if period is None or (act.within and case.counted(at, period) > case.counted(at, act.within)):
        raise Refused("too-long")
    case.enter("extended", at, {**data, "period": period}, person)


def _transfer(case: Walk, act: Act, data: dict[str, Any], step: Step, at: datetime, person: int) -> None:
    moved = {"unit": OPINION_UNIT, "stage": case.flow.start, "other_government": False}
    case.enter("transferred", at, {**data, **moved}, person)


_DOES: dict[str, Callable[[Walk, Act, dict[str, Any], Step, datetime, int], None]] = {
    "move": _move,
    "ask": _ask,
    "opinion": _ask_opinion,
    "extend": _extend,
    "transfer": _transfer,
}


def _opinion(case: Walk, at: datetime) -> None:
    if case.state.status == "closed" or not case.state.open_opinions:
        raise Refused("nothing-asked")
    number = case.state.open_opinions[0].number
    case.enter("opinion_given", at, {"opinion": number, "unit": OPINION_UNIT})


def _silence(case: Walk, at: datetime) -> None:
    deemed = case.flow.clock.deemed
    if deemed == "none":
        raise Refused("not-allowed")
    end = next((key for key, end in case.flow.ends.items() if end.outcome == deemed), None)
    limit = case.due()
    if case.state.status != "open" or limit is None or at <= limit or end is None:
        raise Refused("not-yet")
    case.enter("deemed", at, {"from": case.state.stage, "to": end, "outcome": deemed})


# --- by the applicant ----------------------------------------------------------------------------------


def _answers(case: Walk, step: Step, at: datetime) -> None:
    if case.state.status != "waiting":
        raise Refused("nothing-asked")
    case.facts = {**case.facts, "form": {**case.facts["form"], **step.facts}}
    case.enter("answered", at, actor=APPLICANT)


def _withdraws(case: Walk, step: Step, at: datetime) -> None:
    if case.state.status == "closed":
        raise Refused("closed")
    if not case.flow.withdraw:
        raise Refused("not-allowed")
    end = next((key for key, end in case.flow.ends.items() if end.outcome == "withdrawn"), "withdrawn")
    case.enter("withdrawn", at, {"from": case.state.stage, "to": end, "outcome": "withdrawn"}, APPLICANT)


def _objects(case: Walk, step: Step, at: datetime) -> None:
    end = rules.end_of(case.flow, case.state.stage)
    closed_at = case.state.closed_at
    if end is None or end.reopens is None or closed_at is None:
        raise Refused("not-allowed")
    if end.objection_within and at > case.counted(closed_at, end.objection_within):
        raise Refused("too-late")
    case.enter("reopened", at, {"stage": end.reopens}, APPLICANT)


_BY_APPLICANT: dict[str, Callable[[Walk, Step, datetime], None]] = {
    "answers": _answers,
    "withdraws": _withdraws,
    "objects": _objects,
}


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
