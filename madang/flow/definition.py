"""The part of a definition that says how a case moves: actors, stages, acts, ends and the clock.

Read from YAML by the apps above, which add what is special to them. Shape is checked here, one model a
noun; what the parts mean together (a stage that cannot be reached, an escalation that never fires) is
checked by `madang.flow.soundness`.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from madang.ground.law.queries import Period

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Share = Annotated[float, Field(gt=0, le=1)]
Channel = Literal["web", "mobile", "counter", "phone", "kiosk"]


class Part(BaseModel):
    """A part of a definition: unknown words are errors, and nothing changes once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Text(Part):
    """A text in both languages of the pages."""

    ko: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
    en: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


def _period(value: object) -> str:
    return str(Period.parse(str(value)))


Span = Annotated[str, Field(description='"3 hours", "6 days", "2 weeks", "immediately"')]


class WithPeriods(Part):
    @field_validator("within", "period", "by_at_most", mode="before", check_fields=False)
    @classmethod
    def periods_can_be_read(cls, value: object) -> object:
        return value if value is None else _period(value)


class Actor(Part):
    """Who acts: a role, in the unit that owns the case or in a named unit."""

    role: Key
    unit: Annotated[str, Field(alias="in")] = "owner"  # "owner", or the key of a unit
    deputy: Literal["absence", "delegation", "none"] = "absence"
    never: list[Literal["applicant", "decided-before"]] = ["applicant"]
    title: Text | None = None


Does = Literal["move", "ask", "opinion", "extend", "transfer"]


class Act(WithPeriods):
    """Something that an actor may do at a stage.

    move: to another stage or end · ask: the applicant, while the clock stops · opinion: of another unit,
    in parallel · extend: the legal period, once more, with a reason and a notice · transfer: to the body
    that is right.
    """

    label: Text
    does: Does = "move"
    to: Key | None = None
    by: Key | None = None  # an actor; the stage's own when empty
    reason: bool | None = None  # must a reason be given? by default for ask, extend, transfer and refusing ends
    unit: Key | None = None  # opinion: of this unit; transfer: to this unit; empty: chosen at the act
    within: Span | None = None  # ask and opinion: time to answer; extend: the longest extension
    at_most: Annotated[int, Field(ge=1, le=20)] | None = None
    when: dict[str, Any] | None = None  # a condition; see madang.flow.conditions


class Way(Part):
    """One way out of an automatic stage; the first whose condition holds is taken."""

    when: dict[str, Any] | None = None
    go: Key


class Late(Part):
    """What happens when the stage's or the case's time runs out."""

    at: Annotated[str, StringConstraints(pattern=r"^([1-9]\d?|1\d\d|200)%$")]
    tell: Key | None = None
    go_up: Key | None = None


class Stage(WithPeriods):
    """Where a case waits for somebody, or passes through by rule (`auto`)."""

    title: Text
    by: Key | None = None
    within: Span | None = None
    auto: list[Way] | None = None
    acts: dict[Key, Act] = {}
    late: list[Late] = []
    public: Text | None = None  # what the citizen reads in place of the title


class End(Part):
    """How a case may end. A refusal needs reasons and tells the remedy."""

    title: Text
    outcome: Literal["granted", "refused", "done", "withdrawn", "transferred"]
    document: Key | None = None
    remedy: Text | None = None
    objection_within: Span | None = None  # how long the applicant may object, which reopens the case
    reopens: Key | None = None  # the stage at which an objection is heard


class Clock(WithPeriods):
    """The legal clock: the counting rule, the period, and what silence means."""

    rule: Key
    period: Span
    calendar: str | None = None
    deemed: Literal["granted", "refused", "none"] = "none"


class FlowDefinition(Part):
    """How the cases of one definition move."""

    actors: dict[Key, Actor]
    start: Key
    stages: dict[Key, Stage]
    ends: dict[Key, End]
    clock: Clock
    withdraw: bool = True  # may the applicant withdraw while the case is open?

    def actor_of(self, stage: str, act: str) -> Actor:
        """The actor entitled to an act at a stage."""
        name = self.stages[stage].acts[act].by or self.stages[stage].by
        assert name is not None  # soundness refuses a stage with acts and nobody to do them
        return self.actors[name]
