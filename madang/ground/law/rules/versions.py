"""A counting rule, in the versions that were in force one after the other."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from madang.ground.law.rules.errors import CannotCount
from madang.ground.law.rules.periods import Period, Unit


class Mode(StrEnum):
    """How a period is counted."""

    HOURS = "hours"
    WORKING_DAYS = "working-days"
    CALENDAR_DAYS = "calendar-days"
    BY_CALENDAR = "by-calendar"
    ROUND_THE_CLOCK = "round-the-clock"


RUN = frozenset({Unit.MINUTES, Unit.HOURS, Unit.DAYS, Unit.IMMEDIATELY})


@dataclass(frozen=True)
class Words:
    """A text in both languages."""

    ko: str
    en: str

    def in_(self, language: str) -> str:
        return self.ko if language == "ko" else self.en


@dataclass(frozen=True)
class RuleVersion:
    """How periods are counted for what was received from `in_force` on."""

    rule: str
    in_force: date | None
    cites: Words
    days_are: Literal["working", "calendar"]
    hours_up_to_days: int
    first_day_counts: bool
    counts_saturdays: bool
    excluded_by_pause: Literal["both-days", "first-day"]
    hours_a_day: int = 8
    immediately_hours: int = 3
    round_the_clock: bool = False  # hours run by day and night, on holidays too

    @property
    def version(self) -> str:
        return f"{self.rule}@{self.in_force}" if self.in_force else f"{self.rule}@first"

    def mode(self, period: Period) -> Mode:
        """How this version counts that period."""
        if self.round_the_clock and period.unit in RUN:
            return Mode.ROUND_THE_CLOCK
        if period.unit in (Unit.MINUTES, Unit.HOURS, Unit.IMMEDIATELY):
            return Mode.HOURS
        if period.unit is not Unit.DAYS:
            return Mode.BY_CALENDAR
        if period.number <= self.hours_up_to_days:
            return Mode.HOURS
        return Mode.WORKING_DAYS if self.days_are == "working" else Mode.CALENDAR_DAYS

    def minutes(self, period: Period) -> int:
        """The minutes of a period that is counted in hours, of work or round the clock."""
        if period.unit is Unit.IMMEDIATELY:
            return self.immediately_hours * 60
        if period.unit is Unit.DAYS:
            return period.number * self.hours_a_day * 60
        return period.number * (60 if period.unit is Unit.HOURS else 1)


@dataclass(frozen=True)
class CountingRule:
    """A counting rule with all its versions, oldest first, and the calendar it uses unless told otherwise."""

    key: str
    title: Words
    calendar: str
    versions: tuple[RuleVersion, ...]

    def on(self, day: date) -> RuleVersion:
        """The version in force on the day of receipt."""
        in_force = [v for v in self.versions if v.in_force is None or v.in_force <= day]
        if not in_force:
            first = self.versions[0].in_force
            raise CannotCount(
                f"The rule {self.key} is known from {first} on; this was received earlier.",
                f"규칙 {self.key}에는 {first}부터의 내용만 있어서 그 전에 접수한 것은 계산할 수 없습니다.",
            )
        return in_force[-1]
