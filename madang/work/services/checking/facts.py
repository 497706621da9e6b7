"""Which facts the conditions and documents of a service may speak of, and of what kind each is."""

from dataclasses import dataclass, field
from typing import Literal

from madang.flow.definition import Comparison, Said, Text
from madang.work.services.definition import FormField, Register, RegisterField, ServiceDefinition

Kind = Literal["text", "number", "date", "yes_no", "choice", "choices", "other"]


@dataclass(frozen=True)
class Fact:
    """A fact: its kind, what it is called, its values where they are listed, and its bounds."""

    kind: Kind
    label: Said
    values: dict[str, Said] = field(default_factory=dict)
    least: float | None = None
    most: float | None = None
    personal: bool = True


_KINDS: dict[str, Kind] = {
    "text": "text", "long_text": "text", "phone": "text", "email": "text", "number": "number", "money": "number",
    "date": "date", "choice": "choice", "choices": "choices", "yes_no": "yes_no", "list": "other",
}  # fmt: skip


def _said(ko: str, en: str) -> Said:
    return {"ko": ko, "en": en}


CHANNELS = {
    "web": _said("인터넷", "web"),
    "mobile": _said("모바일", "mobile"),
    "counter": _said("창구", "counter"),
    "phone": _said("전화", "telephone"),
    "kiosk": _said("무인민원발급기", "kiosk"),
}
_SUBJECTS = {
    "person": _said("개인", "person"),
    "business": _said("사업자", "business"),
    "place": _said("장소", "place"),
}
_OUTCOMES = {
    outcome: _said(ko, en)
    for outcome, ko, en in (
        ("granted", "승인", "granted"),
        ("refused", "거부", "refused"),
        ("done", "처리 완료", "done"),
        ("withdrawn", "취하", "withdrawn"),
        ("transferred", "이송", "transferred"),
    )
}
_GIVEN: dict[str, Fact] = {
    "applicant.age": Fact("number", _said("신청인 나이", "applicant's age"), least=0, most=130),
    "applicant.kind": Fact("choice", _said("신청인 구분", "kind of applicant"), _SUBJECTS),
    "applicant.signed_in": Fact("yes_no", _said("본인 확인", "identity confirmed")),
    "applicant.name": Fact("text", _said("신청인 이름", "applicant's name")),
    "case.channel": Fact("choice", _said("신청 방법", "channel"), CHANNELS),
    "case.outcome": Fact("choice", _said("결과", "outcome"), _OUTCOMES),
}


def facts_of(service: ServiceDefinition, registers: dict[str, Register]) -> dict[str, Fact]:
    """Every fact that a service can know, by path."""
    found = dict(_GIVEN)
    for name, question in service.form.items():
        found[f"form.{name}"] = _asked(question)
    for name, evidence in service.evidence.items():
        register = registers.get(evidence.register_)
        title = register.title if register else Text(ko=evidence.register_, en=evidence.register_)
        found[f"evidence.{name}.found"] = Fact(
            "yes_no", _said(f"{title.ko}에 기록 있음", f"found in the {title.en.lower()}")
        )
        found[f"evidence.{name}.agrees"] = Fact(
            "yes_no", _said(f"{title.ko}과 일치", f"agrees with the {title.en.lower()}")
        )
        for key in evidence.fetch:
            if register and key in register.fields_:
                found[f"evidence.{name}.{key}"] = _held(register.fields_[key])
    return found


def _asked(question: FormField) -> Fact:
    numeric = question.type in ("number", "money")
    return Fact(
        _KINDS.get(question.type, "other"),
        question.label.model_dump(),
        {key: text.model_dump() for key, text in question.choices.items()},
        question.min if numeric and not isinstance(question.min, str) else None,
        question.max if numeric and not isinstance(question.max, str) else None,
        question.personal,
    )


def _held(known: RegisterField) -> Fact:
    return Fact(
        "number" if known.type == "money" else _KINDS.get(known.type, "other"), known.label.model_dump()
    )


def why_never(comparison: Comparison, fact: Fact) -> Said | None:
    """Why a comparison can never hold for a fact of this kind, or nothing."""
    if comparison.op == "filled":
        return None
    if comparison.op not in _OPERATORS[fact.kind]:
        return _said(
            f"'{comparison.path}'에는 '{comparison.op}' 비교를 할 수 없습니다.",
            f"'{comparison.path}' cannot be compared with '{comparison.op}'.",
        )
    values = comparison.value if isinstance(comparison.value, tuple) else (comparison.value,)
    wrong = next((value for value in values if not _suits(value, fact)), None)
    if wrong is not None:
        return _said(
            f"'{comparison.path}'은(는) 결코 '{wrong}'이(가) 될 수 없습니다.",
            f"'{comparison.path}' can never be '{wrong}'.",
        )
    return _out_of_bounds(comparison, fact)


_EQUAL = {"is", "is_not", "one_of"}
_SIZE = {"at_least", "at_most", "more_than", "less_than"}
_OPERATORS: dict[Kind, set[str]] = {
    "text": _EQUAL,
    "number": _EQUAL | _SIZE,
    "date": _EQUAL | {"before", "after"},
    "yes_no": {"is", "is_not"},
    "choice": _EQUAL,
    "choices": _EQUAL,
    "other": set(),
}


def _suits(value: object, fact: Fact) -> bool:
    if fact.kind == "yes_no":
        return isinstance(value, bool)
    if fact.kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if fact.kind in ("choice", "choices") and fact.values:
        return value in fact.values
    return isinstance(value, str)


def _out_of_bounds(comparison: Comparison, fact: Fact) -> Said | None:
    value = comparison.value
    if fact.kind != "number" or isinstance(value, tuple):
        return None
    above = fact.most is not None and (
        value > fact.most or (comparison.op == "more_than" and value >= fact.most)
    )  # fmt: skip
    below = fact.least is not None and (
        value < fact.least or (comparison.op == "less_than" and value <= fact.least)
    )  # fmt: skip
    if (above and comparison.op in ("is", "at_least", "more_than")) or (
        below and comparison.op in ("is", "at_most", "less_than")
    ):
        return _said(
            f"'{comparison.path}'의 범위({fact.least}~{fact.most})에서 이 조건은 성립할 수 없습니다.",
            f"Within the bounds of '{comparison.path}' ({fact.least} to {fact.most}) this can never hold.",
        )
    return None
