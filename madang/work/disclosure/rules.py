"""The class that a document is proposed to have, and why (Official Information Disclosure Act, art. 9).

Open is the default. A person's data make it partly open: what is left after they are taken out can be read (art. 14).
Only evidence for another ground closes it as a whole, until somebody marks the passages.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import prod

from madang.work.disclosure.definition import words
from madang.work.disclosure.detectors import Span

PERSONAL = 6  # the item of article 9(1) on names, resident numbers and what else tells of a private life
ENOUGH = 0.5  # how sure a finding, or all findings of one ground together, must be to count


class Class(StrEnum):
    """How far a document is open."""

    OPEN = "open"
    PARTLY = "partly_open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Proposal:
    """A class with the items of article 9(1) that it rests on, how sure it is, and the stretches that speak for it."""

    disclosure: Class
    items: tuple[int, ...]
    confidence: float
    spans: tuple[Span, ...]

    @property
    def codes(self) -> list[str]:
        """The grounds as they are cited: `9(1)6`."""
        return [f"9(1){item}" for item in self.items]


def item_of(kind: str) -> int:
    """The item of article 9(1) under which a kind of finding falls."""
    return next((ground.item for ground in words().grounds if ground.kind == kind), PERSONAL)


def propose(found: list[Span]) -> Proposal:
    """The class that what was found in a document speaks for."""
    weights = {item: _together(found, item) for item in sorted({item_of(span.kind) for span in found})}
    weights[PERSONAL] = max((span.sure for span in found if item_of(span.kind) == PERSONAL), default=0)
    items = tuple(item for item in sorted(weights) if weights[item] >= ENOUGH)
    spans = tuple(
        span
        for span in found
        if item_of(span.kind) in items and (item_of(span.kind) != PERSONAL or span.sure >= ENOUGH)
    )
    closing = [item for item in items if item != PERSONAL]
    if closing:
        return Proposal(Class.CLOSED, items, max(weights[item] for item in closing), spans)
    if items:
        return Proposal(Class.PARTLY, items, weights[PERSONAL], spans)
    return Proposal(Class.OPEN, (), 1 - max([*weights.values(), 0.03]) / 2, ())


def _together(found: list[Span], item: int) -> float:
    """How sure a ground is when each kind of evidence for it counts once: the chance that not all of it errs."""
    best: dict[str, float] = {}
    for span in found:
        if item_of(span.kind) == item:
            best[span.kind] = max(best.get(span.kind, 0), span.sure)
    return 1 - prod(1 - sure for sure in best.values())
