"""Does a condition hold for what is known?"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from madang.flow.conditions.shapes import (
    Comparison,
    Condition,
    Operator,
    day_of,
    is_number,
    is_zoned,
    moment_of,
)


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
    return lambda value, wanted: is_number(value) and test(value, wanted)


def _in_time(test: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def compare(value: Any, wanted: Any) -> bool:
        left, right = moment_of(value), moment_of(wanted)
        if left is None or right is None:
            return False
        if isinstance(left, datetime) and isinstance(right, datetime) and is_zoned(left) == is_zoned(right):
            return test(left, right)
        # Where one of them is a day or knows no zone, days are compared.
        return test(day_of(left), day_of(right))

    return compare


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
