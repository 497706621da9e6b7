"""What must not change a figure does not: other names, another order of rows, a log in two halves, a longer second."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from madang.ground.law.queries import OfficeHours
from madang.insight.evidence import table
from madang.insight.evidence.measures import measure
from madang.insight.evidence.measures.office import Office
from madang.insight.evidence.measures.whole import Asked
from tests.insight.evidence.logs import Event, as_csv, options, written

DICE = random.Random(1434)  # noqa: S311 - the dice of a test
MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)


def made() -> list[Event]:
    """A log of 40 cases with rework, hand-overs, late and open cases."""
    events = []
    for case in range(40):
        at = MONDAY + timedelta(hours=DICE.randrange(600))
        due = at + timedelta(hours=60) if case % 3 else None
        for step in range(DICE.randrange(1, 7)):
            name, who = f"step {min(step, DICE.randrange(5))}", f"desk {DICE.randrange(4)}"
            events.append(Event(f"case {case}", name, at, who, due))
            at += timedelta(minutes=DICE.randrange(1, 3000))
    return events


LOG = made()
ALWAYS = Asked(Office(OfficeHours.of([["00:00", "23:59:59.999999"]], "UTC")))


def figures(events: list[Event], folder: Path, asked: Asked | None = None) -> dict[str, Any]:
    to = folder / "events.parquet"
    table.write(written(folder, as_csv(events)), to, options())
    return measure(to, asked=asked or Asked()).summary


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return figures(LOG, tmp_path_factory.mktemp("usual"))


def test_other_names_change_nothing(usual: dict[str, Any], tmp_path: Path) -> None:
    renamed = [
        replace(
            event, case=event.case[::-1], activity=f"활동 {event.activity}", resource=event.resource.upper()
        )
        for event in LOG
    ]
    assert figures(renamed, tmp_path) == usual


def test_another_order_of_rows_changes_nothing(usual: dict[str, Any], tmp_path: Path) -> None:
    moments = [(event.case, event.time) for event in LOG]
    assert len(set(moments)) == len(moments)  # within a moment the order of the file counts
    assert figures(DICE.sample(LOG, len(LOG)), tmp_path) == usual


def test_a_log_in_two_halves_adds_up(usual: dict[str, Any], tmp_path: Path) -> None:
    halves = [[event for event in LOG if int(event.case[5:]) % 2 == half] for half in (0, 1)]
    told = [figures(half, tmp_path) for half in halves]
    for key in (
        "cases",
        "events",
        "rework_cases",
        "handovers",
        "ping_pong_cases",
        "open_cases",
        "waiting_sum_seconds",
    ):
        assert sum(half[key] for half in told) == pytest.approx(usual[key]), key
    for key in ("mean",):
        cycle = sum(half["cycle_time_seconds"][key] * half["cases"] for half in told) / usual["cases"]
        assert cycle == pytest.approx(usual["cycle_time_seconds"][key])
    # Causes that other cases have a part in may shift; what lies outside office hours cannot grow.
    apart = sum(half["waiting_causes"]["batching"] for half in told)
    assert apart <= usual["waiting_causes"]["batching"]


def test_a_case_that_is_moved_whole_weeks_changes_no_time(usual: dict[str, Any], tmp_path: Path) -> None:
    later = partial(timedelta, weeks=52)
    shifted = [
        replace(
            event, time=event.time + later(), deadline=event.deadline + later() if event.deadline else None
        )
        for event in LOG
    ]
    told = figures(shifted, tmp_path)
    for key in (
        "cycle_time_seconds",
        "late_share",
        "waiting_sum_seconds",
        "survival_median",
        "variants_covering_80",
    ):
        assert told[key] == pytest.approx(usual[key]), key


def test_a_slower_clock_stretches_every_time_alike(tmp_path: Path) -> None:
    """Three times as slow; the office is always open, so that nights do not come in between."""
    slow = [
        replace(
            event,
            time=MONDAY + 3 * (event.time - MONDAY),
            deadline=MONDAY + 3 * (event.deadline - MONDAY) if event.deadline else None,
        )
        for event in LOG
    ]
    usual, told = figures(LOG, tmp_path, ALWAYS), figures(slow, tmp_path, ALWAYS)
    for key in ("cycle_time_seconds",):
        assert told[key] == pytest.approx({part: 3 * value for part, value in usual[key].items()})
    assert told["waiting_sum_seconds"] == pytest.approx(3 * usual["waiting_sum_seconds"])
    assert told["survival_median"] == pytest.approx(3 * usual["survival_median"])
    for key in ("late_share", "rework_cases", "handovers", "variants", "ping_pong_cases", "dpmo", "sigma"):
        assert told[key] == usual[key], key


def test_a_case_of_its_own_adds_itself(usual: dict[str, Any], tmp_path: Path) -> None:
    more = [*LOG, Event("alone", "step 0", MONDAY, "desk 9")]
    told = figures(more, tmp_path)
    assert told["cases"] == usual["cases"] + 1
    assert told["resources"] == usual["resources"] + 1
    for key in ("waiting_causes", "rework_cases", "handovers", "ping_pong_cases"):
        assert told[key] == usual[key], key
