"""The invented reforms of the demo city: registered, watched, assessed and published as an office would."""

from datetime import UTC, date, datetime
from math import cos, pi
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import yaml

from madang.ground.organisations.queries import Government, unit_of
from madang.ground.people.queries import Person
from madang.ground.surveys.actions import Given, take_over
from madang.insight.claims import actions
from madang.insight.claims.actions import Line, Range, of_rows
from madang.insight.claims.definition import Terms

STORIES = Path(__file__).with_name("reforms.yaml")
SOURCE = "지어낸 숫자 / invented numbers"
ANSWERS_A_MONTH = 14
LATELY = 4  # months of which other stories tell what citizens said
REGISTRAR, PUBLISHER = "daeun.seo", "mirae.do"


def tell_all(city: Government, cast: dict[str, Person], today: date, dice: Random) -> None:
    """Load the quoted claims, then let the city claim, measure and publish its own."""
    actions.load_shipped(government=city)
    for story in yaml.safe_load(STORIES.read_text("utf-8")):
        _tell(story, city, cast, today, dice)


def _tell(
    story: dict[str, Any], city: Government, cast: dict[str, Person], today: date, dice: Random
) -> None:
    began = _back(today, story["began"])
    registered = _back(began, story["registered"]).replace(day=12)
    terms = Terms.model_validate({**story["terms"], "starts_on": began})
    unit = unit_of(city, "innovation", today)
    claim = actions.enrol(terms, government=city, unit=unit, at=_at(registered), by=cast[REGISTRAR])
    if "felt" in story:
        _asked(terms.service, story["felt"], city, began, today, dice)
    for measure, tells in story.get("tells", {}).items():
        _add(claim.pk, measure, tells, began, today, dice, by=cast[REGISTRAR])
    for benefit in story.get("benefits", ()):
        actions.count(claim.pk, _line(benefit, terms.service, began.year), by=cast[REGISTRAR])
    if story.get("tells") or terms.primary.figures:
        actions.assess(claim.pk, at=_at(_back(today, 1, 20)), by=cast[REGISTRAR])
        actions.publish(claim.pk, at=_at(_back(today, 1, 25)), by=cast[PUBLISHER])
    if reason := story.get("withdrawn"):
        actions.withdraw(claim.pk, reason, by=cast[REGISTRAR])


def _add(
    claim_id: UUID, measure: str, tells: dict[str, Any], began: date, today: date, dice: Random, *, by: Person
) -> None:
    kind = tells["kind"]
    rows = (_panel if kind == "panel" else _series)(tells, began, today, dice)
    treated, at = "새빛시" if kind == "panel" else "", _at(_back(today, 1))
    actions.add_data(claim_id, measure, of_rows(kind, rows), source=SOURCE, treated=treated, at=at, by=by)


def _series(tells: dict[str, Any], began: date, today: date, dice: Random) -> list[tuple[str, ...]]:
    return [
        (f"{month:%Y-%m}", f"{_value(tells, month, began, dice):.2f}")
        for month in _months(_back(began, tells["back"]), _back(today, 1))
    ]


def _panel(tells: dict[str, Any], began: date, today: date, dice: Random) -> list[tuple[str, ...]]:
    """The city beside others that did not change, whose names are invented too."""
    rows: list[tuple[str, ...]] = []
    for number in range(tells["others"] + 1):
        name = "새빛시" if number == 0 else f"이웃 {number:02d}"
        of = {
            **tells,
            "before": tells["before"] + dice.gauss(0, 1),
            "effect": tells["effect"] if number == 0 else 0,
        }
        months = _months(_back(began, tells["back"]), _back(today, 1))
        rows += [(name, f"{month:%Y-%m}", f"{_value(of, month, began, dice):.2f}") for month in months]
    return rows


def _value(tells: dict[str, Any], month: date, began: date, dice: Random) -> float:
    wave = tells["season"] * cos(2 * pi * month.month / 12)
    return float(
        max(
            0.1,
            tells["before"]
            + wave
            + (tells["effect"] if month >= began else 0)
            + dice.gauss(0, tells["noise"]),
        )
    )


def _asked(
    service: str, felt: dict[str, float], city: Government, began: date, today: date, dice: Random
) -> None:
    """The short questionnaire at the end of cases, half a year before and after the change."""
    last = _back(today, LATELY + 1)
    given = []
    for month in _months(_back(began, 6), min(_back(began, -7), last)):
        share = felt["before"] if month < began else felt["after"]
        given += [Given(service, month, _answer(dice.random() < share, dice)) for _ in range(ANSWERS_A_MONTH)]
    take_over(given, government=city, by=None)


def _answer(solved: bool, dice: Random) -> dict[str, str]:
    low, high = (3, 5) if solved else (1, 3)
    felt = "yes" if solved else dice.choice(["partly", "no"])
    return {"felt": felt, "satisfaction": str(dice.randint(low, high)), "ease": str(dice.randint(low, high))}


def _line(told: dict[str, Any], process: str, year: int) -> Line:
    def ranges(names: tuple[str, ...]) -> dict[str, Range]:
        found = {name: [float(each) for each in told[name]] for name in names if name in told}
        return {name: Range(low, mid, high, SOURCE) for name, (low, mid, high) in found.items()}

    parts, costs = ranges(("volume", "before", "after", "value")), ranges(("implementing", "running"))
    name = f"{told['name']['ko']} / {told['name']['en']}"
    unit = f"{told['unit']['ko']} / {told['unit']['en']}"
    return Line(name, process, year, parts, unit, "KRW", bool(told["cashable"]), costs, 5)


def _back(day: date, months: int, of_month: int = 1) -> date:
    number = 12 * day.year + day.month - 1 - months
    return date(number // 12, number % 12 + 1, of_month)


def _months(first: date, last: date) -> list[date]:
    count = 12 * (last.year - first.year) + last.month - first.month
    return [_back(first, -number) for number in range(count + 1)]


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
