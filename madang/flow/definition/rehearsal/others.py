"""What others do in a case on paper: an opinion given, silence, and all that the applicant does."""

from collections.abc import Callable
from datetime import datetime

from madang.flow import rules
from madang.flow.definition.rehearsal.steps import Step
from madang.flow.definition.rehearsal.walks import APPLICANT, OPINION_UNIT, Refused, Walk


def give_opinion(case: Walk, at: datetime) -> None:
    if case.state.status == "closed" or not case.state.open_opinions:
        raise Refused("nothing-asked")
    number = case.state.open_opinions[0].number
    case.enter("opinion_given", at, {"opinion": number, "unit": OPINION_UNIT})


def pass_silently(case: Walk, at: datetime) -> None:
    deemed = case.flow.clock.deemed
    if deemed == "none":
        raise Refused("not-allowed")
    end = next((key for key, end in case.flow.ends.items() if end.outcome == deemed), None)
    limit = case.due()
    if case.state.status != "open" or limit is None or at <= limit or end is None:
        raise Refused("not-yet")
    case.enter("deemed", at, {"from": case.state.stage, "to": end, "outcome": deemed})


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
    if end.objection_within and at > case.objection_until(closed_at, end.objection_within):
        raise Refused("too-late")
    case.enter("reopened", at, {"stage": end.reopens}, APPLICANT)


BY_APPLICANT: dict[str, Callable[[Walk, Step, datetime], None]] = {
    "answers": _answers,
    "withdraws": _withdraws,
    "objects": _objects,
}
