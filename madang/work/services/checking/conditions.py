"""Conditions that speak of what nobody knows, or can never hold."""

from collections.abc import Iterator

from madang.flow.definition import Condition, comparisons
from madang.flow.definition.soundness import Finding, Place, finding
from madang.work.services.checking.facts import Fact, why_never
from madang.work.services.definition import ServiceDefinition


def _places(service: ServiceDefinition) -> Iterator[tuple[Place, Condition | None]]:
    for number, rule in enumerate(service.eligibility):
        yield ("eligibility", number, "when"), rule.when
    for name, question in service.form.items():
        yield ("form", name, "when"), question.when
    for number, waiver in enumerate(service.fee.free if service.fee else []):
        yield ("fee", "free", number, "when"), waiver.when
    for key, stage in service.stages.items():
        for number, way in enumerate(stage.auto or []):
            yield ("stages", key, "auto", number, "when"), way.when
        for name, act in stage.acts.items():
            yield ("stages", key, "acts", name, "when"), act.when
    for key, document in service.documents.items():
        for number, line in enumerate(document.lines):
            yield ("documents", key, "lines", number, "when"), line.when


def conditions(service: ServiceDefinition, facts: dict[str, Fact]) -> Iterator[Finding]:
    """Every comparison with a fact that nobody knows or a value that it never has."""
    for place, condition in _places(service):
        for comparison in comparisons(condition):
            fact = facts.get(comparison.path)
            if fact is None:
                yield unknown_fact(place, comparison.path, facts)
            elif (reason := why_never(comparison, fact)) is not None:
                values = ", ".join(fact.values)
                yield finding(
                    place,
                    (
                        f"{reason['ko']} 성립할 수 없는 조건입니다.",
                        f"{reason['en']} The condition can never hold.",
                    ),
                    (f"쓸 수 있는 값: {values}", f"Its values are: {values}.")
                    if values
                    else (
                        f"이 사실의 종류는 {fact.kind}입니다. 비교를 고치십시오.",
                        f"It is a {fact.kind}. Mend the comparison.",
                    ),
                )


def unknown_fact(place: Place, path: str, facts: dict[str, Fact]) -> Finding:
    """A fact that the service cannot know, with those that it can."""
    near = [known for known in facts if known.rsplit(".", 1)[0] == path.rsplit(".", 1)[0]] or list(facts)
    return finding(
        place,
        (f"'{path}'(이)라는 사실은 없습니다.", f"There is no fact '{path}'."),
        (f"있는 것: {', '.join(near)}", f"Known: {', '.join(near)}."),
    )
