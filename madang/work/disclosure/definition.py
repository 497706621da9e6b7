"""The words of disclosure as data: `madang/definitions/disclosure/words.yaml`."""

import re
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, field_validator

FILE = Path(__file__).parents[2] / "definitions" / "disclosure" / "words.yaml"


class Strict(BaseModel):
    """A part of the file; a key that is not known is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _patterns(lines: tuple[str, ...]) -> tuple[str, ...]:
    for line in lines:
        try:
            re.compile(line)
        except re.error as error:
            raise ValueError(f"{line!r} is no regular expression: {error}") from None
    return lines


class GroundWords(Strict):
    """What speaks for one kind of withholding under an item of article 9(1)."""

    item: int = Field(ge=1, le=8)
    kind: str
    strong: tuple[str, ...]
    weak: tuple[str, ...] = ()

    _check = field_validator("strong", "weak")(_patterns)


class Words(Strict):
    """The whole file."""

    grounds: tuple[GroundWords, ...]
    over: tuple[str, ...]
    lives: dict[str, tuple[str, ...]]
    somebody: tuple[str, ...]
    in_general: tuple[str, ...]

    _check = field_validator("over", "somebody", "in_general")(_patterns)


@cache
def words() -> Words:
    """The words in force, read once."""
    return Words.model_validate(yaml.safe_load(FILE.read_text()))


@cache
def any_of(lines: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern that finds whichever of these stands first."""
    return re.compile("|".join(f"(?:{line})" for line in lines) or r"(?!)")
