"""A public service as one definition, and its identity."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, field_validator

from madang.flow.definition import (
    Actors,
    Channel,
    Clock,
    Ends,
    FlowDefinition,
    Key,
    Ordered,
    Part,
    Stages,
    Text,
    fact,
    holds,
    refusal,
)
from madang.work.services.definition.parts import (
    Disclosure,
    Document,
    Eligibility,
    Evidence,
    Fee,
    FormField,
    Law,
    Records,
    Short,
    Standard,
    Survey,
    Telephone,
)

SHIPPED = Path(__file__).resolve().parents[3] / "definitions" / "services"
Depth = Literal["informed", "inspected", "applied", "issued"]


class BrmPath(Part):
    """Where the service stands in the business reference model: field, area, function, unit task."""

    ko: Annotated[list[Short], Field(min_length=4, max_length=4)]
    en: Annotated[list[Short], Field(min_length=4, max_length=4)]


class ServiceDefinition(Part):
    """All that a citizen, an official, an auditor and a statistician need to know of a service."""

    madang: Literal["service/1"]
    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,58}[a-z0-9]$")]
    version: Annotated[int, Field(ge=1, le=9999, strict=True)]
    filed_from: datetime | None = None  # governs what is filed from this moment; empty: from publication
    title: Text
    summary: Text
    gives: Text  # what the citizen gets
    depth: Depth
    category: Key = "general"
    owner: Key
    function: BrmPath
    law: list[Law] = []
    subject: Literal["person", "business", "place"] = "person"
    channels: Annotated[list[Channel], Field(min_length=1)] = ["web", "mobile", "counter"]
    who: Text | None = None  # who may use it, in words
    eligibility: list[Eligibility] = []
    evidence: Ordered[Evidence] = {}
    form: Ordered[FormField] = {}
    fee: Fee | None = None
    actors: Actors = {}
    start: Key | None = None  # the first stage when empty
    stages: Stages = {}
    ends: Ends = {}
    clock: Clock | None = None
    withdraw: bool = True
    standard: list[Standard] = []
    documents: Ordered[Document] = {}
    disclosure: Disclosure = Disclosure()
    records: Records | None = None
    survey: Survey | None = None
    telephone: Telephone | None = None
    guide: list[Text] = []  # paragraphs of information, for services that inform

    @field_validator("channels")
    @classmethod
    def channels_once(cls, channels: list[Channel]) -> list[Channel]:
        if len(set(channels)) == len(channels):
            return channels
        raise refusal(
            {"ko": "같은 채널이 두 번 있습니다.", "en": "A channel is named twice."},
            {"ko": "하나만 남기십시오.", "en": "Keep one of them."},
        )

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Self:
        """The definition that `canonical` wrote, for example the body of a published one."""
        return cls.model_validate(body)

    @property
    def can_be_applied_for(self) -> bool:
        """Does the service take applications, so that cases come of it?"""
        return self.depth in ("applied", "issued")

    @cached_property
    def flow(self) -> FlowDefinition | None:
        """How the cases of the service move; nothing for a service that only informs."""
        if not self.stages or self.clock is None:
            return None
        return FlowDefinition(
            actors=self.actors,
            start=self.start or next(iter(self.stages)),
            stages=self.stages,
            ends=self.ends,
            clock=self.clock,
            withdraw=self.withdraw,
        )


def canonical(definition: ServiceDefinition) -> dict[str, Any]:
    """The definition as JSON: parts whose order counts are lists, what is not there is left out.

    A file written in another order of words, or with a default written out, gives the same. So that the
    identity of what is published never changes, a field that is added later has None for its default.
    """
    body = definition.model_dump(mode="json", by_alias=True)
    if definition.stages and not definition.start:
        body["start"] = next(iter(definition.stages))
    pruned: dict[str, Any] = _without_nothing(body)
    return pruned


def content_hash(definition: ServiceDefinition) -> str:
    """The identity of a definition: SHA-256 of its canonical JSON, in hexadecimal."""
    text = json.dumps(canonical(definition), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _without_nothing(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nothing(held) for name, held in value.items() if held is not None}
    return [_without_nothing(item) for item in value] if isinstance(value, list) else value


def fee_due(definition: ServiceDefinition, facts: Mapping[str, Any]) -> int:
    """The fee in won for these facts."""
    fee = definition.fee
    if fee is None or any(holds(waiver.when, facts) for waiver in fee.free):
        return 0
    times = fact(facts, fee.times) if fee.times else 1
    return fee.won * int(times or 0)


def shipped() -> list[Path]:
    """The files of the services that come with Madang."""
    return sorted(SHIPPED.glob("*/service.yaml"))
