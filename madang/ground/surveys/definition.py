"""The schema of a questionnaire, and reading those that are shipped."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

FOLDER = Path(__file__).resolve().parents[2] / "definitions" / "surveys"
Kind = Literal["choice", "scale", "number", "words"]
Asks = Literal["aware", "used", "felt", "solved", "remembered", "expected"]
MOST = 9999  # the largest number that can be answered


class Part(BaseModel):
    """A part of a questionnaire; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Part):
    """The same in both languages."""

    ko: str
    en: str


class Choice(Part):
    """One answer to choose; `good` marks those that count towards the share."""

    value: str = Field(pattern=r"^[a-z][a-z-]{0,19}$")
    text: Words
    good: bool = False


class Question(Part):
    """A question. Only free words may be left out: then every figure stands on the same people.

    `asks` says what it is about where figures of different kinds are set side by side: whether people know
    of a change, use it, feel it; how long something took as they remember it, or as they had expected.
    """

    key: str = Field(pattern=r"^[a-z][a-z-]{0,19}$")
    kind: Kind
    asks: Asks | None = None
    text: Words
    hint: Words | None = None
    answers: tuple[Choice, ...] = ()
    low: Words | None = None
    high: Words | None = None
    unit: Words | None = None
    most: int = Field(default=MOST, ge=1, le=MOST)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.kind == "choice" and len(self.answers) < 2:
            raise ValueError(f"question {self.key}: a choice needs at least two answers")
        if self.kind == "scale" and not (self.low and self.high):
            raise ValueError(f"question {self.key}: a scale needs words for low and high")
        if self.kind == "number" and not self.unit:
            raise ValueError(f"question {self.key}: a number needs the words of its unit")
        if self.asks in ("aware", "used", "felt", "solved") and not any(a.good for a in self.answers):
            raise ValueError(f"question {self.key}: mark with good the answers that count for '{self.asks}'")
        return self

    @property
    def values(self) -> tuple[str, ...]:
        """What can be answered, in order; empty for numbers and free words."""
        if self.kind == "scale":
            return ("1", "2", "3", "4", "5")
        return tuple(answer.value for answer in self.answers)


class Survey(Part):
    """One version of a questionnaire."""

    key: str
    version: int = Field(ge=1)
    title: Words
    introduction: Words
    questions: tuple[Question, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        keys = [question.key for question in self.questions]
        if len(set(keys)) < len(keys):
            raise ValueError("two questions have the same key")
        return self

    def asking(self, what: Asks) -> Question | None:
        """The question that asks for this, if there is one."""
        return next((question for question in self.questions if question.asks == what), None)

    @property
    def wording(self) -> str:
        """SHA-256 of all that is asked and can be answered: only equal wordings are compared over time."""
        told = [
            question.model_dump(mode="json", exclude_defaults=True)
            for question in self.questions
            if question.kind != "words"
        ]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@cache
def survey(key: str) -> Survey:
    """The questionnaire of that key; KeyError where none is shipped."""
    file = FOLDER / f"{key}.yaml"
    if not file.resolve().is_relative_to(FOLDER) or not file.exists():
        raise KeyError(key)
    return Survey.model_validate(yaml.safe_load(file.read_text()))


def rounds() -> list[Survey]:
    """The questionnaires with which a round can be held: those that ask what is felt."""
    found = [survey(file.stem) for file in sorted(FOLDER.glob("*.yaml"))]
    return [one for one in found if one.asking("felt")]
