"""A small reform for tests: its terms, and tables of numbers that are made up with a seed."""

from datetime import UTC, date, datetime
from decimal import Decimal
from math import sin
from random import Random

from madang.ground.organisations.models import Government
from madang.ground.people.models import Person
from madang.insight.claims import actions
from madang.insight.claims.definition import Figures, Measure, Promised, Source, Terms, Value, Words
from madang.insight.claims.models import Claim
from madang.insight.claims.tables import Table, months_between, of_rows
from tests import people

BEGAN = date(2025, 1, 1)
BEFORE = datetime(2024, 11, 5, tzinfo=UTC)


def measure(key: str = "primary", figures: Figures | None = None, promised: str = "20") -> Measure:
    """Days until the decision: less is better, 20 percent were promised."""
    size = Promised.model_validate({"size": promised, "as": "percent"}) if promised else None
    unit = Words(ko="일", en="days")
    return Measure(
        key=key, name=Words(en="Days until"), unit=unit, better="down", promised=size, figures=figures
    )


def two_numbers(n: int | None) -> Figures:
    """From 12 days to 8."""
    return Figures(
        before=Value(value=Decimal(12), at="2024", n=n), after=Value(value=Decimal(8), at="2025", n=n)
    )


def terms(key: str = "saebit-2025-one-desk", *measures: Measure, starts_on: date = BEGAN) -> Terms:
    """One desk for permits."""
    return Terms(
        key=key,
        title=Words(ko="한 창구", en="One desk"),
        subject=Words(en="Permits"),
        what=Words(ko="한 담당자가 맡습니다.", en="One official takes the case."),
        starts_on=starts_on,
        population=Words(en="all applications"),
        measures=measures or (measure(),),
        source=Source(title=Words(en="Plan no. 5"), quote="12 days → 8 days"),
    )


def registered(
    key: str = "saebit-2025-one-desk",
    *measures: Measure,
    at: datetime = BEFORE,
    city: Government | None = None,
) -> Claim:
    """The reform, registered by the innovation officer before it began."""
    return actions.enrol(
        terms(key, *measures), government=city or people.city(), unit=people.unit("innovation"), at=at,
        by=people.seo_daeun(),
    )  # fmt: skip


def series(
    effect: float = -3, *, months: tuple[str, str] = ("2023-01", "2026-06"), noise: float = 0.4, seed: int = 7
) -> Table:
    """Monthly values about ten with season and noise, and a change of level at the day of the change."""
    dice = Random(seed)  # noqa: S311  # numbers, no secrets
    rows: list[tuple[str, ...]] = [
        (
            month,
            f"{10 + sin(int(month[5:])) + (effect if month >= '2025-01' else 0) + dice.gauss(0, noise):.2f}",
        )
        for month in months_between(*months)
    ]
    return of_rows("series", rows)


def panel(effect: float = -3, *, others: int = 21, seed: int = 7) -> Table:
    """The same for North, which changed, and others that did not."""
    rows: list[tuple[str, ...]] = []
    for number in range(others + 1):
        name = "North" if number == 0 else f"Other {number:02d}"
        one = series(effect if number == 0 else 0, seed=seed + number)
        rows += [(name, *row) for row in one.rows]
    return of_rows("panel", rows)


def head_of_innovation() -> Person:
    """도미래, head of the innovation division, who publishes."""
    return people.official("mirae.do", "도미래", "Do Mirae", "innovation", "head")
