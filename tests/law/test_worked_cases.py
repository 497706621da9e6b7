"""The worked cases: tables that a lawyer can read, tried one by one."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from madang.ground.law.queries import ClockEvent, Period, due

SEOUL = ZoneInfo("Asia/Seoul")
TABLES = ("kr-petition", "kr-disclosure", "round-the-clock")


def _cases() -> list[Any]:
    tables = [yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text("utf-8")) for name in TABLES]
    return [
        pytest.param(table["rule"], case, id=f"{table['rule']}: {case['name']}")
        for table in tables
        for case in table["cases"]
    ]


def _event(written: str) -> ClockEvent:
    kind, rest = written.split(":", 1)
    at, _, period = rest.partition(",")
    return ClockEvent(kind, datetime.fromisoformat(at), Period.parse(period) if period else None)  # type: ignore[arg-type]  # the table says which


@pytest.mark.parametrize(("rule", "case"), _cases())
def test_worked_case(rule: str, case: dict[str, Any]) -> None:
    known = case.get("as_known_on")
    answer = due(
        rule=rule,
        received=datetime.fromisoformat(case["received"]).replace(tzinfo=SEOUL),
        period=case["period"],
        events=[_event(event) for event in case.get("events", [])],
        as_known_on=date.fromisoformat(known) if known else None,
    )
    expected = datetime.fromisoformat(case["due"]).replace(tzinfo=SEOUL) if case["due"] else None
    assert answer.at == expected, "\n".join([case["because"], *answer.explanation["en"]])
    assert answer.paused == (expected is None)


def test_there_are_enough_worked_cases_and_no_two_are_the_same() -> None:
    cases = [(param.values[0], param.values[1]) for param in _cases()]
    assert sum(rule == "kr-petition" for rule, _ in cases) >= 60
    assert sum(rule == "kr-disclosure" for rule, _ in cases) >= 30
    asked = {
        str((rule, {k: v for k, v in case.items() if k not in ("name", "because", "due", "source")}))
        for rule, case in cases
    }
    assert len(asked) == len(cases)
