"""Faults in what is fetched and what is asked."""

import re
from collections.abc import Iterator

from madang.flow.definition import comparisons
from madang.flow.definition.soundness import Finding, finding
from madang.work.services.definition import FormField, Register, ServiceDefinition


def evidence(service: ServiceDefinition, registers: dict[str, Register]) -> Iterator[Finding]:
    """Registers that nobody knows, and fields that they do not hold."""
    for name, fetched in service.evidence.items():
        register = registers.get(fetched.register_)
        if register is None:
            yield finding(
                ("evidence", name, "register"),
                (
                    f"'{fetched.register_}' 대장을 알지 못합니다.",
                    f"There is no register '{fetched.register_}'.",
                ),
                (
                    f"다음 가운데 하나를 쓰십시오: {', '.join(registers)}",
                    f"Use one of: {', '.join(registers)}.",
                ),
            )
        else:
            yield from _not_held(name, fetched.fetch, register)


def _not_held(name: str, fetch: list[str], register: Register) -> Iterator[Finding]:
    listed = ", ".join(register.fields_)
    for number, key in enumerate(fetch):
        if key not in register.fields_:
            yield finding(
                ("evidence", name, "fetch", number),
                (
                    f"'{register.title.ko}'에는 '{key}'이(가) 없습니다.",
                    f"The {register.title.en.lower()} holds no '{key}'.",
                ),
                (f"있는 것: {listed}", f"It holds: {listed}."),
            )


def asked_in_vain(service: ServiceDefinition, registers: dict[str, Register]) -> Iterator[Finding]:
    """Nothing is asked that a register knows."""
    fetched = {evidence.register_ for evidence in service.evidence.values()}
    reading = [r for r in registers.values() if service.subject in r.about or r.key in fetched]
    for name, question in service.form.items():
        if question.asked_because or question.type == "file":
            continue
        held = next(((r, key) for r in reading if (key := _holds(r, name, question))), None)
        if held:
            yield _known_already(name, question, *held)


def _known_already(name: str, question: FormField, register: Register, key: str) -> Finding:
    label = register.fields_[key].label
    return finding(
        ("form", name),
        (
            f"'{question.label.ko}'은(는) '{register.title.ko}'에 이미 있습니다({label.ko}).",
            f"The {register.title.en.lower()} already knows '{question.label.en}' ({label.en.lower()}).",
        ),
        (
            f"evidence에서 register: {register.key}, fetch: [{key}]로 가져오고 이 항목을 지우십시오. "
            "꼭 물어야 하면 asked_because에 이유를 쓰십시오.",
            f"Fetch it: evidence with register: {register.key}, fetch: [{key}], and remove the field. "
            "If it must be asked, give the reason under asked_because.",
        ),
    )


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


def order_of_questions(service: ServiceDefinition) -> Iterator[Finding]:
    """Questions that depend on a later one."""
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
