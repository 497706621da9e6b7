"""Statements that travel to the database together, in one message, because nobody waits for a single answer.

Within `together()` what is written is kept back until the block ends, or until anything else is asked of the
database: whoever reads finds all that was written before. `ask()` puts several questions at once; each sees
what was committed when its turn came, as if they had been put one after the other.

The database keeps the plan of each statement for as long as the connection lasts, so their text must not be
made up: values go in as values.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache, wraps
from hashlib import sha256
from typing import Any, Generic, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from django.db import connection, connections, transaction

Given = ParamSpec("Given")
Found = TypeVar("Found")
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Question(Generic[Found]):
    """A statement with its values, and how what it answers is read."""

    sql: str
    values: Sequence[Any]
    read: Callable[[Rows], Found]


_kept: ContextVar[list[Question[None]] | None] = ContextVar("kept", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Keep back what is written in this block and send it in as few messages as may be."""
    if _kept.get() is not None:  # the outer block sends it
        yield
        return
    kept: list[Question[None]] = []
    token = _kept.set(kept)
    try:
        with connection.execute_wrapper(_after_what_is_kept):
            yield
            _send(kept)
    finally:
        _kept.reset(token)


def at_once(verb: Callable[Given, Found]) -> Callable[Given, Found]:
    """Let a verb be one transaction, and let all that it writes travel together."""

    @wraps(verb)
    def one(*given: Given.args, **named: Given.kwargs) -> Found:
        with transaction.atomic(), together():
            return verb(*given, **named)

    return one


def write(sql: str, values: Sequence[Any], read: Callable[[Rows], None] = lambda rows: None) -> None:
    """Run a statement: together with others where they are kept back, else at once. `read` gets its rows."""
    kept = _kept.get()
    if kept is None:
        ask(Question(sql, values, read))
    else:
        kept.append(Question(sql, values, read))


def send_kept() -> None:
    """Send what is kept back now; for whoever speaks to the database past Django, as `COPY` does."""
    _send(_kept.get() or [])


def ask(*questions: Question[Any]) -> list[Any]:
    """What the questions answer, in order, by one message."""
    values = [value for question in questions for value in question.values]
    with connection.cursor() as cursor:
        cursor.execute(";".join(_calls(cursor, questions)), values)
        answers, result = [], cursor.cursor  # psycopg's own: asked for every row of every act
        for place, question in enumerate(questions):
            if place:
                result.nextset()
            answers.append(question.read(result.fetchall() if result.pgresult.nfields else []))
    return answers


_planned: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()  # by connection, what it has prepared


def _calls(cursor: Any, questions: Sequence[Question[Any]]) -> list[str]:
    """How the statements are called; what this connection does not know yet is prepared first."""
    wrapper = connections["default"]
    if not wrapper.settings_dict.get("PREPARES", True):
        return [question.sql for question in questions]
    planned, calls = _planned.setdefault(wrapper.connection, set()), []
    for question in questions:
        name, text, call = _spelled(question.sql)
        if name not in planned:
            cursor.cursor.execute(f"PREPARE {name} AS {text}")
            planned.add(name)
        calls.append(call)
    return calls


@lru_cache(maxsize=256)
def _spelled(sql: str) -> tuple[str, str, str]:
    """The name of a statement, its text with numbered places, and the call with places to fill in."""
    name = f"madang_{sha256(sql.encode()).hexdigest()[:16]}"
    parts = sql.split("%s")
    text = parts[0] + "".join(f"${place}{part}" for place, part in enumerate(parts[1:], start=1))
    places = ", ".join(["%s"] * (len(parts) - 1))
    return name, text, f"EXECUTE {name}({places})" if places else f"EXECUTE {name}"


def _send(kept: list[Question[None]]) -> None:
    waiting, kept[:] = kept[:], []
    if waiting:
        ask(*waiting)


def _after_what_is_kept(
    execute: Callable[..., Any], sql: str, values: Any, many: bool, context: dict[str, Any]
) -> Any:
    send_kept()
    return execute(sql, values, many, context)
