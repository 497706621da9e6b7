"""One figure of a log, as it stands on a page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One figure: its key for machines, its name, its value as a number and in words, its definition."""

    key: str
    name: str
    value: int | float | None
    words: str
    definition: str
    where: str = ""  # the part of the address under which the cases behind it are listed
