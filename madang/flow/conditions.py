"""Conditions of definitions: a closed list of comparisons over facts, read and evaluated without code.

A condition is a mapping of the path of a fact to what it must be:

    {form.purpose: bank}                        is
    {form.purpose: [bank, court]}               one of
    {applicant.age: {at_least: 19}}             a comparison by name
    {form.copies: 1, case.channel: web}         all of them
    {any: [{...}, {...}]}, {all: [...]}, {not: {...}}

A fact that is missing makes every comparison false, except `filled: false`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

Operator = Literal[
    "is", "is_not", "at_least", "at_most", "more_than", "less_than", "one_of", "filled", "before", "after"
]
Words = dict[str, str]
OPERATORS: tuple[Operator, ...] = (
    "is", "is_not", "at_least", "at_most", "more_than", "less_than", "one_of", "filled", "before", "after",
)  # fmt: skip
GROUPS = ("all", "any", "not")
DEEPEST = 6


@dataclass(frozen=True)
class Comparison:
    """One fact compared with one value."""

    path: str
    op: Operator
    value: Any


@dataclass(frozen=True)
class Group:
    """Conditions joined by all, any or not."""

    how: Literal["all", "any", "not"]
    parts: tuple["Condition", ...]


Condition = Comparison | Group


class BadCondition(ValueError):
    """A condition that cannot be read: what is wrong and what to do, in both languages."""

    def __init__(self, problem: Words, remedy: Words) -> None:
        super().__init__(f"{problem['en']} {remedy['en']}")
        self.problem = problem
        self.remedy = remedy


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


def holds(condition: Condition | None, facts: Mapping[str, Any]) -> bool:
    """Does the condition hold for these facts? No condition always holds."""
    if condition is None:
        return True
    if isinstance(condition, Comparison):
        return _compare(condition, fact(facts, condition.path))
    results = (holds(part, facts) for part in condition.parts)
    if condition.how == "any":
        return any(results)
    return all(results) if condition.how == "all" else not all(results)


def fact(facts: Mapping[str, Any], path: str) -> Any:
    """The fact at a dotted path, or None where there is none."""
    value: Any = facts
    for name in path.split("."):
        if not isinstance(value, Mapping) or name not in value:
            return None
        value = value[name]
    return value


def comparisons(condition: Condition | None) -> Iterator[Comparison]:
    """Every comparison within the condition."""
    if isinstance(condition, Comparison):
        yield condition
    elif condition is not None:
        for part in condition.parts:
            yield from comparisons(part)


def paths(condition: Condition | None) -> set[str]:
    """The paths of the facts that the condition looks at."""
    return {comparison.path for comparison in comparisons(condition)}


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


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


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
_NUMBER = _Wanted(_is_number, "수가", "a number", "3")
_TIME = _Wanted(lambda value: _moment(value) is not None, "날짜가", "a date", "2026-03-01")
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


def _compare(comparison: Comparison, value: Any) -> bool:
    if comparison.op == "filled":
        return is_filled(value) is comparison.value
    if value is None:
        return False
    return _TESTS[comparison.op](value, comparison.value)


def is_filled(value: Any) -> bool:
    """Is there an answer at all? Zero and "no" are answers."""
    return value is not None and value not in ("", [], {}, ())


def _same(value: Any, wanted: Any) -> bool:
    """Equal, where true is not 1; of several choices, one is enough."""
    if isinstance(value, list | tuple):
        return any(_same(item, wanted) for item in value)
    return isinstance(value, bool) == isinstance(wanted, bool) and bool(value == wanted)


def _ordered(test: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda value, wanted: _is_number(value) and test(value, wanted)


def _in_time(test: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def compare(value: Any, wanted: Any) -> bool:
        left, right = _moment(value), _moment(wanted)
        if left is None or right is None:
            return False
        if isinstance(left, datetime) and isinstance(right, datetime) and _zoned(left) == _zoned(right):
            return test(left, right)
        # Where one of them is a day or knows no zone, days are compared.
        return test(_day(left), _day(right))

    return compare


def _zoned(moment: datetime) -> bool:
    return moment.tzinfo is not None


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _moment(value: object) -> date | None:
    """The day or time that a value names, or nothing."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value) if len(value) <= 10 else datetime.fromisoformat(value)
    except ValueError:
        return None


_TESTS: dict[Operator, Callable[[Any, Any], bool]] = {
    "is": _same,
    "is_not": lambda value, wanted: not _same(value, wanted),
    "one_of": lambda value, wanted: any(_same(value, item) for item in wanted),
    "at_least": _ordered(lambda value, wanted: value >= wanted),
    "at_most": _ordered(lambda value, wanted: value <= wanted),
    "more_than": _ordered(lambda value, wanted: value > wanted),
    "less_than": _ordered(lambda value, wanted: value < wanted),
    "before": _in_time(lambda value, wanted: value < wanted),
    "after": _in_time(lambda value, wanted: value > wanted),
}


Names = Callable[[str, object], Words]


def _plain(path: str, value: object) -> Words:
    """A fact's path, or a value of it, as it stands."""
    shown = path if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return {"ko": shown, "en": shown}


def in_words(condition: Condition, names: Names = _plain) -> Words:
    """The condition as a phrase in both languages.

    `names(path, None)` gives the words for a fact, `names(path, value)` those for a value of it.
    """
    if isinstance(condition, Comparison):
        return _comparison_in_words(condition, names)
    words = [in_words(part, names) for part in condition.parts]
    if condition.how == "not":
        return {"ko": f"다음에 해당하지 않음: {words[0]['ko']}", "en": f"not ({words[0]['en']})"}
    ko, en = (" 또는 ", " or ") if condition.how == "any" else (" 그리고 ", " and ")
    nested = [isinstance(part, Group) and part.how != "not" for part in condition.parts]
    return {
        "ko": ko.join(f"({w['ko']})" if inner else w["ko"] for w, inner in zip(words, nested, strict=True)),
        "en": en.join(f"({w['en']})" if inner else w["en"] for w, inner in zip(words, nested, strict=True)),
    }


# The words are set so that no Korean particle depends on the name or the value before it.
_PHRASES: dict[Operator, tuple[str, str]] = {
    "is": ("{fact}: {value}", "{fact} is {value}"),
    "is_not": ("{fact}: {value} 아님", "{fact} is not {value}"),
    "at_least": ("{fact}: {value} 이상", "{fact} is at least {value}"),
    "at_most": ("{fact}: {value} 이하", "{fact} is at most {value}"),
    "more_than": ("{fact}: {value} 초과", "{fact} is more than {value}"),
    "less_than": ("{fact}: {value} 미만", "{fact} is less than {value}"),
    "one_of": ("{fact}: {value} 중 하나", "{fact} is one of {value}"),
    "before": ("{fact}: {value} 전", "{fact} is before {value}"),
    "after": ("{fact}: {value} 후", "{fact} is after {value}"),
}


def _comparison_in_words(comparison: Comparison, names: Names) -> Words:
    name = names(comparison.path, None)
    if comparison.op == "filled":
        ko, en = ("있음", "is given") if comparison.value else ("없음", "is not given")
        return {"ko": f"{name['ko']}: {ko}", "en": f"{name['en']} {en}"}
    values = comparison.value if isinstance(comparison.value, tuple) else (comparison.value,)
    shown = [names(comparison.path, value) for value in values]
    ko, en = _PHRASES[comparison.op]
    return {
        "ko": ko.format(fact=name["ko"], value=", ".join(value["ko"] for value in shown)),
        "en": en.format(fact=name["en"], value=", ".join(value["en"] for value in shown)),
    }
