"""A model that is stated and not fitted: for a redesign of which only a few published numbers are known."""

from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from madang.insight.laboratory.definition.redesign import (
    Hours,
    Name,
    Part,
    People,
    Redesign,
    Share,
    week_from,
)

Said = dict[Literal["ko", "en"], str]


class Length(Part):
    """How long something takes: always the same, or by its mean, or by median and nine-in-ten; in minutes."""

    minutes: Annotated[float, Field(ge=0)] | None = None
    mean: Annotated[float, Field(gt=0)] | None = None
    median: Annotated[float, Field(gt=0)] | None = None
    p90: Annotated[float, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _one(self) -> "Length":
        ways = (self.minutes, self.mean, self.median)
        if sum(way is not None for way in ways) != 1 or (self.median is None) != (self.p90 is None):
            raise ValueError("a length needs one of: minutes (always the same); mean; median with p90")
        return self


class StatedStep(Part):
    """A step with its role (none: nobody is busy with it), its length, and the share of cases that meet it."""

    name: Name
    title: Said = Field(default_factory=dict)
    length: Length
    role: Name | None = None
    share: Share = 1.0
    delay: Length | None = None


class StatedRole(Part):
    """People at a counter and their hours."""

    name: Name
    title: Said = Field(default_factory=dict)
    staff: People
    finishes: bool = True


class Flow(Part):
    """So many cases an hour in these hours."""

    hours: Hours
    cases: Annotated[float, Field(ge=0, le=1_000_000)]

    @field_validator("hours")
    @classmethod
    def _hours(cls, told: list[str]) -> list[str]:
        week_from(told)
        return told


class StatedModel(Part):
    """The whole model; what is assumed is said in `assumed`."""

    open: Hours
    arrivals: Annotated[list[Flow], Field(min_length=1)]
    roles: Annotated[list[StatedRole], Field(min_length=1)]
    steps: Annotated[list[StatedStep], Field(min_length=1)]
    weeks: Annotated[int, Field(ge=1, le=520)] = 8
    assumed: Said = Field(default_factory=dict)

    @property
    def titles(self) -> dict[str, Said]:
        """What steps and roles are called in each language, where that differs from their name."""
        named = [(one.name, one.title) for one in self.roles] + [(one.name, one.title) for one in self.steps]
        return {name: title for name, title in named if title}


class Published(Part):
    """The claim that the redesign is compared with: published minutes before and after, and where."""

    before_minutes: float
    after_minutes: float
    measure: Literal["median", "mean", "p90"] = "mean"
    source: Said


class StatedRedesign(Redesign):
    """A worked redesign: a stated model, its changes, and the published claim."""

    model: StatedModel
    published: Published | None = None
