"""Reading conditions from YAML or JSON, and writing them back."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from madang.flow.conditions.shapes import (
    DEEPEST,
    GROUPS,
    OPERATORS,
    BadCondition,
    Comparison,
    Condition,
    Group,
    Operator,
    is_number,
    moment_of,
)


def read(raw: object, depth: int = 0) -> Condition:
    """The condition that a piece of YAML or JSON means; a condition already read is returned as it is."""
    if isinstance(raw, Comparison | Group):
        return raw
    if not isinstance(raw, Mapping) or not raw:
        raise _bad(
            "조건은 '사실의 경로: 값' 꼴이어야 합니다.",
            "A condition must be a mapping of a fact to a value.",
            "예: {form.copies: {at_most: 5}}",
            "For example {form.copies: {at_most: 5}}.",
        )
    if depth > DEEPEST:
        raise _bad(
            f"조건이 {DEEPEST}단계보다 깊게 겹쳐 있습니다.",
            f"The condition is nested deeper than {DEEPEST} levels.",
            "조건을 나누어 단순하게 쓰십시오.",
            "Split it into simpler conditions.",
        )
    parts = [part for path, value in raw.items() for part in _parts(path, value, depth)]
    return parts[0] if len(parts) == 1 else Group("all", tuple(parts))


def raw(condition: Condition) -> dict[str, Any]:
    """The condition as YAML or JSON holds it; conditions of the same meaning are written alike."""
    if isinstance(condition, Comparison):
        value = list(condition.value) if isinstance(condition.value, tuple) else condition.value
        return {condition.path: {condition.op: value}}
    if condition.how == "not":
        return {"not": raw(condition.parts[0])}
    return {condition.how: [raw(part) for part in condition.parts]}


def _bad(problem_ko: str, problem_en: str, remedy_ko: str, remedy_en: str) -> BadCondition:
    return BadCondition({"ko": problem_ko, "en": problem_en}, {"ko": remedy_ko, "en": remedy_en})


def _parts(path: object, value: object, depth: int) -> Iterator[Condition]:
    if not isinstance(path, str):
        raise _bad(
            f"사실의 경로 '{path}'는 글자여야 합니다.",
            f"The path of a fact must be text, not {path!r}.",
            "예: form.copies",
            "For example form.copies.",
        )
    if path in GROUPS:
        yield _group(path, value, depth)
    elif isinstance(value, Mapping):
        if not value:
            raise _no_operator(path)
        for name, operand in value.items():
            yield _comparison(path, name, operand)
    elif isinstance(value, list):
        yield _comparison(path, "one_of", value)
    else:
        yield _comparison(path, "is", value)


def _group(how: str, value: object, depth: int) -> Condition:
    if how == "not":
        return Group("not", (read(value, depth + 1),))
    if not isinstance(value, list) or not value:
        raise _bad(
            f"'{how}' 다음에는 조건의 목록이 와야 합니다.",
            f"'{how}' needs a list of conditions.",
            f"예: {how}: [{{form.a: 1}}, {{form.b: 2}}]",
            f"For example {how}: [{{form.a: 1}}, {{form.b: 2}}].",
        )
    return Group("any" if how == "any" else "all", tuple(read(part, depth + 1) for part in value))


def _no_operator(path: str) -> BadCondition:
    return _bad(
        f"'{path}'에 비교할 값이 없습니다.",
        f"There is nothing to compare '{path}' with.",
        f"다음 가운데 하나를 쓰십시오: {', '.join(OPERATORS)}",
        f"Use one of: {', '.join(OPERATORS)}.",
    )


def _comparison(path: str, name: object, value: object) -> Comparison:
    op = next((op for op in OPERATORS if op == name), None)
    if op is None:
        raise _bad(
            f"'{name}'라는 비교는 없습니다.",
            f"There is no comparison '{name}'.",
            f"다음 가운데 하나를 쓰십시오: {', '.join(OPERATORS)}",
            f"Use one of: {', '.join(OPERATORS)}.",
        )
    wanted = _WANTED[op]
    if not wanted.suits(value):
        raise _bad(
            f"'{path}'의 '{op}' 다음에는 {wanted.ko} 와야 합니다.",
            f"'{op}' on '{path}' needs {wanted.en}.",
            f"예: {{{path}: {{{op}: {wanted.example}}}}}",
            f"For example {{{path}: {{{op}: {wanted.example}}}}}.",
        )
    return Comparison(path, op, tuple(value) if isinstance(value, list) else value)


def _is_scalar(value: object) -> bool:
    return isinstance(value, str | int | float | bool)


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(_is_scalar(item) for item in value)


@dataclass(frozen=True)
class _Wanted:
    """What an operator compares with."""

    suits: Callable[[object], bool]
    ko: str
    en: str
    example: str


_SCALAR = _Wanted(_is_scalar, "글자, 수 또는 참·거짓이", "a text, a number or true/false", "web")
_NUMBER = _Wanted(is_number, "수가", "a number", "3")
_TIME = _Wanted(lambda value: moment_of(value) is not None, "날짜가", "a date", "2026-03-01")
_WANTED: dict[Operator, _Wanted] = {
    "is": _SCALAR,
    "is_not": _SCALAR,
    "at_least": _NUMBER,
    "at_most": _NUMBER,
    "more_than": _NUMBER,
    "less_than": _NUMBER,
    "one_of": _Wanted(_is_list, "값의 목록이", "a list of values", "[web, mobile]"),
    "filled": _Wanted(lambda value: isinstance(value, bool), "true 또는 false가", "true or false", "true"),
    "before": _TIME,
    "after": _TIME,
}
