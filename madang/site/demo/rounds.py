"""Rounds of questions in the demo: residents before a reform and after it, here and next door. All invented."""

from datetime import UTC, date, datetime
from random import Random

from madang.ground.organisations.queries import Government
from madang.ground.surveys.rounds.actions import (
    Given,
    Plan,
    close_round,
    open_elsewhere,
    plan_round,
    take_answers,
)

REFORM, BEGAN = "saebit-night-lights", 20  # the reform of `reforms.yaml` and how many months ago it began
TITLE = {"ko": "가로등 고장 신고와 수리", "en": "Reporting and repairing street lights"}
MARGINS = {
    "age": {"18-39": 0.31, "40-64": 0.43, "65+": 0.26},
    "sex": {"f": 0.51, "m": 0.49},
    "district": {"동부 East": 0.38, "서부 West": 0.62},
}
# Months after the beginning, who is asked, how many answered (the old more often), how many feel it
# … and how many know of a change. Repairs did not become faster: who has heard of the app feels it, others do not.
HELD = [
    (-2, "here", 340, 0.24, 0.11),
    (8, "here", 365, 0.17, 0.38),
    (-2, "next door", 310, 0.26, 0.10),
    (8, "next door", 322, 0.27, 0.12),
]
INVITED = 1200
ANSWERING = {"18-39": 0.7, "40-64": 1.0, "65+": 1.5}


def hold(city: Government, today: date, dice: Random) -> None:
    """Ask the residents of the city, and of a neighbour where nothing changed, before and after."""
    beside = Government.objects.filter(parent=city.parent, kind=city.kind).exclude(pk=city.pk)
    neighbour = beside.order_by("code")[0]
    for months, where, answers, share, aware in HELD:
        first = _back(today, BEGAN - months)
        plan = Plan(
            title=TITLE,
            survey_key="reform-residents",
            population="residents",
            asked_from=first,
            asked_until=first.replace(day=21),
            size=INVITED,
            reform=REFORM,
            compares=where != "here",
            margins=MARGINS,
            margins_source="지어낸 인구 구성 / invented population",
            seed=dice.randrange(2**31),
            invented=True,
        )
        held = plan_round(plan, government=city if where == "here" else neighbour, by=None)
        open_elsewhere(held.pk, INVITED, by=None)
        take_answers(held.pk, [_person(share, aware, dice) for _ in range(answers)], by=None)
        close_round(held.pk, at=datetime(first.year, first.month, 24, tzinfo=UTC), by=None)


def _person(share: float, known: float, dice: Random) -> Given:
    """One invented resident: who knows of a change feels it more often than who does not."""
    strata = {name: _drawn(name, shares, dice) for name, shares in MARGINS.items()}
    aware = dice.random() < known
    feels = dice.random() < share + (0.15 if aware else -0.02)
    low, high = (3, 5) if feels else (1, 4)
    mood = dice.choice([-1, 0, 0, 1])
    scales = {key: str(min(5, max(1, dice.randint(low, high) + mood))) for key in ("fast", "easy", "trusted")}
    return Given(
        {
            "aware": "yes" if aware else "no",
            "used": "yes" if dice.random() < 0.21 else "no",
            "felt": "better" if feels else dice.choice(["same", "same", "worse", "unknown"]),
            **scales,
        },
        strata,
    )


def _drawn(name: str, shares: dict[str, float], dice: Random) -> str:
    weights = [share * ANSWERING.get(category, 1.0) for category, share in shares.items()]
    return dice.choices(list(shares), weights)[0]


def _back(day: date, months: int) -> date:
    number = 12 * day.year + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 3)
