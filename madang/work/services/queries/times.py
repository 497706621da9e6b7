"""How long a service takes: in law, with an example, and in truth, from live cases and from logs of the past."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from madang.flow.queries import Figures, figures
from madang.ground.law import queries as law
from madang.ground.organisations.queries import Government, office_hours
from madang.work.services.definition import ServiceDefinition
from madang.work.services.models import PastFigures


@dataclass(frozen=True)
class Past:
    """What a log of the past tells; times in seconds, the share from 0 to 1, None where the log is silent."""

    government: Government
    source: str
    link: str
    imported: bool
    cases: int
    median: float | None
    p90: float | None
    in_time_share: float | None


@dataclass(frozen=True)
class HowLong:
    """How long it takes in truth: live cases here, and what is known from before, apart from each other."""

    live: Figures
    past: tuple[Past, ...]

    @property
    def in_time_percent(self) -> int | None:
        return round(100 * self.live.in_time / self.live.cases) if self.live.cases else None


ENOUGH = 5  # fewer cases than this could tell about persons, and tell little about the service


def if_filed_now(
    promise: ServiceDefinition, government: Government | None, *, at: datetime | None = None
) -> law.Due | None:
    """When an application received now would be due, with the arithmetic; nothing where no clock runs."""
    if promise.clock is None:
        return None
    return law.due(
        rule=promise.clock.rule,
        received=at or timezone.now(),
        period=promise.clock.period,
        calendar=promise.clock.calendar or (government.calendar if government else None),
        decreed=law.decreed(government.calendar) if government else (),
        office_hours=office_hours(government) if government else law.OFFICE_HOURS,
    )


def how_long(service_key: str, government: Government | None) -> HowLong:
    """The real times of a service at a government, or everywhere."""
    rows = (
        PastFigures.objects.filter(service=service_key).select_related("government").order_by("-recorded_at")
    )
    if government:
        rows = rows.filter(government=government)
    live = figures(service_key, government=government.pk if government else None)
    return HowLong(live, tuple(_past(row) for row in rows[:5]))


def _past(row: PastFigures) -> Past:
    said: Mapping[str, Any] = row.figures
    cycle = said.get("cycle_time_seconds") or {}
    late = said.get("late_share")
    return Past(
        row.government,
        row.source,
        row.link,
        row.imported,
        int(said.get("cases") or 0),
        cycle.get("median"),
        cycle.get("p90"),
        None if late is None else 1 - float(late),
    )
