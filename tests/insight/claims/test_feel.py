"""What was felt of a reform: change, comparison, gap, split, remembered time; and what is not said."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from madang.flow import actions as flow
from madang.flow.queries import Case, in_force
from madang.ground.surveys import actions as surveys
from madang.ground.surveys.events import Addressee
from madang.ground.surveys.models import Round
from madang.ground.surveys.rounds import actions
from madang.ground.surveys.rounds.figuring import Given
from madang.insight.claims.felt import Asking, felt_of, felt_of_claim, reckon
from madang.insight.claims.felt_words import lines
from madang.lib.statistics.proportions import Share, difference, difference_in_differences
from madang.work.services import actions as services
from madang.work.services.queries.users import users_between
from tests import people

START = date(2026, 7, 1)
NUMBERS: Iterator[int] = iter(range(1, 1000))


def asked(share: float, n: int, *, after: bool, **other: Any) -> Asking:
    usual: dict[str, Any] = {
        "id": next(NUMBERS), "population": "residents", "wording": "w", "place": "here", "compares": False,
        "first": date(2026, 9, 1) if after else date(2026, 3, 1),
        "last": date(2026, 9, 30) if after else date(2026, 3, 31),
        "felt": Share(share, n),
    }  # fmt: skip
    return Asking(**usual | other)


def test_a_felt_change_has_the_interval_of_the_difference_and_a_size() -> None:
    told = reckon([asked(0.3, 200, after=False), asked(0.5, 210, after=True)], START)
    assert told.change is not None
    assert told.change.difference == difference(Share(0.5, 210), Share(0.3, 200))
    assert (told.direction, told.change.size, told.source) == ("same", "small", "rounds")
    assert told.not_shown == ("comparison",)


@pytest.mark.parametrize(
    ("after", "improved", "direction"),
    [
        (0.5, True, "same"),
        (0.5, False, "opposite"),
        (0.1, True, "opposite"),
        (0.1, False, "same"),
        (0.32, True, "unclear"),
    ],
)
def test_the_direction_is_that_of_the_measured_change_or_not(
    after: float, improved: bool, direction: str
) -> None:
    held = [asked(0.3, 200, after=False), asked(after, 200, after=True)]
    assert reckon(held, START, improved=improved).direction == direction


def test_what_changed_elsewhere_too_is_not_the_reforms() -> None:
    here = [asked(0.3, 300, after=False), asked(0.5, 300, after=True)]
    there = [
        asked(0.3, 300, after=False, place="there", compares=True),
        asked(0.48, 300, after=True, place="there", compares=True),
    ]
    told = reckon(here + there, START)
    shares = [Share(value, 300) for value in (0.3, 0.5, 0.3, 0.48)]
    assert told.beyond_elsewhere == difference_in_differences(*shares)
    assert told.direction == "unclear"
    assert "comparison" not in told.not_shown


@pytest.mark.parametrize(
    ("held", "why"),
    [
        ([asked(0.5, 50, after=True)], "before"),
        ([asked(0.5, 50, after=False)], "after"),
        ([asked(0.3, 50, after=False, wording="old"), asked(0.5, 50, after=True)], "wording"),
        ([asked(0.3, 9, after=False), asked(0.5, 50, after=True)], "few"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_said_and_not_shown(held: list[Asking], why: str) -> None:
    told = reckon(held, START)
    assert (told.direction, told.change) == ("", None)
    assert why in told.not_shown
    sentence = told.as_json()["sentence"]
    assert len(sentence["ko"]) > 10
    assert len(sentence["en"]) > 10


def test_an_asking_that_straddles_the_day_belongs_to_neither_side() -> None:
    straddling = asked(0.9, 100, after=False, first=date(2026, 6, 15), last=date(2026, 7, 15))
    told = reckon([straddling, asked(0.5, 100, after=True)], START)
    assert told.not_shown[0] == "before"


def test_nobody_asked_is_nothing_said() -> None:
    told = reckon([], START, reported=0.9)
    assert (told.direction, told.source, told.gap) == ("", "", None)
    assert told.as_json()["sentence"] == {}


def test_the_gap_between_reported_and_felt_and_its_split() -> None:
    """The published survey of February 2026: 65.9 % of 1,014 officials, 46.5 % of 1,500 residents."""
    side = {"low": 0.0, "high": 1.0, "deff": 1.0}
    results = {
        "questions": {
            "aware": {"asks": "aware", "kind": "choice", "share": side | {"value": 0.4, "n": 1500}}
        },
        "splits": {
            "aware": {"yes": side | {"value": 0.6, "n": 600}, "no": side | {"value": 0.375, "n": 900}}
        },
    }
    after = asked(0.465, 1500, after=True, results=results)
    told = reckon([after], START, reported=0.659, reported_n=1014)
    assert told.gap is not None
    assert [round(100 * x, 1) for x in (told.gap.value, told.gap.low, told.gap.high)] == [19.4, 15.5, 23.3]
    assert told.split is not None
    assert told.split.gap == pytest.approx(0.194)
    assert told.split.communication.value == pytest.approx(0.6 * 0.225)
    assert told.split.aware.value == pytest.approx(0.059)
    assert "65.9 %" in told.as_json()["sentence"]["ko"]


def test_the_trend_needs_one_wording() -> None:
    held = [
        asked(0.2, 200, after=False, wording="old", first=date(2024, 3, 1), last=date(2024, 3, 31)),
        asked(0.3, 200, after=False),
        asked(0.5, 200, after=True),
    ]
    told = reckon(held, START)
    assert told.trend is not None
    assert told.trend.per_year.value == pytest.approx(
        0.2 / ((date(2026, 9, 1) - date(2026, 3, 1)).days / 365)
    )


def hold(when: date, better: int, n: int, **other: Any) -> Round:
    usual: dict[str, Any] = {
        "title": {"ko": "조사", "en": "Survey"}, "survey_key": "reform-residents", "population": "residents",
        "asked_from": when, "asked_until": date(when.year, when.month, 28), "size": 60, "reform": "lights",
    }  # fmt: skip
    round_ = actions.plan_round(actions.Plan(**usual | other), government=people.city(), by=None)
    frame = [Addressee(f"p{number}@haneul.example") for number in range(40)]
    at = datetime(when.year, when.month, 2, tzinfo=UTC)
    actions.open_round(round_.pk, frame, at=at, by=None)
    dice = Random(n)  # noqa: S311  # invented answers are no secret
    actions.take_answers(
        round_.pk, [_answer(place < better, round_.survey, dice) for place in range(n)], by=None
    )
    return actions.close_round(
        round_.pk, at=datetime(when.year, when.month, 1, tzinfo=UTC).replace(month=12), by=None
    )


def _answer(better: bool, survey: str, dice: Random) -> Given:
    values = {"aware": dice.choice(["yes", "no"]), "felt": "better" if better else "same"}
    scales = ["fast", "easy", "trusted" if survey == "reform-residents" else "explained"]
    values |= {key: str(dice.randint(3, 5) if better else dice.randint(1, 3)) for key in scales}
    if survey == "reform-residents":
        return Given(values | {"used": dice.choice(["yes", "no"])})
    return Given(values | {"remembered": str(dice.randint(8, 12)), "expected": "5"})


@pytest.mark.django_db
def test_a_claim_is_felt_by_its_rounds_before_and_after() -> None:
    hold(date(2026, 3, 1), 9, 30)
    hold(date(2026, 9, 1), 24, 32)
    claim = SimpleNamespace(government=people.city(), key="lights", service_key="", starts_on=START)
    told = felt_of_claim(claim)
    assert told.direction == "same"
    assert told.change is not None
    assert told.change.difference.value == pytest.approx(24 / 32 - 9 / 30)
    assert set(told.means) == {"fast", "easy", "trusted"}
    assert told.means["fast"].size is not None
    assert told.means["fast"].size > 0.3
    assert told.used is not None
    assert told.known is not None
    assert len(lines(told.as_json(), "ko")) == 2
    plain = json.loads(json.dumps(told.as_json(), allow_nan=False))
    assert plain["direction"] == "same"
    assert "residents" in plain["sentence"]["en"]
    assert (
        felt_of_claim(
            SimpleNamespace(government=people.city(), key="x", service_key="", starts_on=None)
        ).source
        == ""
    )


@pytest.mark.django_db
def test_users_remember_how_long_it_took_and_had_expected_less() -> None:
    period = {"cases_from": date(2026, 7, 1), "cases_until": date(2026, 8, 31)}
    hold(date(2026, 9, 1), 20, 40, survey_key="reform-users", population="users", service="permit", **period)
    told = felt_of(people.city(), starts_on=START, service="permit", reform="lights")
    assert told.remembered is not None
    assert 8 <= told.remembered.median <= 12
    assert (told.remembered.expected, told.remembered.logged, told.remembered.cases) == (5, None, 0)


@pytest.mark.django_db
def test_where_no_round_was_held_the_monthly_answers_tell() -> None:
    for month, yes in ((date(2026, 4, 1), 10), (date(2026, 8, 1), 35)):
        rows = [
            surveys.Given(
                "permit", month, {"felt": "yes" if n < yes else "no", "satisfaction": "3", "ease": "3"}
            )
            for n in range(40)
        ]
        surveys.take_over(rows, government=people.city(), by=None)
    told = felt_of(people.city(), starts_on=START, service="permit")
    assert (told.source, told.direction) == ("monthly", "same")
    assert "felt that their matter was solved" in told.as_json()["sentence"]["en"]
    assert told.as_json()["sentence"]["ko"].startswith(
        "문제가 해결되었다고 느낀 이용자는 바뀌기 전 25.0 %(40명 중)"
    )
    assert told.change is not None
    assert told.change.difference.value == pytest.approx(25 / 40)


@pytest.mark.django_db
def test_users_and_the_log_are_asked_about_the_same_cases() -> None:
    """Forty cases of nine days each, closed within the period; one after it is neither asked about nor counted."""
    services.publish_all(by=None)
    certificate = in_force("services", "resident-certificate")
    assert certificate is not None
    rows = []
    for number in range(41):
        ended = datetime(2026, 8, 1 + number % 20, 6, tzinfo=UTC) + timedelta(days=60 if number == 40 else 0)
        who = people.person(f"user-{number}", f"이용자 {number}", f"User {number}")
        case = flow.receive(
            certificate, id=uuid4(), government=people.city(), unit=people.unit("civil-affairs"), applicant=who,
            facts={"form": {}}, by=who,
        )  # fmt: skip
        rows.append((case.pk, ended))
    for pk, ended in rows:
        Case.objects.filter(pk=pk).update(
            status="closed", outcome="granted", received_at=ended - timedelta(days=9), closed_at=ended
        )
    found = users_between(people.city().pk, "resident-certificate", date(2026, 8, 1), date(2026, 8, 31))
    assert len(found) == 40
    plan = actions.Plan(
        title={"ko": "조사", "en": "Survey"}, survey_key="reform-users", population="users",
        asked_from=date(2026, 9, 1), asked_until=date(2026, 9, 28), size=60, service="resident-certificate",
        cases_from=date(2026, 8, 1), cases_until=date(2026, 8, 31),
    )  # fmt: skip
    held = actions.plan_round(plan, government=people.city(), by=None)
    at = datetime(2026, 9, 1, tzinfo=UTC)
    assert actions.open_round(held.pk, at=at, by=None) == 40
    dice = Random(1)  # noqa: S311  # invented answers are no secret
    actions.take_answers(held.pk, [_answer(True, "reform-users", dice) for _ in range(20)], by=None)
    actions.close_round(held.pk, at=datetime(2026, 12, 1, tzinfo=UTC), by=None)
    told = felt_of(people.city(), starts_on=START, service="resident-certificate")
    assert told.remembered is not None
    assert (told.remembered.logged, told.remembered.cases) == (9, 40)
    said = lines(told.as_json(), "en")
    assert "The log of the same cases says 9 days (40 cases)." in said
    assert len(lines(told.as_json(), "ko")) == len(said)
    assert 8 <= told.remembered.median <= 12
