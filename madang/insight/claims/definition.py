"""The schema of a claim: what a reform is said to have done, and how that is to be measured."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, model_validator

FOLDER = Path(__file__).resolve().parents[2] / "definitions" / "claims"
Number = Annotated[Decimal, PlainSerializer(str, when_used="json")]  # an event carries no floats
Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
ReadFrom = Literal["", "cycle_time", "late_share", "count"]


class Part(BaseModel):
    """A part of a claim; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Part):
    """A text in both languages; where one is missing the other stands for it."""

    ko: str = ""
    en: str = ""

    @model_validator(mode="after")
    def _said(self) -> Self:
        if not (self.ko.strip() or self.en.strip()):
            raise ValueError("a text needs words in at least one language")
        return self


class Value(Part):
    """A published number: how much, when it was so, and over how many cases; nothing where that is not stated."""

    value: Number
    at: str = Field(default="", max_length=40)
    n: int | None = Field(default=None, ge=1)


class Figures(Part):
    """The two numbers that are published of a measure."""

    before: Value
    after: Value


class Promised(Part):
    """How large the change is to be, always a positive size: in percent of before, or in the measure's unit."""

    size: Number = Field(gt=0)
    as_: Literal["percent", "absolute"] = Field(default="percent", alias="as")

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Measure(Part):
    """What is measured, in which unit, which way is better, and how much was promised."""

    key: Key
    name: Words
    unit: Words
    better: Literal["down", "up"]
    promised: Promised | None = None
    read_from: ReadFrom = ""
    figures: Figures | None = None


class Amount(Part):
    """A number that is asserted without one to compare it with."""

    name: Words
    value: Number
    unit: Words
    at: str = ""


class Derived(Part):
    """What follows from published numbers by multiplying or dividing two of them; nothing is measured here."""

    name: Words
    rule: Literal["multiply", "divide", "percent"]
    of: tuple[Number, Number]
    unit: Words
    digits: int = Field(default=0, ge=0, le=4)

    @model_validator(mode="after")
    def _divisible(self) -> Self:
        if self.rule != "multiply" and self.of[1] == 0:
            raise ValueError("nothing can be divided by zero")
        return self

    @property
    def value(self) -> Decimal:
        """The product, the quotient or the percentage, not rounded."""
        first, second = self.of
        if self.rule == "multiply":
            return first * second
        return first / second * (100 if self.rule == "percent" else 1)


class Source(Part):
    """Where the claim stands, and the words in which it was made."""

    title: Words
    url: str = Field(default="", pattern=r"^(https?://.*)?$")
    quote: str = ""


class Terms(Part):
    """A claim as it is registered. The first measure is the primary one; the others are secondary."""

    key: Key
    title: Words
    claimant: Words | None = None
    service: str = Field(default="", pattern=r"^([a-z0-9][a-z0-9-]{0,79})?$")
    subject: Words | None = None
    what: Words
    starts_on: date | None = None
    when: Words | None = None
    population: Words
    measures: tuple[Measure, ...] = Field(min_length=1, max_length=6)
    concurrent: Words | None = None
    source: Source
    amounts: tuple[Amount, ...] = ()
    derived: tuple[Derived, ...] = ()
    doubts: tuple[Words, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        keys = [measure.key for measure in self.measures]
        if len(set(keys)) < len(keys):
            raise ValueError("two measures have the same key")
        if not (self.service or self.subject):
            raise ValueError("say which service or which subject the claim is about")
        if not (self.starts_on or self.when):
            raise ValueError("say when the change took place: starts_on, or in words under when")
        if any(measure.read_from for measure in self.measures) and not self.service:
            raise ValueError("a measure is read from the log of a service only where a service is named")
        return self

    @property
    def primary(self) -> Measure:
        """The measure by which the claim stands or falls."""
        return self.measures[0]

    def as_json(self) -> dict[str, object]:
        """The terms as they are kept and hashed: numbers as text, days as text."""
        return self.model_dump(mode="json", by_alias=True)


def read(file: Path) -> Terms:
    """The claim in a file; pydantic's ValidationError or yaml.YAMLError where it is none."""
    return Terms.model_validate(yaml.safe_load(file.read_text("utf-8")))


@cache
def shipped() -> tuple[Terms, ...]:
    """The claims that Madang ships: published figures of real governments, quoted with their source."""
    return tuple(read(file) for file in sorted(FOLDER.glob("*.yaml")))
