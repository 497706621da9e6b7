"""What a condition is: a comparison of one fact, or conditions joined."""

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


def is_zoned(moment: datetime) -> bool:
    return moment.tzinfo is not None


def day_of(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def moment_of(value: object) -> date | None:
    """The day or time that a value names, or nothing."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value) if len(value) <= 10 else datetime.fromisoformat(value)
    except ValueError:
        return None


def is_number(value: object) -> bool:
    """Is it a number, and not true or false?"""
    return isinstance(value, int | float) and not isinstance(value, bool)
