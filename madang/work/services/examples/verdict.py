"""Comparing a walked case with what its example expects."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from madang.flow.definition import Said, holds
from madang.flow.definition.rehearsal import OFFICE, Walk, is_kept
from madang.flow.definition.rehearsal import walk as walk_through
from madang.work.services.definition import ServiceDefinition, fee_due
from madang.work.services.examples.schema import Example

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Difference:
    """Where a case came out otherwise than expected."""

    place: Place  # within the example
    expected: str
    found: str

    def words(self) -> Said:
        """The difference in both languages."""
        return {
            "ko": f"'{self.expected}'이어야 하는데 '{self.found}'입니다.",
            "en": f"'{self.expected}' was expected, but it is '{self.found}'.",
        }


def walk(service: ServiceDefinition, example: Example) -> Walk | None:
    """The case after all steps of the example; nothing for a service without cases."""
    if service.flow is None:
        return None
    facts = {**example.given.model_dump(), "case": {"channel": example.channel, "outcome": ""}}
    return walk_through(service.flow, example.at, facts, example.do)


def differences(service: ServiceDefinition, example: Example) -> list[Difference]:
    """Everything that came out otherwise than the example expects; nothing when it holds."""
    case = walk(service, example)
    found = _of_service(service, example)
    if case is not None:
        found |= _of_case(service, case)
    wrong = _refusals(example, case) if case else []
    for word in example.expect.model_fields_set:
        expected = getattr(example.expect, word)
        if expected != found.get(word):
            wrong.append(Difference(("expect", word), _shown(expected), _shown(found.get(word))))
    return wrong


def _of_service(service: ServiceDefinition, example: Example) -> dict[str, Any]:
    facts = {**example.given.model_dump(), "case": {"channel": example.channel}}
    return {
        "fee": fee_due(service, facts),
        "eligible": all(holds(rule.when, facts) for rule in service.eligibility),
        "hidden": [key for key, question in service.form.items() if not holds(question.when, facts)],
    }


def _of_case(service: ServiceDefinition, case: Walk) -> dict[str, Any]:
    state = case.state
    end = case.flow.ends.get(state.stage)
    kept = [is_kept(case, promise.since, promise.to, promise.within) for promise in service.standard]
    known = [one for one in kept if one is not None]
    return {
        "stage": state.stage,
        "end": state.stage if state.status == "closed" else None,
        "outcome": state.outcome,
        "status": state.status,
        "due": case.due(),
        "document": end.document if end else None,
        "standard": ("kept" if all(known) else "broken") if known else None,
    }


def _refusals(example: Example, case: Walk) -> list[Difference]:
    wrong: list[Difference] = []
    for number, step in enumerate(example.do):
        why = case.refusals.get(number)
        if why != step.refused:
            wrong.append(Difference(("do", number), _step(step.refused), _step(why)))
    return wrong


def _step(why: str | None) -> str:
    return f"refused: {why}" if why else "done"


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(OFFICE).isoformat(timespec="minutes")
    if isinstance(value, list):
        return ", ".join(str(item) for item in value) or "–"
    return "–" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
