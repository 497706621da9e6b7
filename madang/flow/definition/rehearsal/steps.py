"""The steps of a worked case: what happens, when, by whom, and whether it is expected to be refused."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, StringConstraints, model_validator

from madang.flow.definition.parts import Key, Part, Span, refusal

OFFICE = ZoneInfo("Asia/Seoul")
Who = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}(#[2-9])?$")]


def _in_the_office(moment: datetime) -> datetime:
    return moment.replace(tzinfo=OFFICE) if moment.tzinfo is None else moment


Moment = Annotated[datetime, AfterValidator(_in_the_office)]  # on the office's clock where no zone is given
WhyNot = Literal[
    "closed", "no-such-act", "not-entitled", "conflict", "waiting", "too-often", "opinion-open", "condition",
    "no-reason", "too-long", "nothing-asked", "too-late", "not-allowed", "not-yet",
]  # fmt: skip


class Step(Part):
    """One thing that happens: an official's act, something by the applicant, an opinion given, or silence."""

    act: Key | None = None
    applicant: Literal["answers", "withdraws", "objects"] | None = None
    opinion: Literal["given"] | None = None
    silence: Literal["passes"] | None = None
    at: Moment | None = None  # the moment of the step before when empty
    by: Who | None = None  # an actor, a second one (clerk#2), or "applicant"; the entitled one when empty
    reason: str | None = None
    period: Span | None = None  # extend: by how much; ask and opinion: how long
    facts: dict[str, Any] = {}  # what an answer changes in the form
    refused: WhyNot | None = None  # the step is expected to be refused, for this

    @model_validator(mode="after")
    def is_one_thing(self) -> Self:
        if sum(part is not None for part in (self.act, self.applicant, self.opinion, self.silence)) != 1:
            raise refusal(
                {"ko": "한 걸음에는 한 가지 일만 씁니다.", "en": "A step is exactly one thing."},
                {
                    "ko": "act, applicant, opinion, silence 가운데 하나를 쓰십시오.",
                    "en": "Write one of act, applicant, opinion, silence.",
                },
            )
        return self
