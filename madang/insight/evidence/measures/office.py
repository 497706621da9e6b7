"""The clock on the office's wall: working time and legal time of whole arrays of moments."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np

from madang.ground.law.queries import (
    CannotCount,
    ClockEvent,
    Counted,
    Decreed,
    Moments,
    OfficeHours,
    counted_many,
    due_at,
    worked_many,
)
from madang.insight.evidence import times

ZERO = datetime(1970, 1, 1, tzinfo=UTC)
MICRO = timedelta(microseconds=1)


@dataclass(frozen=True)
class Clock:
    """A rule and a period of the law, as the service or the user names them."""

    rule: str
    period: str


@dataclass(frozen=True)
class Office:
    """The hours of an office, its calendar, and the law's clock if one is to be counted by."""

    hours: OfficeHours = field(default_factory=OfficeHours)
    calendar: str = "kr"
    decreed: tuple[Decreed, ...] = ()
    clock: Clock | None = None

    def local(self, moments: Moments) -> Moments:
        """Moments of UTC as the office's clock shows them."""
        return moments + times.offsets(moments, self.hours.zone)

    def worked(self, moments: Moments) -> Moments:
        """Working microseconds up to each moment of UTC; CannotCount outside the years of the calendar."""
        return worked_many(self.local(moments), self.calendar, self.hours, self.decreed)

    def counted(self, clock: Clock, received: Moments, ended: Moments) -> Counted:
        """When cases were due, on the office's clock, and the legal time they used."""
        return counted_many(
            self.local(received), self.local(ended), rule=clock.rule, period=clock.period,
            office_hours=self.hours, decreed=self.decreed,
        )  # fmt: skip

    def due_with(self, clock: Clock, received: int, events: Sequence[ClockEvent]) -> int | None:
        """When one case was due whose clock was stopped or set anew, in microseconds of UTC."""
        try:
            due = due_at(
                rule=clock.rule, received=moment(received), period=clock.period, events=events,
                office_hours=self.hours, decreed=self.decreed,
            )  # fmt: skip
        except CannotCount:
            return None
        return None if due is None else (due - ZERO) // MICRO


def moment(micros: int) -> datetime:
    """Microseconds since 1970 as a moment."""
    return ZERO + timedelta(microseconds=int(micros))


def known_working(office: Office, moments: Moments) -> tuple[Moments, bool]:
    """Working time up to each moment, or the moments themselves and False where the calendar ends before."""
    if not len(moments):
        return np.zeros(0, np.int64), True
    try:
        return office.worked(moments), True
    except CannotCount:
        return moments, False
