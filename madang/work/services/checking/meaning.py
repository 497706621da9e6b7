"""What is wrong with the meaning of a service, beyond its flow."""

import re
from collections.abc import Iterator

from madang.flow.definition import Condition, comparisons
from madang.flow.definition.soundness import Finding, Place, finding, is_longer
from madang.work.services.checking.facts import Fact, facts_of, why_never
from madang.work.services.definition import FormField, Register, ServiceDefinition


def findings(service: ServiceDefinition, registers: dict[str, Register]) -> list[Finding]:
    """All that is wrong with a service but for its flow."""
    facts = facts_of(service, registers)
    return [
        *_whole(service),
        *_evidence(service, registers),
        *_asked_in_vain(service, registers),
        *_conditions(service, facts),
        *_documents(service, facts),
        *_standards(service),
        *_public(service, facts),
        *_order_of_questions(service),
        *_telephone(service),
    ]


def _whole(service: ServiceDefinition) -> Iterator[Finding]:
    needed: list[tuple[str, object, str, str]] = []
    if service.can_be_applied_for:
        needed = [
            ("stages", service.stages, "단계를", "stages"),
            ("ends", service.ends, "종결을", "ends"),
            ("actors", service.actors, "담당을", "actors"),
            ("clock", service.clock, "처리기간을", "the clock"),
            ("law", service.law, "근거 법령을", "the law it rests on"),
            ("standard", service.standard, "서비스 기준을", "a standard that is promised"),
            ("records", service.records, "기록 보존을", "how the record is kept"),
            (
                "survey",
                service.survey,
                "끝난 뒤의 설문을",
                "the survey at the end, for example survey: {key: felt}",
            ),
        ]
    elif not service.guide:
        needed = [("guide", service.guide, "안내 글을", "what people read, under guide")]
    for word, held, ko, en in needed:
        if not held:
            yield finding(
                (word,),
                (f"'{word}'이(가) 없습니다.", f"'{word}' is missing."),
                (f"{ko} 쓰십시오.", f"Add {en}."),
            )
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
                "Give an end a document, or set depth to applied.",
            ),
        )


# --- evidence and questions ----------------------------------------------------------------------------


def _evidence(service: ServiceDefinition, registers: dict[str, Register]) -> Iterator[Finding]:
    for name, evidence in service.evidence.items():
        register = registers.get(evidence.register_)
        if register is None:
            yield finding(
                ("evidence", name, "register"),
                (
                    f"'{evidence.register_}' 대장을 알지 못합니다.",
                    f"There is no register '{evidence.register_}'.",
                ),
                (
                    f"다음 가운데 하나를 쓰십시오: {', '.join(registers)}",
                    f"Use one of: {', '.join(registers)}.",
                ),
            )
            continue
        for number, key in enumerate(evidence.fetch):
            if key not in register.fields_:
                known = ", ".join(register.fields_)
                yield finding(
                    ("evidence", name, "fetch", number),
                    (
                        f"'{register.title.ko}'에는 '{key}'이(가) 없습니다.",
                        f"The {register.title.en.lower()} holds no '{key}'.",
                    ),
                    (f"있는 것: {known}", f"It holds: {known}."),
                )


def _asked_in_vain(service: ServiceDefinition, registers: dict[str, Register]) -> Iterator[Finding]:
    """Nothing is asked that a register knows."""
    fetched = {evidence.register_ for evidence in service.evidence.values()}
    reading = [r for r in registers.values() if service.subject in r.about or r.key in fetched]
    for name, question in service.form.items():
        if question.asked_because or question.type == "file":
            continue
        for register in reading:
            key = _holds(register, name, question)
            if key:
                held = register.fields_[key].label
                yield finding(
                    ("form", name),
                    (
                        f"'{question.label.ko}'은(는) '{register.title.ko}'에 이미 있습니다({held.ko}).",
                        f"The {register.title.en.lower()} already knows '{question.label.en}' ({held.en.lower()}).",
                    ),
                    (
                        f"evidence에서 register: {register.key}, fetch: [{key}]로 가져오고 이 항목을 지우십시오. "
                        "꼭 물어야 하면 asked_because에 이유를 쓰십시오.",
                        f"Fetch it: evidence with register: {register.key}, fetch: [{key}], and remove the field. "
                        "If it must be asked, give the reason under asked_because.",
                    ),
                )
                break


def _holds(register: Register, name: str, question: FormField) -> str | None:
    """The register's field that is what a question asks for."""
    asked = {_bare(question.label.ko), _bare(question.label.en)}
    for key, known in register.fields_.items():
        names = {_bare(text) for text in (known.label.ko, known.label.en, *known.also)}
        if name == key or asked & names:
            return key
    return None


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _order_of_questions(service: ServiceDefinition) -> Iterator[Finding]:
    before: set[str] = set()
    for name, question in service.form.items():
        for comparison in comparisons(question.when):
            asked = comparison.path.removeprefix("form.")
            if comparison.path.startswith("form.") and asked in service.form and asked not in before:
                yield finding(
                    ("form", name, "when"),
                    (
                        f"이 항목은 뒤에서 묻는 '{asked}'에 달려 있습니다.",
                        f"This question depends on '{asked}', which is asked later.",
                    ),
                    ("두 항목의 순서를 바꾸십시오.", "Put it after that one."),
                )
        before.add(name)


# --- conditions ----------------------------------------------------------------------------------------


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


