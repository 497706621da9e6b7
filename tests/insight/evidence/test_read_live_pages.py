"""The cases handled here: figures above a floor for everybody, cases for those whom they concern."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from madang.flow import actions as flow
from madang.insight.evidence import actions
from madang.insight.evidence.live_figures import for_the_public
from madang.site.cli import main
from madang.work.services.definition import SHIPPED, canonical, load
from tests import people

pytestmark = pytest.mark.django_db
FACTS = json.loads((Path(__file__).parents[3] / "bench" / "permit_facts.json").read_text())
ADDRESS = "/evidence/live/saebit/environmental-permit/"
MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def cases(settings: Any, tmp_path: Path) -> list[str]:
    """Twelve cases of the permit; the first goes on to its examination."""
    settings.DATA = tmp_path
    permit = load(SHIPPED / "environmental-permit" / "service.yaml").definition
    assert permit is not None
    body = canonical(permit)
    definition = flow.publish(kind="services", key=permit.key, version=1, body=body, by=None)
    who = people.kim_haneul()
    made = [
        flow.receive(
            definition, id=uuid4(), government=people.city(), unit=people.unit("environment"), applicant=who,
            facts=FACTS, at=MONDAY + timedelta(hours=n), by=who,
        )
        for n in range(12)
    ]  # fmt: skip
    flow.act(
        made[0].pk, "accept", changed=1, key=uuid4(), at=MONDAY + timedelta(days=1), by=people.jung_yujin()
    )
    actions.refresh_live_log(by=None)
    return [case.number for case in made]


def seen(client: Client, address: str) -> str:
    answer = client.get(address, headers={"accept-language": "en"})
    assert answer.status_code == 200
    return answer.getvalue().decode()


def test_everybody_reads_the_figures_and_nobody_the_cases(cases: list[str]) -> None:
    page = seen(Client(), ADDRESS)
    assert "Cases handled here" in page
    assert "cases behind it" not in page
    assert not [number for number in cases if number in page]
    assert ADDRESS in seen(Client(), "/evidence/")
    assert Client().get(f"{ADDRESS}cases/").status_code == 302


def test_a_clerk_reads_the_cases_of_the_unit(cases: list[str]) -> None:
    clerk, citizen = Client(), Client()
    clerk.force_login(people.jung_yujin())
    citizen.force_login(people.lee_doyun())
    page = seen(clerk, f"{ADDRESS}cases/")
    assert all(number in page for number in cases)
    assert "12 cases that you may see" in page
    assert "went as the definition says" in seen(clerk, ADDRESS)
    assert "No case that you may see" in seen(citizen, f"{ADDRESS}cases/")
    assert len(seen(clerk, f"{ADDRESS}cases.csv").splitlines()) == 13
    assert len(seen(citizen, f"{ADDRESS}cases.csv").splitlines()) == 1


def test_what_is_not_there_is_not_found(cases: list[str]) -> None:
    for address in ("/evidence/live/nowhere/environmental-permit/", "/evidence/live/saebit/nothing/"):
        assert Client().get(address).status_code == 404


def test_the_public_is_told_no_small_counts() -> None:
    rows = [{"name": name, "cases": count} for name, count in (("a", 40), ("b", 12), ("c", 3))]
    told = for_the_public({"summary": {"cases": 55}, "parts": {"unit": rows}})
    assert told is not None
    assert [row["name"] for row in told["parts"]["unit"]] == ["a"]  # b too, or c would be 55 less the others
    assert for_the_public({"summary": {"cases": 9}}) is None


def test_the_command_measures_the_service_by_its_own_clock(
    cases: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(["log", "measure", "--service", "environmental-permit", "--government", "saebit", "--json"]) == 0
    )
    told = json.loads(capsys.readouterr().out)
    assert (told["cases"], told["open_cases"], told["survival_median"]) == (12, 12, None)
    assert (told["legal_time"]["rule"], told["legal_time"]["period"]) == ("kr-petition", "10 days")
    assert told["conformance"]["conforming"] == 12
    assert told["conformance"]["steps_known"] == 1


def test_the_command_says_which_service_it_does_not_know(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["log", "measure", "--service", "nothing"]) == 2
    assert "no service 'nothing' takes cases here" in capsys.readouterr().err
    assert main(["log", "measure"]) == 2
    assert main(["log", "measure", "--service", "x", "--government", "nowhere"]) == 2
