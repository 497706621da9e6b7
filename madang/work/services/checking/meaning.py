"""What is wrong with the meaning of a service, beyond its flow."""

from collections.abc import Iterator

from madang.flow.definition.soundness import Finding, Known, finding
from madang.work.services.checking.asking import asked_in_vain, evidence, order_of_questions
from madang.work.services.checking.conditions import conditions
from madang.work.services.checking.facts import facts_of
from madang.work.services.checking.outcome import documents, public, standards, telephone
from madang.work.services.definition import Register, ServiceDefinition


def findings(service: ServiceDefinition, registers: dict[str, Register], known: Known) -> list[Finding]:
    """All that is wrong with a service but for its flow."""
    facts = facts_of(service, registers)
    return [
        *_missing(service),
        *_depth(service),
        *_owner(service, known),
        *evidence(service, registers),
        *asked_in_vain(service, registers),
        *order_of_questions(service),
        *conditions(service, facts),
        *documents(service, facts),
        *standards(service),
        *public(service, facts),
        *telephone(service),
    ]


# What a service that can be applied for must have, and what to add: the words of the remedy.
_NEEDED = {
    "stages": ("단계를", "stages"),
    "ends": ("종결을", "ends"),
    "actors": ("담당을", "actors"),
    "clock": ("처리기간을", "the clock"),
    "law": ("근거 법령을", "the law it rests on"),
    "standard": ("서비스 기준을", "a standard that is promised"),
    "records": ("기록 보존을", "how the record is kept"),
    "survey": ("끝난 뒤의 설문을", "the survey at the end, for example survey: {key: felt}"),
}


def _missing(service: ServiceDefinition) -> Iterator[Finding]:
    needed = (
        _NEEDED if service.can_be_applied_for else {"guide": ("안내 글을", "what people read, under guide")}
    )
    for word, (ko, en) in needed.items():
        if not getattr(service, word):
            yield finding(
                (word,),
                (f"'{word}'이(가) 없습니다.", f"'{word}' is missing."),
                (f"{ko} 쓰십시오.", f"Add {en}."),
            )


def _depth(service: ServiceDefinition) -> Iterator[Finding]:
    if not service.can_be_applied_for and service.stages:
        yield finding(
            ("depth",),
            (
                f"깊이가 {service.depth}인데 단계가 있습니다.",
                f"The depth is {service.depth}, yet there are stages.",
            ),
            (
                "depth를 applied나 issued로 하거나 단계를 지우십시오.",
                "Set depth to applied or issued, or remove them.",
            ),
        )
    if service.depth == "issued" and not any(end.document for end in service.ends.values()):
        yield finding(
            ("depth",),
            ("발급 서비스인데 발급하는 문서가 없습니다.", "The service issues, yet no end has a document."),
            (
                "종결에 document를 쓰거나 depth를 applied로 하십시오.",
                "Name a document at an end, or set applied.",
            ),
        )


def _owner(service: ServiceDefinition, known: Known) -> Iterator[Finding]:
    if known.units is not None and service.owner not in known.units:
        listed = ", ".join(sorted(known.units))
        yield finding(
            ("owner",),
            (f"'{service.owner}' 부서가 없습니다.", f"There is no unit '{service.owner}'."),
            (f"있는 부서: {listed}", f"Units: {listed}."),
        )
