"""Worked cases walked through a definition, step by step, on the rules of flow alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from madang.flow import rules
from madang.flow.definition.parts import FlowDefinition
from madang.flow.definition.rehearsal.acts import act_on
from madang.flow.definition.rehearsal.others import BY_APPLICANT, give_opinion, pass_silently
from madang.flow.definition.rehearsal.steps import OFFICE, Moment, Step, WhyNot
from madang.flow.definition.rehearsal.walks import UNIT, Refused, Walk, is_kept
from madang.flow.rules import Happened

__all__ = ["OFFICE", "Moment", "Step", "Walk", "WhyNot", "is_kept", "walk"]


def walk(flow: FlowDefinition, received: datetime, facts: Mapping[str, Any], steps: Sequence[Step]) -> Walk:
    """The case after all steps; what was refused is noted by the number of the step."""
    case = _begin(flow, received, facts)
    at = received
    for number, step in enumerate(steps):
        at = step.at or at
        try:
            _take(case, step, at)
        except Refused as refusal:
            case.refusals[number] = refusal.why
    return case


def _begin(flow: FlowDefinition, received: datetime, facts: Mapping[str, Any]) -> Walk:
    state = rules.begin(Happened("received", received, {"stage": flow.start, "unit": UNIT}))
    case = Walk(flow, state, dict(facts), [("filed", received), (flow.start, received)])
    case.settle(received)
    return case


def _take(case: Walk, step: Step, at: datetime) -> None:
    if step.act is not None:
        act_on(case, step, step.act, at)
    elif step.opinion is not None:
        give_opinion(case, at)
    elif step.silence is not None:
        pass_silently(case, at)
    else:
        BY_APPLICANT[step.applicant or ""](case, step, at)
