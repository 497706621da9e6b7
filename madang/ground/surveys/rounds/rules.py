"""Rounds in the abstract: drawing with a seed, strata in which nobody stands alone, margins as written."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from madang.ground.surveys.rules import FLOOR

COMPARED = 10  # answers that each of two rounds must have before their difference is shown
LEAST = 30  # people who must at least be invited
MOST = 20_000
Strata = dict[str, str]
Margins = dict[str, dict[str, float]]


def draw(keys: Sequence[str], size: int, seed: int) -> list[str]:
    """As many of the keys as are wanted, by the dice of the seed; the order in which they are given is no matter."""
    ordered = sorted(set(keys))
    return Random(seed).sample(ordered, min(size, len(ordered)))  # noqa: S311  # a sample that can be drawn again


def frame_hash(keys: Sequence[str]) -> str:
    """What is kept of the list: whoever has it can show that it was this one, and draw again."""
    return hashlib.sha256("\n".join(sorted(set(keys))).encode()).hexdigest()


def coarsened(people: Sequence[Strata], floor: int = FLOOR) -> list[Strata]:
    """The strata with so much left out that each combination is shared by enough of the people invited.

    What is left out is not known of these people; the weighting leaves them alone there. Variables are left
    out from the last to the first.
    """
    variables = list(people[0]) if people else []
    cells = [tuple(person[variable] for variable in variables) for person in people]
    for place in reversed(range(len(variables))):
        count = Counter(cells)
        cells = [
            cell if count[cell] >= floor or not any(cell) else (*cell[:place], "", *cell[place + 1 :])
            for cell in cells
        ]
    blank = ("",) * len(variables)
    while 0 < (count := Counter(cells))[blank] < floor and len(count) > 1:
        smallest = min((cell for cell in count if cell != blank), key=lambda cell: (count[cell], cell))
        cells = [blank if cell == smallest else cell for cell in cells]
    return [dict(zip(variables, cell, strict=True)) for cell in cells]


@dataclass(frozen=True)
class Unreadable(Exception):
    """Margins that cannot be read: in which line, and why."""

    line: int
    text: str
    why: str


def margins_of(text: str) -> Margins:
    """Margins as an official writes them: a line for each variable, `age: under-30 = 21, 30-59 = 44, over-59 = 35`."""
    margins: Margins = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        name, colon, rest = line.partition(":")
        if not colon or not name.strip() or name.strip() in margins:
            raise Unreadable(number, line, "name")
        margins[name.strip()] = _shares(number, rest)
    return margins


def _shares(number: int, rest: str) -> dict[str, float]:
    shares: dict[str, float] = {}
    for part in rest.split(","):
        category, sign, value = part.partition("=")
        try:
            share = float(value.strip().removesuffix("%"))
        except ValueError:
            raise Unreadable(number, part.strip(), "number") from None
        if not sign or not category.strip() or category.strip() in shares or not 0 < share < 1e12:
            raise Unreadable(number, part.strip(), "number")
        shares[category.strip()] = share
    if len(shares) < 2:
        raise Unreadable(number, rest.strip(), "two")
    whole = sum(shares.values())
    return {category: share / whole for category, share in shares.items()}


def margins_text(margins: Mapping[str, Mapping[str, float]]) -> str:
    """Margins as they are written."""
    return "\n".join(
        f"{name}: " + ", ".join(f"{category} = {100 * share:.4g}" for category, share in shares.items())
        for name, shares in margins.items()
    )
