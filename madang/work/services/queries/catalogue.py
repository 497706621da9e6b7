"""What services there are: the promise of each, found by key, by words, by depth, function or grade."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from django.utils import timezone

from madang.flow.queries import Definition, in_force, published
from madang.ground.organisations.queries import Government, Unit, offered_in, today_in, unit_of
from madang.work.services.definition import Grade, ServiceDefinition, grade_of
from madang.work.services.finding import Text, score

KIND = "services"


@dataclass(frozen=True)
class Service:
    """A service in force: the version that governs now, and what it promises."""

    definition: Definition
    promise: ServiceDefinition

    @property
    def key(self) -> str:
        return self.definition.key

    @cached_property
    def grade(self) -> Grade:
        return grade_of(self.promise)


@dataclass(frozen=True)
class Narrowed:
    """What of the catalogue to show."""

    words: str = ""
    depth: str = ""
    field: str = ""  # the policy field of the function, in Korean
    grade: str = ""


def service(key: str, *, at: datetime | None = None) -> Service | None:
    """The service of that key as it is in force at the moment."""
    definition = in_force(KIND, key, at=at)
    return Service(definition, promise_of(definition)) if definition else None


def promise_of(definition: Definition) -> ServiceDefinition:
    """What a published version of a service promises."""
    return _read(definition.pk, definition.hash)


@lru_cache(maxsize=4096)
def _read(pk: int, content_hash: str) -> ServiceDefinition:
    return ServiceDefinition.of(Definition.objects.values_list("body", flat=True).get(pk=pk))


def services(*, at: datetime | None = None) -> list[Service]:
    """Every service in force, by its Korean title."""
    found = [Service(row, promise_of(row)) for row in published(KIND, at=at).defer("body")]
    return sorted(found, key=lambda each: each.promise.title.ko)


def catalogue(narrowed: Narrowed, *, at: datetime | None = None) -> list[Service]:
    """The services that fit; where words are searched for, the best first."""
    found = [each for each in services(at=at) if _fits(each, narrowed)]
    return _ranked(found, narrowed.words) if narrowed.words.strip() else found


def search(words: str, language: str = "ko", *, limit: int = 10) -> list[Service]:
    """The services that these words most likely mean, the best first; small slips of the pen do not matter."""
    return _ranked(services(), words)[:limit] if words.strip() else []


def fields(found: Iterable[Service]) -> list[tuple[str, str]]:
    """The policy fields of these services in Korean and English, each once."""
    pairs = {(each.promise.function.ko[0], each.promise.function.en[0]) for each in found}
    return sorted(pairs)


def _fits(each: Service, narrowed: Narrowed) -> bool:
    return (
        narrowed.depth in ("", each.promise.depth)
        and narrowed.field in ("", each.promise.function.ko[0])
        and (not narrowed.grade or each.grade.number == narrowed.grade)
    )


def _ranked(found: Iterable[Service], words: str) -> list[Service]:
    scored = [(score(words, _texts(each.definition.pk, each.definition.hash)), each) for each in found]
    fitting = [(points, each) for points, each in scored if points > 0]
    return [each for _, each in sorted(fitting, key=lambda pair: (-pair[0], pair[1].promise.title.ko))]


@lru_cache(maxsize=4096)
def _texts(pk: int, content_hash: str) -> tuple[Text, ...]:
    """The texts by which a service is found, and how much each counts."""
    promise = _read(pk, content_hash)
    name = [promise.title.ko, promise.title.en, promise.key.replace("-", " ")]
    said = [promise.summary, promise.gives, *([promise.who] if promise.who else []), *promise.guide]
    about = [text for words in said for text in (words.ko, words.en)]
    made = [
        text for document in promise.documents.values() for text in (document.title.ko, document.title.en)
    ]
    place = [*promise.function.ko, *promise.function.en]
    labels = [label for field in promise.form.values() for label in (field.label, *field.choices.values())]
    asked = [text for label in labels for text in (label.ko, label.en)]
    weighted = [(name, 6.0), (made, 4.0), (about, 2.0), (place, 2.0), (asked, 1.0)]
    return tuple(Text.of(text, weight) for texts, weight in weighted for text in texts)


def governments_offering(promise: ServiceDefinition) -> list[Government]:
    """The governments that have the unit which answers for the service today."""
    return offered_in(promise.owner, timezone.localdate())


def unit_answering(
    promise: ServiceDefinition, government: Government, at: datetime | None = None
) -> Unit | None:
    """The unit of this government that answers for the service at the moment; nothing where it is not offered."""
    return unit_of(government, promise.owner, today_in(government, at))
