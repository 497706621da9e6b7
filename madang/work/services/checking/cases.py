"""Reading the worked cases beside a service and running them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from madang.work.services.checking.facts import Fact, facts_of
from madang.work.services.definition import Loaded, Problem, ServiceDefinition, registers
from madang.work.services.definition.marks import Marked
from madang.work.services.definition.reading import problem_at, read_file, shape_problems
from madang.work.services.examples import Example, Examples, differences, walk

ENOUGH = 5


@dataclass(frozen=True)
class Cases:
    """The worked cases of a service, and what is wrong with them."""

    examples: list[Example] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_cases(loaded: Loaded, file: Path, *, run: bool, wants: bool) -> Cases:
    """Read the examples of a service that was read without problems, and run them where that is safe."""
    service = loaded.definition
    if service is None:
        return Cases()
    if not file.exists():
        return Cases([], list(_too_few(loaded, service, 0, wants)))
    marked, problems = read_file(file)
    if marked is None:
        return Cases([], problems)
    try:
        examples = Examples.model_validate(marked.value).examples
    except ValidationError as error:
        return Cases([], [*problems, *shape_problems(str(file), marked, error, Examples)])
    found = [*problems, *_unknown_facts(str(file), marked, service, examples)]
    if run:
        found += _failures(str(file), marked, service, examples)
        found += _unexercised(loaded, service, examples)
    found += _too_few(loaded, service, len(examples), wants)
    return Cases(examples, found)


def _too_few(loaded: Loaded, service: ServiceDefinition, count: int, wants: bool) -> Iterator[Problem]:
    if count < ENOUGH and service.can_be_applied_for:
        yield loaded.problem(
            (),
            {
                "ko": f"풀어 본 사례가 {count}개뿐입니다.",
                "en": f"There are only {count} worked cases.",
            },
            {
                "ko": f"examples.yaml에 {ENOUGH}개 이상 쓰십시오.",
                "en": f"Write at least {ENOUGH} in examples.yaml.",
            },
            "error" if wants else "warning",
        )


def _unknown_facts(
    file: str, marked: Marked, service: ServiceDefinition, examples: list[Example]
) -> Iterator[Problem]:
    facts = facts_of(service, registers())
    for number, example in enumerate(examples):
        for place, path, value in _given(example):
            fact = facts.get(path)
            if fact is None or not _can_be(value, fact):
                yield problem_at(
                    file,
                    marked.lines,
                    ("examples", number, *place),
                    {
                        "ko": f"서비스에 '{path}: {value}'(이)라는 사실은 있을 수 없습니다.",
                        "en": f"The service knows no fact '{path}: {value}'.",
                    },
                    {
                        "ko": "form의 항목, evidence의 항목과 보기를 확인하십시오.",
                        "en": "Compare with the fields, the evidence and the choices of the service.",
                    },
                )


def _given(example: Example) -> Iterator[tuple[tuple[str | int, ...], str, Any]]:
    given = example.given
    for key, value in given.form.items():
        yield ("given", "form", key), f"form.{key}", value
    for name, fields in given.evidence.items():
        for key, value in fields.items():
            yield ("given", "evidence", name, key), f"evidence.{name}.{key}", value
    for key, value in given.applicant.items():
        yield ("given", "applicant", key), f"applicant.{key}", value
    for number, step in enumerate(example.do):
        for key, value in step.facts.items():
            yield ("do", number, "facts", key), f"form.{key}", value


def _can_be(value: Any, fact: Fact) -> bool:
    values = value if isinstance(value, list) else [value]
    if fact.values:
        return all(isinstance(one, str) and one in fact.values for one in values)
    if fact.kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if fact.kind == "yes_no":
        return isinstance(value, bool)
    return True


def _failures(
    file: str, marked: Marked, service: ServiceDefinition, examples: list[Example]
) -> Iterator[Problem]:
    for number, example in enumerate(examples):
        for difference in _differences(service, example):
            words = difference[1]
            yield problem_at(
                file,
                marked.lines,
                ("examples", number, *difference[0]),
                {
                    "ko": f"사례 '{example.name.ko}': {words['ko']}",
                    "en": f"Case '{example.name.en}': {words['en']}",
                },
                {
                    "ko": "서비스와 사례 가운데 틀린 쪽을 고치십시오.",
                    "en": "Mend the service or the case, whichever is wrong.",
                },
            )


def _differences(
    service: ServiceDefinition, example: Example
) -> list[tuple[tuple[str | int, ...], dict[str, str]]]:
    try:
        return [(difference.place, difference.words()) for difference in differences(service, example)]
    except (
        ValueError
    ) as error:  # the clock cannot count what the example says, for example a time before receipt
        ko = error.sentence("ko") if hasattr(error, "sentence") else str(error)
        return [((), {"ko": ko, "en": str(error)})]


def _unexercised(loaded: Loaded, service: ServiceDefinition, examples: list[Example]) -> Iterator[Problem]:
    if service.flow is None:
        return
    acts, places = _exercised(service, examples)
    remedy = {"ko": "이것이 일어나는 사례를 더하십시오.", "en": "Add a case in which it happens."}
    for key, stage in service.flow.stages.items():
        for act in stage.acts:
            if (key, act) not in acts:
                problem = {
                    "ko": "어느 사례도 이 행위를 하지 않습니다.",
                    "en": "No worked case does this act.",
                }
                yield loaded.problem(("stages", key, "acts", act), problem, remedy, "warning")
    for key in service.flow.ends:
        if key not in places:
            problem = {
                "ko": "어느 사례도 이 종결에 이르지 않습니다.",
                "en": "No worked case reaches this end.",
            }
            yield loaded.problem(("ends", key), problem, remedy, "warning")


def _exercised(service: ServiceDefinition, examples: list[Example]) -> tuple[set[tuple[str, str]], set[str]]:
    """The acts that some worked case does, and the stages and ends that one reaches."""
    acts: set[tuple[str, str]] = set()
    places: set[str] = set()
    for example in examples:
        try:
            case = walk(service, example)
        except ValueError:
            continue  # said already as a failure of the case
        if case is not None:
            acts |= case.acts
            places |= {name for name, _ in case.visits}
    return acts, places
