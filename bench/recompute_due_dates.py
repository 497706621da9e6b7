"""A holiday is decreed: how long until a million due dates are counted again, against the machine's own limit.

The limit is numpy's `busday_offset` on the same receipts, which knows one calendar, whole days and nothing else:
no hours, no versions, no months, no pauses.
"""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from time import perf_counter
from typing import TypeVar
from zoneinfo import ZoneInfo

import numpy as np

from madang.ground.law.queries import ClockEvent, Decreed, OfficeHours, Period, Question, due_many, holidays

CASES = 1_000_000
PAUSED_IN = 20  # one case in twenty has asked the applicant and gone on
ZONE = ZoneInfo("Asia/Seoul")
FIRST = datetime(2026, 7, 1, tzinfo=ZONE)
NEW = Decreed(date(2026, 11, 30), date(2026, 11, 21), "임시공휴일(가상)", "temporary holiday (invented)")
KINDS = [
    ("kr-petition", "6 days", 35),
    ("kr-petition", "3 days", 25),
    ("kr-petition", "immediately", 10),
    ("kr-petition", "14 days", 10),
    ("kr-petition", "1 months", 5),
    ("kr-disclosure", "10 days", 15),
]
Result = TypeVar("Result")


def cases(number: int) -> list[Question]:
    """That many open cases, received at any time in five months; seeded, so always the same."""
    chance = random.Random(1434)  # noqa: S311 - a benchmark's lottery, no secret
    kinds = [(rule, Period.parse(period)) for rule, period, _ in KINDS]
    drawn = chance.choices(kinds, [weight for *_, weight in KINDS], k=number)
    return [_case(rule, period, chance, n) for n, (rule, period) in enumerate(drawn)]


def _case(rule: str, period: Period, chance: random.Random, number: int) -> Question:
    received = FIRST + timedelta(seconds=chance.randrange(150 * 86_400))
    if number % PAUSED_IN:
        return Question(rule, received, period)
    asked = received + timedelta(hours=chance.randrange(1, 30))
    answered = asked + timedelta(hours=chance.randrange(1, 100))
    return Question(rule, received, period, (ClockEvent("pause", asked), ClockEvent("resume", answered)))


def run(number: int = CASES) -> list[str]:
    """Count all due dates before and after the decree, and say how long it took and how many moved."""
    questions = cases(number)
    _, before = _timed(lambda: due_many(questions))
    seconds, after = _timed(lambda: due_many(questions, decreed=[NEW]))
    moved = sum(a != b for a, b in zip(before, after, strict=True))
    limit, _ = _timed(lambda: _busdays(questions))
    one_in = sum(1 for question in questions if question.events)
    return [
        f"recompute due dates after a decreed holiday: {number:,} cases ({one_in:,} with a pause), {moved:,} moved",
        f"  madang due_many          {seconds:8.2f} s  {number / seconds:12,.0f} a second   (aim: under 60 s)",
        f"  numpy busday_offset only {limit:8.2f} s  {number / limit:12,.0f} a second   ratio {seconds / limit:.1f}",
    ]


def _busdays(questions: list[Question]) -> object:
    off = [day for day, _ in holidays(date(2026, 1, 1), date(2027, 12, 31))] + [NEW.day]
    hours = OfficeHours()
    received = np.array([hours.local(q.received).date() for q in questions], dtype="datetime64[D]")
    days = np.array([q.period.number for q in questions])
    due = np.busday_offset(received, np.maximum(days, 1) - 1, roll="forward", holidays=off)
    return due.astype(object)


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    start = perf_counter()
    result = work()
    return perf_counter() - start, result


if __name__ == "__main__":
    print("\n".join(run()))