def _conditions(service: ServiceDefinition, facts: dict[str, Fact]) -> Iterator[Finding]:
    for place, condition in _places(service):
        for comparison in comparisons(condition):
            fact = facts.get(comparison.path)
            if fact is None:
                yield _unknown_fact(place, comparison.path, facts)
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


def _unknown_fact(place: Place, path: str, facts: dict[str, Fact]) -> Finding:
    near = [known for known in facts if known.rsplit(".", 1)[0] == path.rsplit(".", 1)[0]] or list(facts)
    return finding(
        place,
        (f"'{path}'(이)라는 사실은 없습니다.", f"There is no fact '{path}'."),
        (f"있는 것: {', '.join(near)}", f"Known: {', '.join(near)}."),
    )


# --- what comes out ------------------------------------------------------------------------------------


def _documents(service: ServiceDefinition, facts: dict[str, Fact]) -> Iterator[Finding]:
    used = {end.document for end in service.ends.values() if end.document}
    for key, end in service.ends.items():
        if end.document and end.document not in service.documents:
            yield finding(
                ("ends", key, "document"),
                (f"'{end.document}' 문서가 정의되지 않았습니다.", f"There is no document '{end.document}'."),
                ("documents에 더하십시오.", "Define it under documents."),
            )
    for key, document in service.documents.items():
        if key not in used:
            yield finding(
                ("documents", key),
                ("어느 종결도 이 문서를 내지 않습니다.", "No end issues this document."),
                ("종결에 document를 쓰거나 지우십시오.", "Name it at an end, or remove it."),
                "warning",
            )
        for number, line in enumerate(document.lines):
            if line.fact not in facts:
                yield _unknown_fact(("documents", key, "lines", number, "fact"), line.fact, facts)
    fee = service.fee
    if fee and fee.times and (fee.times not in facts or facts[fee.times].kind != "number"):
        yield finding(
            ("fee", "times"),
            (f"'{fee.times}'은(는) 수인 사실이 아닙니다.", f"'{fee.times}' is not a fact that is a number."),
            ("수를 묻는 form의 항목을 쓰십시오.", "Name a form field of type number."),
        )


def _standards(service: ServiceDefinition) -> Iterator[Finding]:
    known = service.stages.keys() | service.ends.keys()
    for number, standard in enumerate(service.standard):
        for position, name in enumerate(standard.to):
            if name not in known:
                yield _no_moment(("standard", number, "to", position), name)
        if standard.since != "filed" and standard.since not in service.stages:
            yield _no_moment(("standard", number, "from"), standard.since)
        if service.clock and is_longer(standard.within, service.clock.period):
            yield finding(
                ("standard", number, "within"),
                (
                    f"약속한 시간({standard.within})이 법정 처리기간({service.clock.period})보다 깁니다.",
                    f"The promise ({standard.within}) is worse than the legal period ({service.clock.period}).",
                ),
                ("법정 처리기간보다 짧게 약속하십시오.", "Promise less than the law allows."),
                "warning",
            )


def _no_moment(place: Place, name: str) -> Finding:
    return finding(
        place,
        (f"'{name}'(이)라는 단계나 종결은 없습니다.", f"There is no stage or end '{name}'."),
        ("정의된 단계나 종결을 쓰십시오.", "Name one that is defined."),
    )


def _public(service: ServiceDefinition, facts: dict[str, Fact]) -> Iterator[Finding]:
    disclosure = service.disclosure
    if disclosure.page and disclosure.case == "closed":
        yield finding(
            ("disclosure", "page"),
            ("비공개인데 공개 쪽이 있습니다.", "The case is closed, yet it has a public page."),
            ("case: open으로 하거나 page를 지우십시오.", "Set case: open, or remove page."),
        )
    for number, path in enumerate(disclosure.public):
        place: Place = ("disclosure", "public", number)
        if path not in facts:
            yield _unknown_fact(place, path, facts)
        elif facts[path].personal:
            yield finding(
                place,
                (
                    f"'{path}'에는 개인정보가 있을 수 있어 공개할 수 없습니다.",
                    f"'{path}' may hold personal data and cannot be public.",
                ),
                (
                    "목록에서 빼십시오. 개인정보가 아니면 항목에 personal: false를 쓰십시오.",
                    "Take it off the list; if it is not personal, set personal: false at the field.",
                ),
            )
        elif _is_free_text(service, path):
            yield finding(
                place,
                (
                    f"'{path}'은(는) 자유롭게 쓰는 글이라 개인정보가 들어갈 수 있습니다.",
                    f"'{path}' is free text, in which people write personal data.",
                ),
                ("목록에서 빼십시오.", "Take it off the list."),
            )


def _is_free_text(service: ServiceDefinition, path: str) -> bool:
    question = service.form.get(path.removeprefix("form.")) if path.startswith("form.") else None
    return question is not None and question.type in ("long_text", "phone", "email")


def _telephone(service: ServiceDefinition) -> Iterator[Finding]:
    telephone = service.telephone
    if telephone and "phone" not in service.channels:
        yield finding(
            ("telephone",),
            (
                "전화 창구가 있는데 채널에 phone이 없습니다.",
                "There is a telephone part, but no channel phone.",
            ),
            ("channels에 phone을 더하십시오.", "Add phone to the channels."),
        )
    for number, name in enumerate(telephone.resolved_at if telephone else []):
        if name not in service.ends:
            yield _no_moment(("telephone", "resolved_at", number), name)
