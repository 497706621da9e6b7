"""Acts by officials in a case on paper: who may, whether the case is ready, and what follows."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from madang.flow import rules
from madang.flow.conditions import holds
from madang.flow.definition.parts import Act
from madang.flow.definition.rehearsal.steps import Step
from madang.flow.definition.rehearsal.walks import APPLICANT, OPINION_UNIT, Refused, Walk


def act_on(case: Walk, step: Step, name: str, at: datetime) -> None:
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
