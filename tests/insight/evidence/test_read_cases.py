"""Every figure opens to its cases: lists narrowed by the address, the steps of one case, files to take away."""

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from madang.ground.organisations.models import Government
from madang.insight.evidence import actions
from madang.insight.evidence.models import ImportedLog
from tests import people
from tests.insight.evidence.logs import Event, as_csv, options, written

START = datetime(2026, 3, 2, 0, tzinfo=UTC)
KINDS = ["접수", "검토", "<b>bold</b>", "=1+1"]
LOG = [
    Event(f"secret case {n % 9}", KINDS[n // 9 % (2 + n % 9 % 3)], START + timedelta(hours=7 * n),
          f"Kim Secret {n % 3}", START + timedelta(hours=600 + n % 9))
    for n in range(120)
]  # fmt: skip


@pytest.fixture
def log(tmp_path: Path, city: Government, settings: Any) -> ImportedLog:
    settings.DATA = tmp_path / "data"
    file = written(tmp_path, as_csv(LOG), "permits.csv")
    return actions.import_log(file, government=city, service_key="permit", options=options(), by=None).log


def told(log: ImportedLog, query: str) -> dict[str, Any]:
    found: dict[str, Any] = Client().get(f"/evidence/{log.pk}/cases.json?{query}").json()
    return found


def test_a_figure_and_its_list_agree(log: ImportedLog) -> None:
    summary = log.figures["summary"]
    assert len(told(log, "show=rework")["cases"]) == summary["rework_cases"]
    assert len(told(log, "show=ping_pong")["cases"]) == summary["ping_pong_cases"]
    late = log.figures["deadline"]
    assert len(told(log, "show=late")["cases"]) == late["late"]
    for bar in log.figures["distribution"]["bars"]:
        assert bar["cases"] <= len(told(log, f"least={bar['from']}")["cases"])
    whole = told(log, "")["figures"]
    assert whole["median"] == pytest.approx(summary["cycle_time_seconds"]["median"])
    assert whole["causes"] == pytest.approx(summary["waiting_causes"])
    for cause, seconds in summary["waiting_causes"].items():
        found = told(log, f"cause={cause}")["cases"]
        assert sum(row[f"{cause}_seconds"] for row in found) == pytest.approx(seconds)
        assert found == sorted(found, key=lambda row: (-row[f"{cause}_seconds"], row["number"]))


def test_months_variants_and_activities_part_the_cases(log: ImportedLog) -> None:
    months = log.figures["months"]
    counts = [len(told(log, f"since={row['month']}&until={row['month']}")["cases"]) for row in months]
    assert counts == [row["cases"] for row in months]
    variants = log.figures["summary"]["variants"]
    assert sum(len(told(log, f"variant={rank}")["cases"]) for rank in range(1, variants + 1)) == 9
    for row in log.figures["activities"]:
        answer = Client().get(f"/evidence/{log.pk}/cases.json", {"activity": row["activity"]}).json()
        assert len(answer["cases"]) == row["cases"]


@pytest.mark.parametrize(
    "query",
    ["show=nonsense", "variant=²", "variant=-1", "least=inf", "least=x&most=-4", "since=2026-13", "page=999",
     "unit=%%", "sort=x", "cause=;drop", "page=x", "variant=99999999999999"],
)  # fmt: skip
def test_an_address_that_makes_no_sense_is_no_error(log: ImportedLog, query: str) -> None:
    for address in ("cases/", "cases.csv", "cases.json"):
        assert Client().get(f"/evidence/{log.pk}/{address}?{query}").status_code == 200


def test_says_that_no_case_is_so(log: ImportedLog) -> None:
    page = (
        Client(headers={"accept-language": "en"})
        .get(f"/evidence/{log.pk}/cases/?variant=77")
        .content.decode()
    )
    assert "No case is so" in page
    assert "Variant: 77" in page


def test_numbers_of_cases_are_for_those_who_work_there(log: ImportedLog) -> None:
    addresses = [f"/evidence/{log.pk}/{part}" for part in ("cases/", "cases.csv", "cases.json", "cases/1/")]
    colleague, visitor, elsewhere = Client(), Client(), Client()
    colleague.force_login(people.park_seoyeon())
    elsewhere.force_login(people.stranger())
    for address in addresses:
        assert b"secret case" in colleague.get(address).getvalue()
        for other in (visitor, elsewhere):
            assert b"secret case" not in other.get(address).getvalue()
        assert b"Kim Secret" not in colleague.get(address).getvalue()


def test_shows_a_case_step_by_step(log: ImportedLog) -> None:
    page = Client(headers={"accept-language": "en"}).get(f"/evidence/{log.pk}/cases/3/").content.decode()
    assert "&lt;b&gt;bold" in page
    assert "<b>bold" not in page
    assert page.count("<tr>") > 12
    for number in (0, 10, 10**12):
        assert Client().get(f"/evidence/{log.pk}/cases/{number}/").status_code == 404


def test_gives_the_cases_away_without_formulas(log: ImportedLog) -> None:
    answer = Client().get(f"/evidence/{log.pk}/cases.csv?show=rework")
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert len(rows) == log.figures["summary"]["rework_cases"]
    assert all(float(row["cycle_seconds"]) > 0 for row in rows)


def test_measures_a_log_anew_that_has_no_file_of_cases(log: ImportedLog) -> None:
    before = told(log, "")
    log.cases_file.unlink()
    assert told(log, "") == before


def test_figures_lead_to_their_cases(log: ImportedLog) -> None:
    page = Client().get(f"/evidence/{log.pk}/").content.decode()
    for query in (
        "show=rework",
        "show=late",
        "cause=unavailable",
        "variant=1",
        "since=2026-03",
    ):
        assert f"/evidence/{log.pk}/cases/?{query}" in page, query
    assert page.count("<svg") >= 6
