"""`madang log measure` and `madang log import` as people and scripts call them."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from madang.ground.organisations.models import Government
from madang.insight.evidence.models import ImportedLog
from madang.site.cli import main
from tests import people
from tests.insight.evidence.logs import Event, as_csv, counted, written

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
LOG = [Event(f"{n % 9}", f"step {n % 4}", START + timedelta(hours=n), f"desk {n % 3}") for n in range(120)]
KEYS = [
    "cases", "events", "activities", "variants", "resources", "cycle_time_seconds", "rework_cases", "handovers",
    "directly_follows_pairs",
]  # fmt: skip


def called(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, with a data folder of its own."""
    environment = {**os.environ, "MADANG_DATA": str(folder / "data")}
    return subprocess.run(
        [sys.executable, "-m", "madang", *words], env=environment, capture_output=True, text=True, check=False
    )


def test_measures_without_a_database(tmp_path: Path) -> None:
    done = called("log", "measure", str(written(tmp_path, as_csv(LOG))), "--json", folder=tmp_path)
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert list(found)[: len(KEYS)] == KEYS
    assert list(found["cycle_time_seconds"]) == ["median", "mean", "p90"]
    assert found["handovers"] == counted(LOG)["handovers"]
    assert not (tmp_path / "data").exists()


def test_says_a_sentence_about_a_file_that_is_no_log(tmp_path: Path) -> None:
    done = called("log", "measure", str(written(tmp_path, "nothing")), folder=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "needs at least three" in done.stderr
    assert "Traceback" not in done.stderr


def test_prints_a_table_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, as_csv(LOG).replace("+00:00", ""))
    assert main(["log", "measure", str(file), "--time-zone", "Europe/Amsterdam"]) == 0
    out, told = capsys.readouterr()
    assert "Cycle time, median" in out
    assert "read in the zone Europe/Amsterdam" in told


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--time-zone", "Mars/Olympus"], "no time zone 'Mars/Olympus'"),
        (["--time-zone", "../../etc/passwd"], "no time zone"),
        (["--encoding", "klingon"], "no encoding 'klingon'"),
        (["--delimiter", "ab"], "cannot part fields"),
        (["--case", "nobody"], "no column 'nobody'"),
    ],
)
def test_refuses_options_that_mean_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    assert main(["log", "measure", str(written(tmp_path, as_csv(LOG))), *words]) == 2
    assert sentence in capsys.readouterr().err


@pytest.fixture
def file(tmp_path: Path, city: Government, settings: Any) -> str:
    settings.DATA = tmp_path / "data"
    return str(written(tmp_path, as_csv(LOG)))


def test_imports_and_reports(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["log", "import", file, "--service", "permit", "--government", "saebit", "--json"]
    assert main(words) == 0
    told = json.loads(capsys.readouterr().out)
    log = ImportedLog.objects.get()
    assert (told["id"], told["new"], told["rows"], told["refused"]) == (log.pk, True, 120, 0)
    assert told["columns"]["case"] == "case"
    assert told["figures"]["cases"] == 9
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out)["new"] is False


def test_rehearses_without_keeping_anything(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "import", file, "--service", "permit", "--government", "saebit", "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert "guessed by its name" in out
    assert "120 events would be taken, 0 refused" in out
    assert not ImportedLog.objects.exists()


def test_asks_whose_log_it_is(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    people.neighbour()
    assert main(["log", "import", file, "--service", "permit"]) == 2
    assert "--government" in capsys.readouterr().err
    assert main(["log", "import", file, "--service", "permit", "--government", "atlantis"]) == 2
    assert "no government 'atlantis'" in capsys.readouterr().err
