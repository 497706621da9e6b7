"""What invented citizens said about the services in the last months."""

from datetime import date
from random import Random

from madang.ground.organisations.queries import Government
from madang.ground.surveys.actions import Given, take_over

# How often the matter was felt to be solved, by service; what the office closed is another thing.
SOLVED = {
    "resident-certificate": 0.95,
    "environmental-permit": 0.7,
    "inconvenience-report": 0.55,
    "tax-hearing": 0.8,
}
ANSWERS_A_MONTH = 14


def say(government: Government, today: date, dice: Random) -> None:
    """Give the answers of three whole months past, a dozen or so for each service and month."""
    months = [_months_back(today, number) for number in (4, 3, 2)]
    take_over(
        [
            Given(service, month, _answer(share, dice))
            for service, share in SOLVED.items()
            for month in months
            for _ in range(ANSWERS_A_MONTH + dice.randint(-3, 3))
        ],
        government=government,
        by=None,
    )


def _answer(share: float, dice: Random) -> dict[str, str]:
    solved = dice.random() < share
    low, high = (3, 5) if solved else (1, 3)
    return {
        "felt": "yes" if solved else dice.choice(["partly", "no"]),
        "satisfaction": str(dice.randint(low, high)),
        "ease": str(dice.randint(low, high)),
    }


def _months_back(day: date, number: int) -> date:
    months = 12 * day.year + day.month - 1 - number
    return date(months // 12, months % 12 + 1, 1)
