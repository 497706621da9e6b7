"""What is found in a definition, and how it is said."""

from dataclasses import dataclass
from typing import Literal

from madang.flow.definition.parts import Said

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Finding:
    """Something that is wrong, or (a warning) looks wrong, at a place of a definition."""

    place: Place
    problem: Said
    remedy: Said
    level: Literal["error", "warning"] = "error"


@dataclass(frozen=True)
class Known:
    """Names that exist outside the definition; where nothing is given, nothing is checked."""

    units: frozenset[str] | None = None
    roles: frozenset[str] | None = None
    rules: frozenset[str] | None = None


def finding(
    place: Place,
    problem: tuple[str, str],
    remedy: tuple[str, str],
    level: Literal["error", "warning"] = "error",
) -> Finding:
    """A finding, its sentences given as (Korean, English)."""
    return Finding(
        place,
        {"ko": problem[0], "en": problem[1]},
        {"ko": remedy[0], "en": remedy[1]},
        level,
    )
