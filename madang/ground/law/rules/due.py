"""The due date: a function of rule, calendar, receipt, period and events, and its arithmetic in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from madang.ground.law.articles import article
from madang.ground.law.rules.clock import ClockEvent, Extension, Run, run
from madang.ground.law.rules.counting import DAY, Ground, Leg, leg
from madang.ground.law.rules.hours import OfficeHours
from madang.ground.law.rules.periods import Period
from madang.ground.law.rules.versions import Mode


@dataclass(frozen=True)
class Due:
    """When something is due (None while its clock stands still), how that was counted, and on what ground."""

    at: datetime | None
    explanation: Mapping[str, list[str]]
    rule_version: str
    calendar_version: str
    paused: bool = False


@dataclass(frozen=True)
class Count:
    """A finished count, step by step, from which the due date and its explanation are read."""

    ground: Ground
    received: datetime
    period: Period
    events: tuple[ClockEvent, ...]
    run: Run
    legs: tuple[Leg, ...]
    too_late: tuple[Extension, ...] = ()

    @property
    def at(self) -> datetime | None:
        return self.legs[-1].end

    @property
    def paused(self) -> bool:
        return self.legs[-1].end is None


def count(ground: Ground, received: datetime, period: Period, events: Sequence[ClockEvent] = ()) -> Count:
    """Count the period from receipt, or from the last fresh start, through its pauses and extensions."""
    received = ground.hours.local(received)
    under_way = run(received, events, ground.hours) if events else Run(received)
    legs = [leg(ground, period, under_way.start, under_way.pauses)]
    too_late: list[Extension] = []
    for extension in under_way.extensions:
        end = legs[-1].end
        if end is not None and extension.at > end:
            too_late.append(extension)
        elif end is not None:
            legs.append(extended(ground, legs[-1], end, extension))
    return Count(ground, received, period, tuple(events), under_way, tuple(legs), tuple(too_late))


@article("disclosure-act", "11(2)")
@article("administrative-procedures-act", "19(2)")
def extended(ground: Ground, before: Leg, end: datetime, extension: Extension) -> Leg:
    """An extension is counted from the end of the period that it extends: in days, from the day after."""
    in_hours = ground.rule.mode(extension.period) in (Mode.HOURS, Mode.ROUND_THE_CLOCK)
    since = end if in_hours else end.date() + DAY
    return replace(leg(ground, extension.period, since, before.waiting), by=extension)


def spans(received: datetime, due: datetime, day: date, hours: OfficeHours | None = None) -> bool:
    """Whether a period from receipt to its due date runs over that day, so that a holiday on it matters."""
    office = hours or OfficeHours()
    return office.local(received).date() <= day <= office.local(due).date()
