"""One sub-command of `madang`: its words, its arguments and what it runs."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Command:
    """A sub-command; `run` returns the exit status: 0 done, 1 the answer is no, 2 bad input."""

    help: str
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]
    needs_django: bool = True
    environment: dict[str, str] = field(default_factory=dict)  # set before Django reads its settings


class BadInput(Exception):
    """Input that cannot be used; the message is a sentence that says where and what to do."""
