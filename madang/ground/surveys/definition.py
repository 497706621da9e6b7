"""The schema of a questionnaire, and reading those that are shipped."""

from functools import cache
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

FOLDER = Path(__file__).resolve().parents[2] / "definitions" / "surveys"
Kind = Literal["choice", "scale", "words"]


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
    """A question. Only free words may be left out: then every figure stands on the same people."""

    key: str = Field(pattern=r"^[a-z][a-z-]{0,19}$")
    kind: Kind
    text: Words
    hint: Words | None = None
    answers: tuple[Choice, ...] = ()
    low: Words | None = None
    high: Words | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.kind == "choice" and len(self.answers) < 2:
            raise ValueError(f"question {self.key}: a choice needs at least two answers")
        if self.kind == "scale" and not (self.low and self.high):
            raise ValueError(f"question {self.key}: a scale needs words for low and high")
        return self

    @property
    def values(self) -> tuple[str, ...]:
        """What can be answered, in order; empty for free words."""
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


@cache
def survey(key: str) -> Survey:
    """The questionnaire of that key; KeyError where none is shipped."""
    file = FOLDER / f"{key}.yaml"
    if not file.resolve().is_relative_to(FOLDER) or not file.exists():
        raise KeyError(key)
    return Survey.model_validate(yaml.safe_load(file.read_text()))
