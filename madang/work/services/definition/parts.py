"""The nouns of a service definition: evidence, form fields, fee, standard, documents, disclosure, records."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from madang.flow.definition import Key, Ordered, Part, Share, Span, Text, When, refusal

Path = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.-]{0,79}$")]
Short = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Article = Annotated[Short, BeforeValidator(lambda value: str(value) if isinstance(value, int) else value)]
Web = Annotated[str, StringConstraints(pattern=r"^https://[^\s]{1,300}$")]


class Law(Part):
    """The rule of law that a service or a look-up rests on."""

    act: Text
    article: Article
    url: Web | None = None


class Eligibility(Part):
    """A condition of who may apply, in words and as a comparison of facts."""

    text: Text
    when: When


class Evidence(Part):
    """What the office fetches from a register instead of asking the citizen for it."""

    register_: Annotated[Key, Field(alias="register")]
    fetch: Annotated[list[Key], Field(min_length=1)]
    basis: Literal["law", "consent"]
    law: Law | None = None
    title: Text | None = None
    otherwise: Annotated[Literal["upload", "ask", "refuse"], Field(alias="else")]

    @model_validator(mode="after")
    def law_is_named(self) -> Self:
        if self.basis == "law" and self.law is None:
            raise refusal(
                {
                    "ko": "법령에 따른 조회인데 근거 법령이 없습니다.",
                    "en": "The look-up rests on law, but names none.",
                },
                {
                    "ko": "law에 act와 article을 쓰거나 basis를 consent로 바꾸십시오.",
                    "en": "Name act and article under 'law', or set basis to consent.",
                },
            )
        return self


FieldType = Literal[
    "text",
    "long_text",
    "number",
    "money",
    "date",
    "choice",
    "choices",
    "yes_no",
    "phone",
    "email",
    "file",
    "place",
]
CHOOSING = ("choice", "choices")
BOUNDED = ("text", "long_text", "number", "money", "date", "choices")
FileKind = Literal[
    "pdf", "jpg", "png", "webp", "heic", "docx", "xlsx", "odt", "hwp", "hwpx", "csv", "txt", "zip"
]


class FormField(Part):
    """One question of the application form."""

    type: FieldType
    label: Text
    hint: Text | None = None
    required: bool = True
    when: When | None = None  # asked only when the condition holds
    personal: bool = True  # personal answers are encrypted and never public
    choices: Ordered[Text] = {}
    # least and most: a number, an amount in won, a length of text, how many choices; or a day, or "today"
    min: int | float | str | None = None
    max: int | float | str | None = None
    accept: list[FileKind] = []
    max_mb: Annotated[int, Field(ge=1, le=50)] | None = None
    asked_because: Text | None = None  # why this is asked although a register holds something of this name

    @model_validator(mode="after")
    def suits_its_type(self) -> Self:
        if (self.type in CHOOSING) != bool(self.choices):
            raise _choices_wrong(self.type)
        if self.type != "file" and (self.accept or self.max_mb):
            raise refusal(
                {
                    "ko": "accept와 max_mb는 파일 항목에만 씁니다.",
                    "en": "accept and max_mb belong to fields of type file.",
                },
                {
                    "ko": "type을 file로 하거나 두 줄을 지우십시오.",
                    "en": "Set the type to file, or remove them.",
                },
            )
        for bound in (self.min, self.max):
            if bound is not None and not _bound_suits(self.type, bound):
                raise _bound_wrong(self.type, bound)
        return self


def _choices_wrong(kind: str) -> Exception:
    if kind in CHOOSING:
        return refusal(
            {"ko": "고르는 항목에 보기가 없습니다.", "en": "A field to choose from has no choices."},
            {
                "ko": "choices에 '값: {ko: …, en: …}'을 쓰십시오.",
                "en": "List them under choices as 'value: {ko: …, en: …}'.",
            },
        )
    return refusal(
        {"ko": f"{kind} 항목에는 보기를 둘 수 없습니다.", "en": f"A field of type {kind} takes no choices."},
        {
            "ko": "type을 choice 또는 choices로 하거나 보기를 지우십시오.",
            "en": "Set the type to choice or choices, or remove them.",
        },
    )


def _bound_suits(kind: str, bound: float | str) -> bool:
    if kind not in BOUNDED or isinstance(bound, bool):
        return False
    if kind != "date":
        return not isinstance(bound, str)
    if bound == "today":
        return True
    try:
        return isinstance(bound, str) and date.fromisoformat(bound) is not None
    except ValueError:
        return False


def _bound_wrong(kind: str, bound: object) -> Exception:
    return refusal(
        {
            "ko": f"{kind} 항목의 한계로 '{bound}'을(를) 쓸 수 없습니다.",
            "en": f"'{bound}' cannot limit a field of type {kind}.",
        },
        {
            "ko": "날짜 항목에는 '2026-03-01' 또는 today를, 수와 글자 항목에는 수를 쓰십시오.",
            "en": "Use '2026-03-01' or today for dates, a number for numbers, texts and choices.",
        },
    )


class Waiver(Part):
    """A case in which no fee is asked."""

    text: Text
    when: When


class Fee(Part):
    """What the service costs, in won, once or times a number that the form asks for."""

    won: Annotated[int, Field(ge=0, le=100_000_000)]
    times: Path | None = None
    free: list[Waiver] = []


class Standard(Part):
    """A promise of the service charter: from one moment to another within a span, for a share of cases."""

    name: Text
    since: Annotated[Key, Field(alias="from")] = "filed"  # "filed", or a stage
    to: list[Key] = []  # stages or ends; empty: every end
    within: Span  # by the counting rule of the service's clock
    share: Share = 0.9
    redress: Text


class Line(Part):
    """One line of a document: a label and the fact that it states."""

    label: Text
    fact: Path
    when: When | None = None


class Document(Part):
    """A document that comes out of the service; signed, and verifiable by anybody."""

    title: Text
    template: Key = "certificate"
    statement: Text | None = None  # what the office certifies, above the lines
    valid_for: Span | None = None
    lines: Annotated[list[Line], Field(min_length=1)]


Ground = Literal[
    "other-law",
    "national-interest",
    "public-safety",
    "trial",
    "internal-review",
    "privacy",
    "trade-secret",
    "speculation",
]


class Disclosure(Part):
    """What of a case is public: nothing for a legal ground, or the fields named."""

    case: Literal["open", "closed"] = "closed"
    ground: Ground = "privacy"  # why a closed case is closed
    public: list[Path] = []  # facts that anybody may read
    page: bool = False  # has each case a public page of its own?
    statistics: Literal["open", "closed"] = "open"


class Records(Part):
    """How the record of a case is kept."""

    series: Text
    keep: Literal["1 year", "3 years", "5 years", "10 years", "30 years", "semi-permanent", "permanent"]
    since: Annotated[Literal["closed", "received"], Field(alias="from")] = "closed"


class Survey(Part):
    """The short questionnaire at the end of a case; groups smaller than the floor are not shown."""

    key: Key = "felt"
    floor: Annotated[int, Field(ge=5, le=1000)] = 5


class Telephone(Part):
    """Service by telephone, where a clerk enters for the caller."""

    number: Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 -]{2,18}$")]
    hours: Text
    resolved_at: Annotated[list[Key], Field(min_length=1)]  # ends that count as resolved at first contact
