"""Stretches of a text that are to go, and the letters they stand on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

MARK = "■■■"  # the same for each passage, so that its length tells nothing
Find = Callable[[str], Sequence[tuple[int, int]]]


@dataclass(frozen=True)
class Redacted:
    """The new file, the passages that went, and what else was left out, as words: `comments`, `pictures`."""

    content: bytes
    gone: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    kept: str = field(default="", repr=False)  # the text that stays, marks included


def merged(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches in order, those that touch or overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    return joined


def without(text: str, stretches: Sequence[tuple[int, int]]) -> str:
    """The text with a mark in place of each stretch; the stretches are merged and in order."""
    pieces, at = [], 0
    for start, end in stretches:
        pieces += [text[at:start], MARK]
        at = end
    return "".join([*pieces, text[at:]])
