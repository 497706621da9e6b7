"""The parts of a flow, one model a noun, and the flow that they make."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from madang.flow.conditions import BadCondition, Condition, raw, read
from madang.flow.definition import words
from madang.ground.law.queries import Period

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Share = Annotated[float, Field(gt=0, le=1)]
Channel = Literal["web", "mobile", "counter", "phone", "kiosk"]
Said = dict[str, str]


def refusal(problem: Said, remedy: Said) -> PydanticCustomError:
    """An error of a definition that says in both languages what is wrong and what to do."""
    return PydanticCustomError("said", "{en}", {"en": problem["en"], "problem": problem, "remedy": remedy})


class Part(BaseModel):
    """A part of a definition: unknown words are errors, and nothing changes once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Text(Part):
    """A text in both languages of the pages."""

    ko: Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]
    en: Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]

    def in_language(self, language: str) -> str:
        """The text for a language code; Korean unless it is English."""
        return self.en if language.startswith("en") else self.ko


def _period(value: object) -> str:
    try:
        return str(Period.parse(str(value)))
    except ValueError:
        raise refusal(
            {"ko": f"'{value}'은(는) 기간이 아닙니다.", "en": f"'{value}' is not a period."},
            {
                "ko": "'3 hours', '6 days', '2 weeks', '1 months' 또는 'immediately'처럼 쓰십시오.",
                "en": "Write for example '3 hours', '6 days', '2 weeks', '1 months' or 'immediately'.",
            },
        ) from None


def _condition(value: object) -> Condition:
    try:
        return read(value)
    except BadCondition as error:
        raise refusal(error.problem, error.remedy) from None


Span = Annotated[
    str, BeforeValidator(_period), Field(description='"3 hours", "6 days", "2 weeks", "immediately"')
]
When = Annotated[
    Condition,
    PlainValidator(_condition),
    PlainSerializer(raw),
    WithJsonSchema({"type": "object", "description": "a condition: the path of a fact to what it must be"}),
]

Value = TypeVar("Value")


def _keyed(value: object) -> object:
    """A list of parts that name their key becomes a mapping; so they come back from a database."""
    if not isinstance(value, list) or not all(isinstance(item, Mapping) and "key" in item for item in value):
        return value
    return {item["key"]: {name: held for name, held in item.items() if name != "key"} for item in value}


def _listed(value: Mapping[str, BaseModel]) -> list[dict[str, Any]]:
    return [{"key": key, **part.model_dump(mode="json", by_alias=True)} for key, part in value.items()]


# Parts by key, whose order counts. JSON objects of a database forget their order, so they are kept as a list.
Ordered = Annotated[dict[Key, Value], BeforeValidator(_keyed), PlainSerializer(_listed, when_used="json")]


class Actor(Part):
    """Who acts: a role, in the unit that owns the case or in a named unit."""

    role: Key
    unit: Annotated[Key, Field(alias="in")] = "owner"  # "owner", or the key of a unit
    deputy: Literal["absence", "delegation", "none"] = "absence"
    alone_because: Text | None = None  # why nobody may act in this actor's place
    never: list[Literal["applicant", "decided-before"]] = ["applicant"]
    title: Text | None = None


Does = Literal["move", "ask", "opinion", "extend", "transfer"]


class Act(Part):
    """Something that an actor may do at a stage.

    move: to another stage or end · ask: the applicant, while the clock stops · opinion: of another unit,
    in parallel · extend: the legal period, once more, with a reason and a notice · transfer: to the body
    that is right.
    """

    label: Text
    does: Does = "move"
    to: Key | None = None
    by: Key | None = None  # an actor; the stage's own when empty
    reason: bool | None = None  # must a reason be given? by default to ask, extend, transfer and refuse
    unit: Key | None = None  # opinion: of this unit; transfer: to this unit; empty: chosen at the act
    within: Span | None = None  # ask and opinion: time to answer; extend: the longest extension
    at_most: Annotated[int, Field(ge=1, le=20)] | None = None
    when: When | None = None


class Way(Part):
    """One way out of an automatic stage; the first whose condition holds is taken."""

    when: When | None = None
    go: Key


class Late(Part):
    """What happens when the stage's or the case's time runs out."""

    at: Annotated[str, StringConstraints(pattern=r"^([1-9]\d?|1\d\d|200)%$")]
    tell: Key | None = None
    go_up: Key | None = None


class Stage(Part):
    """Where a case waits for somebody, or passes through by rule (`auto`)."""

    title: Text
    by: Key | None = None
    within: Span | None = None
    auto: list[Way] | None = None
    acts: Annotated[Ordered[Act], BeforeValidator(words.complete_acts)] = {}
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


class Clock(Part):
    """The legal clock: the counting rule, the period, and what silence means."""

    rule: Key
    period: Span
    calendar: str | None = None
    deemed: Literal["granted", "refused", "none"] = "none"


Actors = Ordered[Actor]
Stages = Ordered[Stage]
Ends = Annotated[Ordered[End], BeforeValidator(words.complete_ends)]


class FlowDefinition(Part):
    """How the cases of one definition move."""

    actors: Actors
    start: Key
    stages: Stages
    ends: Ends
    clock: Clock
    withdraw: bool = True  # may the applicant withdraw while the case is open?

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Self:
        """The flow within the body of any published definition, whatever else that holds."""
        return cls.model_validate({name: body[name] for name in cls.model_fields if name in body})

    def actor_of(self, stage: str, act: str) -> Actor:
        """The actor entitled to an act at a stage."""
        name = self.stages[stage].acts[act].by or self.stages[stage].by
        if name is None:  # soundness refuses a stage with acts and nobody to do them
            raise LookupError(f"nobody is named to {act} at {stage}")
        return self.actors[name]
