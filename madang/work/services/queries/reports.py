"""What everybody may read of cases that their definition opens. This is decided here and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from madang.flow.definition import fact
from madang.flow.queries import Case, Definition, facts_of
from madang.work.services.definition import ServiceDefinition
from madang.work.services.finding import bigrams
from madang.work.services.forms import in_words
from madang.work.services.models import OpenReport
from madang.work.services.queries.catalogue import KIND, promise_of


@dataclass(frozen=True)
class Projection:
    """The public part of a case: the facts that the definition names, and the pictures among them."""

    shown: dict[str, Any]
    photos: tuple[UUID, ...]

    @property
    def words(self) -> list[str]:
        return sorted(
            set().union(*(bigrams(text) for value in self.shown.values() for text in _texts(value)))
        )


@dataclass(frozen=True)
class ReportFilters:
    """Which public reports to show."""

    words: str = ""
    service: str = ""
    government: str = ""
    status: str = ""


def _texts(value: object) -> list[str]:
    if isinstance(value, Mapping):
        return [text for held in value.values() for text in _texts(held)]
    return [value] if isinstance(value, str) else []


def has_open_page(definition: Definition) -> bool:
    """Whether cases of this version of a service have a page that everybody may read."""
    disclosure = promise_of(definition).disclosure
    return bool(disclosure.page) and disclosure.case == "open"


def public_report(case: Case) -> Projection | None:
    """What of a case is public, or nothing: only the fields that its definition names, without the person.

    A field that the definition marks as personal stays closed even where the list of public fields names it.
    """
    promise = promise_of(case.definition)
    if not has_open_page(case.definition) or case.outcome == "withdrawn":
        return None
    facts = facts_of(case.pk)
    if not facts:  # erased
        return None
    shown: dict[str, Any] = {}
    photos: list[UUID] = []
    for path in promise.disclosure.public:
        value = fact(facts, path)
        if value in (None, "", []) or _is_personal(promise, path):
            continue
        if _is_file(promise, path):
            photos += [UUID(each["id"]) for each in value]
        else:
            shown[path] = value
    return Projection(shown, tuple(photos))


def _is_personal(promise: ServiceDefinition, path: str) -> bool:
    kind, _, name = path.partition(".")
    question = promise.form.get(name) if kind == "form" else None
    return kind == "applicant" or (question is not None and question.personal)


def _is_file(promise: ServiceDefinition, path: str) -> bool:
    question = promise.form.get(path.removeprefix("form."))
    return question is not None and question.type == "file"


def reports(filters: ReportFilters) -> QuerySet[OpenReport]:
    """The public reports that fit, the newest first."""
    found = OpenReport.objects.select_related("case__definition", "government").order_by("-received_at", "pk")
    if filters.service:
        found = found.filter(service=filters.service)
    if filters.government:
        found = found.filter(government__code=filters.government)
    if filters.status == "open":
        found = found.exclude(case__status=Case.Status.CLOSED)
    elif filters.status == "closed":
        found = found.filter(case__status=Case.Status.CLOSED)
    if words := bigrams(filters.words[:100]):
        found = found.filter(bigrams__contains=sorted(words))
    return found


def report(number: str) -> OpenReport | None:
    """The public report of that number."""
    return (
        OpenReport.objects.filter(case__number=number)
        .select_related("case__definition", "case__unit", "government")
        .first()
    )


def answers_in_words(promise: ServiceDefinition, shown: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The public answers with the questions that they answer, in the language of the page."""
    answers = {path.removeprefix("form."): value for path, value in shown.items() if path.startswith("form.")}
    return in_words(promise, answers)


def photo_place(photo: UUID) -> Path:
    """Where a cleaned public photo lies on the disk."""
    return Path(settings.MEDIA_ROOT) / "open" / photo.hex[:2] / photo.hex


def photo_of(number: str, photo: UUID) -> bytes | None:
    """A public photo, if it belongs to the report of that number."""
    found = OpenReport.objects.filter(
        case__number=number, case__definition__kind=KIND, photos__contains=[photo]
    )
    place = photo_place(photo)
    return place.read_bytes() if found.exists() and place.exists() else None
