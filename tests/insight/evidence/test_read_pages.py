"""The pages of imported logs, by what a person reads."""

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from madang.ground.organisations.models import Government
from madang.insight.evidence import actions
from madang.insight.evidence.models import ImportedLog
from tests.browser import LANGUAGES, WIDTHS, assert_accessible, open_browser
from tests.insight.evidence.logs import Event, as_csv, options, written

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
LOG = [
    Event(f"case {n % 9}", ["접수", "검토", "<b>bold</b>", "=1+1"][n % 4], START + timedelta(hours=n),
          f"Kim Secret {n % 3}", START + timedelta(hours=90))
    for n in range(120)
]  # fmt: skip


@pytest.fixture
def log(tmp_path: Path, city: Government, settings: Any) -> ImportedLog:
    settings.DATA = tmp_path / "data"
    file = written(tmp_path, as_csv(LOG) + "case 1,broken\r\n", "permits 2026.csv")
    return actions.import_log(
        file, government=city, service_key="permit", options=options(), source="the archive", by=None
    ).log


def seen(address: str, language: str = "en") -> str:
    answer = Client(headers={"accept-language": language}).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(("language", "words"), [("en", "Imported history"), ("ko", "가져온 과거 기록")])
def test_lists_the_logs_as_imported_history(log: ImportedLog, language: str, words: str) -> None:
    page = seen("/evidence/", language)
    assert words in page
    assert "permits 2026.csv" in page


def test_says_that_there_is_no_log_yet(db: None) -> None:
    assert "No log has been imported yet" in seen("/evidence/")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ["Imported history", "the archive", "wrong number of fields", "Saebit-si", "How it is counted"],
        ),
        ("ko", ["가져온 과거 기록", "the archive", "칸의 수가 맞지 않음", "새빛시", "세는 방법"]),
    ],
)
def test_shows_source_refused_rows_and_figures(log: ImportedLog, language: str, words: list[str]) -> None:
    page = seen(f"/evidence/{log.pk}/", language)
    for word in words:
        assert word in page
    assert page.count("<svg") >= 3
    assert "4일" in page if language == "ko" else "days" in page


def test_names_nobody_who_worked(log: ImportedLog) -> None:
    for address in ("", "variants/", "figures.json", "figures.csv", "variants.csv"):
        answer = Client().get(f"/evidence/{log.pk}/{address}")
        content = answer.getvalue()
        assert b"Secret" not in content
        assert b"case 1" not in content


def test_escapes_what_the_log_says(log: ImportedLog) -> None:
    page = seen(f"/evidence/{log.pk}/?share=100")
    assert "<b>bold" not in page
    assert "&lt;b&gt;bold" in page


@pytest.mark.parametrize("share", ["1", "50", "100", "0", "101", "-3", "many", "", "²", "9" * 5000])
def test_draws_the_map_of_any_share_of_the_cases(log: ImportedLog, share: str) -> None:
    assert "process-map" in seen(f"/evidence/{log.pk}/?share={share}")


def test_pages_through_the_variants(log: ImportedLog) -> None:
    assert "접수" in seen(f"/evidence/{log.pk}/variants/?page=1")
    assert "접수" in seen(f"/evidence/{log.pk}/variants/?page=999")


def test_gives_figures_for_machines(log: ImportedLog) -> None:
    told = Client().get(f"/evidence/{log.pk}/figures.json").json()
    assert told["kind"] == "imported history"
    assert told["summary"] == log.figures["summary"]
    answer = Client().get(f"/evidence/{log.pk}/figures.csv")
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert dict(row[:2] for row in rows)["cases"] == "9"


def test_exports_no_formula(log: ImportedLog) -> None:
    answer = Client().get(f"/evidence/{log.pk}/variants.csv")
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert len(rows) == 1 + log.figures["summary"]["variants"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]


def test_knows_no_other_log(db: None) -> None:
    for address in ("", "variants/", "variants.csv", "figures.csv", "figures.json"):
        assert Client().get(f"/evidence/4711/{address}").status_code == 404


def test_takes_nothing_but_questions(log: ImportedLog) -> None:
    assert Client().post(f"/evidence/{log.pk}/").status_code == 405


def test_draws_a_picture_once(log: ImportedLog, monkeypatch: pytest.MonkeyPatch) -> None:
    from madang.insight.evidence import pictures

    seen(f"/evidence/{log.pk}/")
    monkeypatch.setattr(pictures, "drawn", lambda chart: pytest.fail("drawn again"))
    seen(f"/evidence/{log.pk}/")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_can_be_read_by_everybody(
    live_server: LiveServer, log: ImportedLog, width: int, language: str
) -> None:
    with open_browser(live_server, width=width, language=language) as page:
        cases = f"/evidence/{log.pk}/cases/"
        some = (cases, f"{cases}?show=rework&cause=unavailable", f"{cases}?variant=99", f"{cases}1/")
        for address in ("/evidence/", f"/evidence/{log.pk}/", f"/evidence/{log.pk}/variants/", *some):
            page.goto(address)
            assert_accessible(page)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
