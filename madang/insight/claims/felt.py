"""What citizens felt of a reform, set against what was reported and what the log says; never merged with either.

`felt_of` takes plain facts and may be asked about anything: a claim, a service, a date. It reads closed
rounds of questions only (and the monthly answers of a service where no round was held), so that all that
it says is published already and about five people or more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, DurationField, ExpressionWrapper, F

from madang.flow.queries import Case
from madang.flow.queries.times import DECIDED, Percentile
from madang.ground.organisations.queries import Government
from madang.ground.surveys.queries import results as monthly_results
from madang.ground.surveys.rounds import queries as rounds
from madang.insight.claims.felt_rules import Asking, Changed, Felt, Remembered, reckon
from madang.lib.statistics.proportions import Share

__all__ = ["Asking", "Changed", "Felt", "Remembered", "felt_of", "felt_of_claim", "reckon"]

FEWEST = 5  # cases below which the log is not quoted either
YEAR = 12  # months on either side that are read where only monthly answers exist


def felt_of(
    government: Government,
    *,
    starts_on: date,
    reform: str = "",
    service: str = "",
    reported: float | None = None,
    reported_n: int | None = None,
    improved: bool = True,
) -> Felt:
    """What is known of how a reform was felt that took effect on the day.

    `reported` is the share (0 to 1) that the office claims, `reported_n` of how many; `improved` whether
    the measured effect is for the better, with which the felt direction is compared.
    """
    held = [
        _asking(one) for one in rounds.closed_rounds(reform=reform, service=service, government=government)
    ]
    told = reckon(held, starts_on, reported=reported, reported_n=reported_n, improved=improved)
    if not told.source and service:
        told = reckon(
            _monthly(government, service, starts_on), starts_on,
            reported=reported, reported_n=reported_n, improved=improved, source="monthly",
        )  # fmt: skip
    return _with_time(told, held, government, service, starts_on)


def felt_of_claim(claim: Any, *, improved: bool = True, reported: float | None = None) -> Felt:
    """The felt side of a claim: of anything that has a government, a key, a service and a day of start."""
    if claim.starts_on is None:
        return Felt("", "")
    return felt_of(
        claim.government,
        starts_on=claim.starts_on,
        reform=claim.key,
        service=claim.service_key,
        reported=reported,
        improved=improved,
    )


def _asking(held: rounds.Round) -> Asking:
    period = (held.cases_from, held.cases_until) if held.cases_from and held.cases_until else None
    return Asking(
        held.pk,
        held.population,
        held.wording,
        f"{held.government_id} {sorted(held.area.items())}",
        held.compares,
        held.asked_from,
        held.asked_until,
        rounds.share_of(held, "felt"),
        held.results,
        period,
    )


def _monthly(government: Government, service: str, starts_on: date) -> list[Asking]:
    """The short questionnaire after every case as two askings: the year before the day and the year after it."""
    this = starts_on.replace(day=1)
    before = [_month(this, -number) for number in range(1, YEAR + 1)]
    after = [_month(this, number) for number in range(1 if starts_on.day > 1 else 0, YEAR + 1)]
    found = []
    for months in (before, after):
        total = monthly_results(service, government, months).total
        if total is None:
            continue
        felt = total.of("felt").figure
        first, last = min(months), _month(max(months), 1) - timedelta(days=1)
        share = Share(felt.value, total.count)
        found.append(Asking(None, "users", "monthly", "", False, first, last, share))
    return found


def _month(day: date, number: int) -> date:
    months = 12 * day.year + day.month - 1 + number
    return date(months // 12, months % 12 + 1, 1)


def _with_time(
    told: Felt, held: Sequence[Asking], government: Government, service: str, starts_on: date
) -> Felt:
    """The felt side with how long it took as users remember it, beside what the log says of the same cases."""
    users = [one for one in held if one.population == "users" and not one.compares and one.first >= starts_on]
    for asked in reversed(users):
        figure = _numbers(asked, "remembered")
        if figure is None:
            continue
        logged, cases = _logged(government, service, asked.cases) if service and asked.cases else (None, 0)
        expected = _numbers(asked, "expected")
        remembered = Remembered(
            figure["value"], figure["low"], figure["high"], figure["n"], expected["value"] if expected else None,
            logged, cases,
        )  # fmt: skip
        return replace(told, remembered=remembered)
    return told


def _numbers(asked: Asking, asks: str) -> Mapping[str, Any] | None:
    questions = asked.results.get("questions", {})
    figure = next((one for one in questions.values() if one.get("asks") == asks), None)
    return figure["median"] if figure else None


def _logged(government: Government, service: str, period: tuple[date, date]) -> tuple[float | None, int]:
    """The median from receipt to the end, in calendar days, of the cases that were asked about."""
    zone = ZoneInfo(government.time_zone)
    took = ExpressionWrapper(F("closed_at") - F("received_at"), output_field=DurationField())
    found = Case.objects.filter(
        government=government,
        definition__key=service,
        outcome__in=DECIDED,
        closed_at__gte=datetime.combine(period[0], time(), zone),
        closed_at__lt=datetime.combine(period[1] + timedelta(days=1), time(), zone),
    ).aggregate(cases=Count("pk"), median=Percentile(0.5, took))
    if found["cases"] < FEWEST:
        return None, 0
    return float(found["median"]) / 86400, found["cases"]
