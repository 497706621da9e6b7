"""Which function carries out which article: the register behind the law map."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Carries = TypeVar("Carries", bound=Callable[..., Any])


@dataclass(frozen=True)
class Carried:
    """An article, the function that carries it out, and what the function says of itself in one sentence."""

    act: str
    article: str
    module: str
    function: str
    sentence: str


_register: dict[tuple[str, str, str, str], Carried] = {}


def article(act: str, *numbers: str) -> Callable[[Carries], Carries]:
    """Note that the decorated function carries out these articles of the act, which acts.yaml describes."""

    def note(function: Carries) -> Carries:
        sentence = " ".join((function.__doc__ or "").split("\n\n")[0].split())
        for number in numbers:
            carried = Carried(act, number, function.__module__, function.__qualname__, sentence)
            _register[act, number, carried.module, carried.function] = carried
        return function

    return note


def carried() -> list[Carried]:
    """All that is registered by the modules imported so far, in order of act, article and function."""
    return sorted(_register.values(), key=lambda c: (c.act, _in_order(c.article), c.module, c.function))


def _in_order(number: str) -> tuple[tuple[int, str], ...]:
    parts = number.replace("(", "-").replace(")", "").split("-")
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in parts)
