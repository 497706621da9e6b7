"""The law of time, pure: periods, calendars, counting rules and clocks; nothing here knows Django."""

from madang.ground.law.rules.calendars import Calendar, Decreed, Holiday, WorkingDays, working_days
from madang.ground.law.rules.clock import ClockEvent, Pause, Run
from madang.ground.law.rules.counting import Ground
from madang.ground.law.rules.due import Count, Due, count, spans
from madang.ground.law.rules.errors import CannotCount
from madang.ground.law.rules.explain import explained
from madang.ground.law.rules.hours import OfficeHours
from madang.ground.law.rules.many import Question, due_many
from madang.ground.law.rules.periods import Period, Unit
from madang.ground.law.rules.versions import CountingRule, Mode, RuleVersion, Words

__all__ = [
    "Calendar",
    "CannotCount",
    "ClockEvent",
    "Count",
    "CountingRule",
    "Decreed",
    "Due",
    "Ground",
    "Holiday",
    "Mode",
    "OfficeHours",
    "Pause",
    "Period",
    "Question",
    "RuleVersion",
    "Run",
    "Unit",
    "Words",
    "WorkingDays",
    "count",
    "due_many",
    "explained",
    "spans",
    "working_days",
]
