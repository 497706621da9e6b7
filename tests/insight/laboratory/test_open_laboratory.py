"""Pages of the laboratory: who tries, what everybody reads."""

import json
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from madang.ground.people.models import Person
from madang.insight.evidence import actions as evidence
from madang.insight.evidence.queries import ImportedLog
from madang.insight.evidence.table import Options
from madang.insight.laboratory import actions, queries, trying
from madang.insight.laboratory.answering import Asked, answer
from madang.insight.laboratory.definition import redesign_in
from madang.insight.laboratory.models import Prediction
from madang.site.cli import main
from tests import people
from tests.insight.laboratory.truth import Office, Task, run, write

OFFICE = Office(
    "Receive",
    {
        "Receive": Task(None, 0, (("Check", 1.0),)),
        "Check": Task("Clerk", 12, (("Ask", 0.2), ("Decide", 0.8))),
        "Ask": Task(None, 0, (("Decide", 1.0),)),
        "Decide": Task("Head", 6, (), delay=300, delayed=0.2),
    },
    {"Clerk": 2, "Head": 1},
    per_day=50,
)  # fmt: skip


@pytest.fixture
def log(tmp_path: Path, db: None, settings: object) -> ImportedLog:
    """The invented log of an invented office."""
    file = tmp_path / "office.csv"
    write(run(OFFICE, 56, 3), file)
    how = Options(ZoneInfo("Asia/Seoul"))
    return evidence.import_log(
        file, government=people.city(), service_key="resident-certificate", options=how, by=None
    ).log


def _signed_in(person: Person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def test_an_innovation_officer_tries_and_keeps_a_redesign(log: ImportedLog) -> None:
    client = _signed_in(people.seo_daeun())
    page = client.get(f"/laboratory/logs/{log.pk}/")
    assert page.status_code == 200
    tried = client.get(
        f"/laboratory/logs/{log.pk}/", {"staff_0": "3", "register": "Ask", "promise": "1", "unit": "days"}
    )
    assert tried.status_code == 200
    text = tried.content.decode()
    assert "to: 3.0" in text
    answer = tried.context["answer"]
    assert answer["difference"]["cycle_time_seconds"]["p90"] < 0
    redesign = tried.context["yaml"]
    kept = client.post(f"/laboratory/logs/{log.pk}/keep/", {"title": "A third clerk", "redesign": redesign})
    prediction = Prediction.objects.get()
    assert kept.headers["Location"] == f"/laboratory/predictions/{prediction.pk}/"
    public = Client().get(kept.headers["Location"])
    assert "A third clerk" in public.content.decode()
    told = Client().get(f"/laboratory/predictions/{prediction.pk}/prediction.json").json()
    assert told["answer_sha256"] == prediction.answer_hash
    assert told["log_sha256"] == log.file_hash


def test_a_form_that_cannot_be_understood_says_what_to_do(log: ImportedLog) -> None:
    client = _signed_in(people.seo_daeun())
    page = client.get(f"/laboratory/logs/{log.pk}/", {"open": "whenever", "more": "- merge: {steps: [Ask]}"})
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"open", "more"}
    nobody = client.get(f"/laboratory/logs/{log.pk}/", {"staff_0": "0"})
    assert nobody.context["form"].non_field_errors()


def test_a_clerk_may_not_try_but_reads_what_was_foretold(log: ImportedLog) -> None:
    client = _signed_in(people.jung_yujin())
    assert client.get(f"/laboratory/logs/{log.pk}/").status_code == 403
    assert client.get("/laboratory/").status_code == 200


def test_the_immigration_hall_stands_beside_its_published_claim(db: None) -> None:
    page = Client(headers={"accept-language": "en"}).get("/laboratory/worked/immigration-hall/")
    assert page.status_code == 200
    (before, simulated_before), (after, simulated_after) = page.context["compared"]
    assert (before, after) == (43 * 60, 17 * 60)
    assert simulated_before == pytest.approx(before, rel=0.1)
    assert simulated_after == pytest.approx(after, rel=0.2)
    assert "assum" in page.content.decode()
    assert Client().get("/laboratory/worked/no-such-hall/").status_code == 404


def test_what_happened_is_put_beside_what_was_foretold(
    log: ImportedLog, capsys: pytest.CaptureFixture[str]
) -> None:
    officer = people.seo_daeun()
    origin, model = trying.opened(log)
    told = answer(model, redesign_in("changes: [{demand: {factor: 1}}]"), Asked(3, 3000))
    kept = actions.keep(origin, title="As now", redesign="changes: []", answer=told, by=officer)
    client = _signed_in(officer)
    early = client.post(f"/laboratory/predictions/{kept.pk}/compare/", follow=True)
    assert "cannot be compared yet" in early.content.decode()
    client.post(f"/laboratory/predictions/{kept.pk}/live/", {"day": "2025-01-20"})
    client.post(f"/laboratory/predictions/{kept.pk}/live/", {"day": "2025-02-20"})
    kept.refresh_from_db()
    assert kept.live_on == date(2025, 1, 20)
    client.post(f"/laboratory/predictions/{kept.pk}/compare/")
    outcome = queries.outcome_of(queries.prediction_of(log.government, "resident-certificate") or kept)
    assert outcome is not None
    assert {row["measure"] for row in outcome["rows"]} == {"median", "mean", "p90"}
    assert abs(outcome["rows"][1]["error"]) < 0.3
    page = Client(headers={"accept-language": "en"}).get(f"/laboratory/predictions/{kept.pk}/")
    assert "Range foretold" in page.content.decode()


def test_only_who_redesigns_here_keeps_a_prediction(log: ImportedLog) -> None:
    origin, model = trying.opened(log)
    told = answer(model, None, Asked(2, 500))
    for somebody in (people.jung_yujin(), people.kim_haneul(), people.stranger()):
        with pytest.raises(PermissionDenied):
            actions.keep(origin, title="Mine", redesign="", answer=told, by=somebody)
    assert not Prediction.objects.exists()


def test_the_log_of_a_service_is_simulated_by_its_key(
    log: ImportedLog, capsys: pytest.CaptureFixture[str]
) -> None:
    quick = ["--replications", "2", "--cases", "2000", "--json"]
    assert main(["simulate", "--service", "resident-certificate", *quick]) == 0
    assert json.loads(capsys.readouterr().out)["fit"]["cases"] > 1000
    assert main(["simulate", "--service", "no-such-service", *quick]) == 2
    assert "check the key" in capsys.readouterr().err


def test_cases_handled_here_can_be_tried_once_there_are_enough(db: None) -> None:
    client = _signed_in(people.seo_daeun())
    page = client.get("/laboratory/services/resident-certificate/")
    assert page.status_code == 422
    assert "too few cases" in page.content.decode()
