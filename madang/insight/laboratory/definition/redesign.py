"""A redesign as a file says it: a list of changes, each one of a closed list of kinds."""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from madang.insight.laboratory.hours import Week

Name = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Share = Annotated[float, Field(ge=0, le=1)]
Factor = Annotated[float, Field(ge=0, le=1000)]
Minutes = Annotated[float, Field(gt=0, le=5_256_000)]
People = Annotated[float, Field(ge=0, le=10_000)]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
STRETCH = re.compile(r"([a-z]{3})(?:-([a-z]{3}))?\s+(\d\d?):(\d\d)\s*-\s*(\d\d?):(\d\d)")
DAY = 86400


class Part(BaseModel):
    """A part of the file; a name that is not known is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def week_from(stretches: list[str]) -> Week:
    """The week of sentences such as `mon-fri 09:00-12:00`; raises ValueError with a sentence."""
    if stretches == ["always"]:
        return tuple(((0, DAY),) for _ in DAYS)
    week: list[list[tuple[int, int]]] = [[] for _ in DAYS]
    for text in stretches:
        first, last, begin, end = _stretch(text)
        for day in range(first, last + 1):
            week[day].append((begin, end))
    for parts in week:
        parts.sort()
        if any(parts[place][1] > parts[place + 1][0] for place in range(len(parts) - 1)):
            raise ValueError("two stretches of hours overlap; write each moment once")
    return tuple(tuple(parts) for parts in week)


def _stretch(text: str) -> tuple[int, int, int, int]:
    found = STRETCH.fullmatch(text.strip().lower())
    if not found or found[1] not in DAYS or (found[2] or found[1]) not in DAYS:
        raise ValueError(f"'{text}' is not understood; write hours like 'mon-fri 09:00-12:00'")
    first, last = DAYS.index(found[1]), DAYS.index(found[2] or found[1])
    begin, end = (int(found[n]) * 3600 + int(found[n + 1]) * 60 for n in (3, 5))
    if first > last or begin >= end or end > DAY or int(found[4]) > 59 or int(found[6]) > 59:
        raise ValueError(f"'{text}' ends before it begins; write hours like 'mon-fri 09:00-12:00'")
    return first, last, begin, end


def _checked(stretches: list[str]) -> list[str]:
    week_from(stretches)
    return stretches


Hours = Annotated[list[str], Field(min_length=1, max_length=50)]


class ShiftPart(Part):
    """So many people in these hours."""

    hours: Hours
    staff: People

    _hours = field_validator("hours")(_checked)


class Staff(Part):
    """More or fewer people: by a number, to a number, or hour by hour."""

    role: Name
    add: Annotated[float, Field(ge=-10_000, le=10_000)] | None = None
    to: People | None = None
    shifts: Annotated[list[ShiftPart], Field(min_length=1, max_length=50)] | None = None

    @model_validator(mode="after")
    def _one(self) -> "Staff":
        if sum(part is not None for part in (self.add, self.to, self.shifts)) != 1:
            raise ValueError("staff needs exactly one of add, to or shifts")
        return self


class OpeningHours(Part):
    """Other hours for a role, or for all."""

    open: Hours
    role: Name = "all"

    _open = field_validator("open")(_checked)


class StepOnly(Part):
    """A step that falls away."""

    step: Name


class Skip(Part):
    """A step that a share of the cases no longer needs."""

    step: Name
    share: Share


class Merge(Part):
    """Two steps that follow each other become one."""

    steps: Annotated[list[Name], Field(min_length=2, max_length=2)]
    into: Name | None = None
    factor: Factor = 1.0


class Together(Part):
    """Two steps that follow each other are done at the same time."""

    steps: Annotated[list[Name], Field(min_length=2, max_length=2)]


class Duration(Part):
    """Another length of the work in a step: a factor, or minutes."""

    step: Name
    factor: Factor | None = None
    minutes: Minutes | None = None
    mean: Minutes | None = None
    median: Minutes | None = None
    p90: Minutes | None = None

    @model_validator(mode="after")
    def _one(self) -> "Duration":
        ways = (self.factor, self.minutes, self.mean, self.median)
        if sum(way is not None for way in ways) != 1 or (self.median is None) != (self.p90 is None):
            raise ValueError(
                "duration needs one of: factor; minutes (always the same); mean; median with p90"
            )
        if self.median is not None and self.p90 is not None and self.p90 < self.median:
            raise ValueError("the p90 of a duration cannot be below its median")
        return self


class Waiting(Part):
    """Longer or shorter waiting before a step that no queue explains."""

    step: Name
    factor: Factor


class FromRegister(Part):
    """A register answers instead of the applicant: the step that asks falls away, and the wait for the answer."""

    step: Name
    answer: Name | None = None
    share: Share = 1.0


class Pool(Part):
    """Several roles become one counter."""

    roles: Annotated[list[Name], Field(min_length=2, max_length=50)]
    into: Name


class Counter(Part):
    """A part of a role that becomes its own."""

    name: Name
    steps: Annotated[list[Name], Field(min_length=1)]
    staff: Annotated[float, Field(gt=0, le=10_000)]


class Split(Part):
    """A role becomes several counters, each with steps and people of its own."""

    role: Name
    into: Annotated[list[Counter], Field(min_length=1, max_length=20)]


class Order(Part):
    """Whom a role takes next: whoever came first, certain cases first, or whoever is due first."""

    role: Name
    by: Literal["fifo", "priority", "due"]
    first: Name | None = None  # the step by which cases that go first are known

    @model_validator(mode="after")
    def _known(self) -> "Order":
        if (self.by == "priority") != (self.first is not None):
            raise ValueError("priority needs 'first: a step by which the cases are known that go first'")
        return self


class Demand(Part):
    """More or fewer cases."""

    factor: Annotated[float, Field(gt=0, le=100)]


class Rework(Part):
    """Less (or no) doing again of a step."""

    step: Name
    factor: Share


class Assign(Part):
    """Another role does a step; `nobody` where it needs no person any more."""

    step: Name
    role: Name


class Change(Part):
    """One change: exactly one kind."""

    staff: Staff | None = None
    hours: OpeningHours | None = None
    remove: StepOnly | None = None
    skip: Skip | None = None
    merge: Merge | None = None
    together: Together | None = None
    duration: Duration | None = None
    waiting: Waiting | None = None
    register_: Annotated[FromRegister | None, Field(alias="register")] = None
    pool: Pool | None = None
    split: Split | None = None
    order: Order | None = None
    demand: Demand | None = None
    rework: Rework | None = None
    assign: Assign | None = None

    @property
    def kind(self) -> str:
        """The name of the field that is filled."""
        return next(name for name in type(self).model_fields if getattr(self, name) is not None)

    @model_validator(mode="after")
    def _one(self) -> "Change":
        filled = [name for name in type(self).model_fields if getattr(self, name) is not None]
        if len(filled) != 1:
            known = ", ".join(name.rstrip("_") for name in type(self).model_fields)
            raise ValueError(f"each change is exactly one of: {known}; begin each with its own '-'")
        return self


class Promise(Part):
    """The time that is promised."""

    days: Annotated[float, Field(gt=0, le=3650)] | None = None
    hours: Annotated[float, Field(gt=0, le=87600)] | None = None
    minutes: Minutes | None = None
    share: Share | None = None

    @model_validator(mode="after")
    def _one(self) -> "Promise":
        if sum(part is not None for part in (self.days, self.hours, self.minutes)) != 1:
            raise ValueError("standard needs exactly one of days, hours or minutes")
        return self

    @property
    def seconds(self) -> float:
        return (self.days or 0) * DAY + (self.hours or 0) * 3600 + (self.minutes or 0) * 60


class Redesign(Part):
    """All that a redesign says; costs are money for an hour on duty, by role."""

    changes: Annotated[list[Change], Field(min_length=1, max_length=100)]
    madang: Literal["redesign/1"] = "redesign/1"
    title: str | dict[Literal["ko", "en"], str] = ""
    about: str | dict[Literal["ko", "en"], str] = ""
    standard: Promise | None = None
    prices: dict[Name, Annotated[float, Field(ge=0, le=1e12)]] = Field(default_factory=dict)
