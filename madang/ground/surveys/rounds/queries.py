"""Questions about rounds: which there are, how far one has come, and how two compare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from madang.ground.organisations.queries import Government
from madang.ground.people.queries import Person
from madang.ground.surveys.definition import Survey
from madang.ground.surveys.models import Answer, Invitation, Round
from madang.ground.surveys.rounds.permissions import homes
from madang.ground.surveys.rounds.rules import COMPARED
from madang.lib.statistics.proportions import (
    Estimate,
    Share,
    Trend,
    cohens_h,
    difference,
    difference_in_differences,
    trend,
)

__all__ = [
    "Change",
    "Progress",
    "Round",
    "being_asked",
    "beyond",
    "can_close",
    "change",
    "closed_rounds",
    "end_of",
    "figure_of",
    "in_years",
    "progress",
    "published",
    "rounds_of",
    "series",
    "share_of",
    "trend_of",
]

STEP = 5  # progress is told in steps, so that no visit to the page tells whose answer has just come


def rounds_of(person: Person, at: datetime) -> QuerySet[Round]:
    """The rounds that the person may hold, newest first."""
    found = Round.objects.filter(government__in=homes(person, at)).select_related("government")
    return found.order_by("-asked_from", "-id")


def published() -> QuerySet[Round]:
    """All closed rounds, newest first; their results are public."""
    return (
        Round.objects.filter(state=Round.State.CLOSED)
        .select_related("government")
        .order_by("-asked_until", "-id")
    )


def being_asked() -> QuerySet[Round]:
    """The rounds that are being asked now; everybody may know of them, so that none can be kept back later."""
    return (
        Round.objects.filter(state=Round.State.OPEN)
        .select_related("government")
        .order_by("asked_until", "id")
    )


def closed_rounds(
    *, reform: str = "", service: str = "", government: Government | None = None
) -> list[Round]:
    """The closed rounds about a reform, or about a service of a government, the oldest first."""
    about = Q(reform=reform) if reform else Q(pk__in=[])
    if service and government:
        about |= Q(service=service, government=government, reform="")
    return list(published().filter(about).order_by("asked_from", "id"))


def end_of(found: Round) -> datetime:
    """Midnight after the last day of answering, where the government is."""
    zone = ZoneInfo(found.government.time_zone)
    return datetime.combine(found.asked_until + timedelta(days=1), time(), zone)


@dataclass(frozen=True)
class Progress:
    """How far a round has come; `answered` is rounded down."""

    invited: int
    answered: int
    still_open: int

    @property
    def response(self) -> float:
        """The share of those invited who have answered."""
        return self.answered / self.invited if self.invited else 0.0


def progress(found: Round) -> Progress:
    """How many were invited and have answered, in steps of five."""
    answered = Answer.objects.filter(round=found).count()
    waiting = Invitation.objects.filter(round=found).count()
    return Progress(found.invited, answered // STEP * STEP, waiting // STEP * STEP)


def questionnaire_of(found: Round) -> Survey:
    """The questionnaire of a round, as it was frozen."""
    return Survey.model_validate(found.questionnaire)


def figure_of(found: Round, asks: str) -> Mapping[str, Any] | None:
    """The published figure of the question that asks for this; nothing where it is not shown."""
    questions = found.results.get("questions", {})
    return next((figure for figure in questions.values() if figure.get("asks") == asks), None)


def share_of(found: Round, asks: str) -> Share | None:
    """The published share of the question that asks for this, to reckon with."""
    figure = figure_of(found, asks)
    told = figure.get("share") if figure else None
    return Share(told["value"], told["n"], told["deff"]) if told else None


@dataclass(frozen=True)
class Change:
    """How a share moved from one round to a later one; no estimate where either has too few answers."""

    asks: str
    before: Share
    after: Share
    estimate: Estimate | None
    h: float | None


def change(before: Round, after: Round, asks: str) -> Change | None:
    """The change of a share between two rounds of one wording; nothing where either does not show it."""
    first, second = share_of(before, asks), share_of(after, asks)
    if first is None or second is None or before.wording != after.wording:
        return None
    if min(first.n, second.n) < COMPARED:
        return Change(asks, first, second, None, None)
    return Change(asks, first, second, difference(second, first), cohens_h(second.value, first.value))


def beyond(before: Round, after: Round, asks: str = "felt") -> Estimate | None:
    """The change less that of the comparison area over the same time; nothing where there is none to show."""
    if after.compares or not after.reform:
        return None
    elsewhere = published().filter(
        reform=after.reform, wording=after.wording, population=after.population, compares=True
    )
    sides = [
        elsewhere.filter(asked_from__lte=one.asked_until, asked_until__gte=one.asked_from)
        for one in (before, after)
    ]
    other = [side.first() for side in sides]
    shares = [share_of(one, asks) for one in (before, after, *other) if one]
    told = [share for share in shares if share and share.n >= COMPARED]
    return difference_in_differences(*told) if len(told) == 4 else None


def series(found: Round) -> list[Round]:
    """The closed rounds that can be compared with this one: same wording, people, place and subject."""
    alike = published().filter(
        wording=found.wording,
        population=found.population,
        government=found.government,
        reform=found.reform,
        service=found.service,
        area=found.area,
    )
    return list(alike.order_by("asked_from", "id"))


def trend_of(rounds: Sequence[Round], asks: str) -> Trend | None:
    """How a share moves a year over rounds of one wording."""
    told = [(found, share) for found in rounds if (share := share_of(found, asks)) and share.n >= COMPARED]
    if len({found.wording for found, _ in told}) != 1:
        return None
    return trend([in_years(found.asked_from) for found, _ in told], [share for _, share in told])


def in_years(day: date) -> float:
    """A day as a year with its fraction."""
    first = date(day.year, 1, 1)
    return day.year + (day - first).days / (date(day.year + 1, 1, 1) - first).days


def can_close(found: Round, at: datetime) -> bool:
    """Whether nobody can answer any more: the last day has passed, or everybody has answered."""
    return at >= end_of(found) or not Invitation.objects.filter(round=found).exists()
