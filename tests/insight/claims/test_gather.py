"""Measures are read from the log of the service: months that are told, cases that have ended, and the query kept."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from pytest_django import Settings

from madang.ground.organisations.models import Government
from madang.insight.claims import actions
from madang.insight.claims.definition import Measure, Words
from madang.insight.claims.models import Claim
from madang.insight.claims.tables import parsed
from madang.insight.evidence import actions as evidence
from madang.insight.evidence.table import Options
from tests import people
from tests.insight.claims import reforms
from tests.work.services import small_permit as permit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_of_its_own(settings: Settings, tmp_path: Path) -> None:
    """Logs lie in the data folder, where those of an earlier run would be found too."""
    settings.DATA = tmp_path


def log(folder: Path, city: Government) -> None:
    """A log of 38 months with six cases a month: ten days before 2025, seven after; every third case late."""
    lines = ["case,activity,time,resource,due"]
    for number in range(38 * 6):
        month, place = divmod(number, 6)
        begun = date(2023 + month // 12, month % 12 + 1, 1 + place)
        days = (10 if begun.year < 2025 else 7) + place
        due = begun + timedelta(days=days - 1 if place % 3 == 0 else days + 5)
        lines += [
            f"{number},received,{begun} 09:00,desk,{due}",
            f"{number},decided,{begun + timedelta(days=days)} 09:00,kim,{due}",
        ]
    file = folder / "log.csv"
    file.write_text("\n".join(lines) + "\n")
    evidence.import_log(
        file, government=city, service_key="environmental-permit", options=Options(zone=ZoneInfo("Asia/Seoul")),
        source="made up", by=None,
    )  # fmt: skip


def claim(city: Government, service: str = "environmental-permit") -> Claim:
    """A claim whose measures are read from the log."""

    def read(key: str, source: str) -> Measure:
        told = {
            "key": key,
            "name": Words(en=key),
            "unit": Words(en="x"),
            "better": "down",
            "read_from": source,
        }
        return Measure.model_validate(told)

    measures = [read("primary", "cycle_time"), read("late", "late_share"), read("cases", "count")]
    whole = {"service": service, "subject": None, "measures": tuple(measures)}
    terms = reforms.terms("read").model_copy(update=whole)
    return actions.enrol(terms, government=city, unit=None, at=reforms.BEFORE, by=people.seo_daeun())


def test_measures_are_read_from_the_imported_log(city: Government, tmp_path: Path) -> None:
    log(tmp_path, city)
    found = claim(city)
    cases, late, count = actions.gather(found.pk, by=people.seo_daeun())
    assert (cases.kind, cases.rows, cases.left_out) == ("cases", 228, 0)
    rows = parsed(cases.content)
    assert [float(row["value"]) for row in rows if row["month"] == "2024-12"] == [10, 11, 12, 13, 14, 15]
    assert [float(row["value"]) for row in rows if row["month"] == "2025-01"] == [7, 8, 9, 10, 11, 12]
    assert {round(float(row["value"]), 2) for row in parsed(late.content)} == {33.33}
    assert {row["value"] for row in parsed(count.content)} == {"6"}
    assert "SELECT" in cases.query
    assert "GROUP BY" in cases.query
    judged = actions.assess(found.pk, by=people.seo_daeun()).verdicts["primary"]["verdict"]
    assert judged["design"] == "series"
    assert judged["effect"] == pytest.approx(-3, abs=0.01)
    with pytest.raises(actions.NotPossible):  # the same log holds nothing new
        actions.gather(found.pk, by=people.seo_daeun())


def test_without_a_log_there_is_nothing_to_read(city: Government) -> None:
    found = claim(city)
    with pytest.raises(actions.NotPossible):
        actions.gather(found.pk, by=people.seo_daeun())
    assert not found.data.exists()


def test_measures_are_read_from_cases_handled_here(city: Government) -> None:
    definition, clerk, head = permit.publish(), people.jung_yujin(), people.oh_serin()
    begun = datetime(2026, 3, 2, 1, tzinfo=UTC)
    for number in range(6):
        case = permit.file(definition, id=uuid4(), at=begun, channel="web")
        permit.do(case, "forward", clerk, at=begun + timedelta(hours=1))
        permit.do(case, "grant", head, at=begun + timedelta(days=2 + number))
    found = claim(city, definition.key)
    cases, *_others = actions.gather(found.pk, by=people.seo_daeun())
    assert [round(float(row["value"])) for row in parsed(cases.content)] == [2, 3, 4, 5, 6, 7]
    assert {row["month"] for row in parsed(cases.content)} == {"2026-03"}
