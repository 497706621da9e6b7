"""Importing a log: it is kept once, as history, whole or not at all."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.db import connection

from madang.ground.organisations.models import Government
from madang.ground.people.models import Person
from madang.insight.evidence import actions, queries
from madang.insight.evidence.actions import Imported
from madang.insight.evidence.models import ImportedLog
from madang.lib.commands import BadInput
from tests.insight.evidence.logs import Event, as_csv, assert_same, counted, options, real_log, written

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
LOG = [
    Event(
        f"case {n % 9}",
        f"step {n % 4}",
        START + timedelta(hours=n),
        f"desk {n % 3}",
        START + timedelta(hours=90),
    )
    for n in range(120)
]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: object) -> None:
    settings.DATA = tmp_path / "data"  # type: ignore[attr-defined]  # the fixture takes any setting


def bring(file: Path, city: Government, by: Person | None = None, key: str = "permit") -> Imported:
    return actions.import_log(
        file, government=city, service_key=key, options=options(), source="the city's archive", by=by
    )


def test_keeps_a_log_with_its_figures_and_where_it_comes_from(
    tmp_path: Path, city: Government, head: Person
) -> None:
    done = bring(written(tmp_path, as_csv(LOG)), city, head)
    log = ImportedLog.objects.get()
    assert done.new
    assert (log.rows, log.refused, log.imported_by, log.source) == (120, 0, head, "the city's archive")
    assert_same({key: log.figures["summary"][key] for key in counted(LOG)}, counted(LOG))
    assert pq.read_metadata(log.events_file).num_rows == 120
    assert [variant.rank for variant in queries.variants(log)] == list(
        range(1, log.figures["summary"]["variants"] + 1)
    )
    assert sum(variant.cases for variant in queries.variants(log)) == 9


def test_takes_the_same_file_for_the_same_service_once(tmp_path: Path, city: Government) -> None:
    file = written(tmp_path, as_csv(LOG))
    first, second = bring(file, city), bring(written(tmp_path, file.read_bytes(), "renamed.csv"), city)
    assert first.log == second.log
    assert not second.new
    assert bring(file, city, key="another-service").new
    assert queries.logs_of(city, "permit").count() == 1


def test_tells_the_service_how_long_its_cases_took(tmp_path: Path, city: Government) -> None:
    from madang.work.services.models import PastFigures

    log = bring(written(tmp_path, as_csv(LOG)), city).log
    told = PastFigures.objects.get(government=city, service="permit")
    assert told.figures["cases"] == 9
    assert told.link == f"/evidence/{log.pk}/"
    assert told.imported


def test_keeps_nothing_of_a_log_that_cannot_be_used(tmp_path: Path, city: Government) -> None:
    with pytest.raises(BadInput):
        bring(written(tmp_path, "case,activity,time\n1,a,soon\n"), city)
    assert not ImportedLog.objects.exists()
    assert not list((tmp_path / "data").rglob("*.*"))


@pytest.mark.parametrize("key", ["../up", "", "Ä", "a/b", "-a", "x" * 81])
def test_refuses_a_key_that_is_none(tmp_path: Path, city: Government, key: str) -> None:
    with pytest.raises(BadInput, match="no key of a service"):
        bring(written(tmp_path, as_csv(LOG)), city, key=key)


def test_leaves_no_file_when_registering_fails(
    tmp_path: Path, city: Government, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(log: ImportedLog) -> None:
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr(actions, "_tell_the_service", fail)
    with pytest.raises(RuntimeError):
        bring(written(tmp_path, as_csv(LOG)), city)
    assert not ImportedLog.objects.exists()
    assert not list((tmp_path / "data").rglob("*.*"))


@pytest.mark.django_db(transaction=True)
def test_keeps_one_log_when_two_import_it_at_once(tmp_path: Path) -> None:
    from tests import people

    city, file = people.city(), written(tmp_path, as_csv(LOG))
    done: list[Imported] = []

    def work() -> None:
        try:
            done.append(bring(file, city))
        finally:
            connection.close()

    both = [threading.Thread(target=work) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(one.new for one in done) == [False, True]
    assert ImportedLog.objects.count() == 1
    assert len(list((tmp_path / "data").rglob("*.parquet"))) == 3  # events, variants, cases


def test_imports_the_real_log_of_a_permit_office(city: Government) -> None:
    log = bring(real_log(), city).log
    assert (log.rows, log.refused) == (8577, 0)
    assert log.figures["summary"]["cases"] == 1434
    assert log.figures["deadline"] == {
        "cases": 1434, "cases_with_end": 1329, "late": 381, "late_by_last_event": 92
    }  # fmt: skip
