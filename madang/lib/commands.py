"""One sub-command of `madang`: its words, its arguments and what it runs."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """A sub-command; `run` returns the exit status: 0 done, 1 the answer is no, 2 bad input."""

    help: str
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]
    needs_django: bool = True


class BadInput(Exception):
    """Input that cannot be used; the message is a sentence that says where and what to do."""
