"""The schema of `examples.yaml`."""

from typing import Annotated, Any, Literal

from pydantic import Field

from madang.flow.definition import Channel, Key, Part, Text
from madang.flow.definition.rehearsal import Moment, Step


class Expected(Part):
    """How the case is expected to stand after the last step; only what is written is compared."""

    stage: Key | None = None
    end: Key | None = None
    outcome: str | None = None
    status: Literal["open", "waiting", "closed"] | None = None
    due: Moment | None = None
    document: Key | None = None
    fee: int | None = None
    eligible: bool | None = None
    standard: Literal["kept", "broken"] | None = None
    hidden: list[Key] = []  # questions that are not asked in this case


class Given(Part):
    """What is known when the case begins."""

    form: dict[str, Any] = {}
    evidence: dict[Key, dict[str, Any]] = {}
    applicant: dict[str, Any] = {}


class Example(Part):
    """A worked case."""

    name: Text
    at: Moment  # receipt
    channel: Channel = "web"
    given: Given = Given()
    do: list[Step] = []
    expect: Expected


class Examples(Part):
    """All worked cases of a service."""

    examples: Annotated[list[Example], Field(max_length=100)]
