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
from tests.insight.evidence.logs import Event, as_csv, counted, real_log, written

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


ODD = {
    "one event": "1,a,2026-03-02 09:00,,,,",
    "all at once": "1,a,2026-03-02 09:00,x,,,\n1,a,2026-03-02 09:00,x,,,\n2,b,2026-03-02 09:00,x,,,",
    "a start after its end": "1,a,2026-03-02 09:00,x,2026-03-05 09:00,,\n1,b,2026-03-03 09:00,x,,,",
    "placeholders": "1,a,2026-03-02 09:00,x,,9999-12-31,9999-12-31 23:59\n2,b,2026-03-03 09:00,,,0001-01-01,",
    "the end of time": "1,a,0001-01-01 00:00,x,,,\n1,b,9999-12-31 23:59,x,,,",
    "other letters": '가-1,접수 📥,2026-03-02 09:00,김,,,\n가-1,"검토, ""둘""",2026-03-03 09:00,,,,',
}


@pytest.mark.parametrize("rows", ODD.values(), ids=ODD.keys())
def test_measures_odd_logs(rows: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, f"case,activity,time,resource,start,enddate,deadline\n{rows}\n")
    law = ["--rule", "kr-petition", "--period", "6 days", "--by", "month", "--by", "unit"]
    assert main(["log", "measure", str(file), "--json", *law]) == 0
    told = json.loads(capsys.readouterr().out)
    assert sum(told["waiting_causes"].values()) == pytest.approx(told["waiting_sum_seconds"])
    assert sum(row["cases"] for row in told["by"]["month"]) == told["cases"]
    for key, value in told.items():
        assert value is not None or key in told["notes"] or key in ("sigma", "month_limits"), key


def test_the_further_figures_of_the_real_log(capsys: pytest.CaptureFixture[str]) -> None:
    file = real_log()
    assert (
        main(["log", "measure", str(file), "--json", "--time-zone", "Europe/Amsterdam", "--by", "channel"])
        == 0
    )
    told = json.loads(capsys.readouterr().out)
    assert (told["cases"], told["rework_cases"], told["handovers"]) == (1434, 91, 1208)
    assert (told["variants_covering_80"], told["ping_pong_cases"], told["open_cases"]) == (6, 107, 105)
    assert {row["name"]: row["cases"] for row in told["by"]["channel"]}["Internet"] == 1250
    assert told["processing_time_seconds"] is None


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (["--rule", "kr-petition"], "together"),
        (["--rule", "nothing", "--period", "6 days"], "no counting rule"),
        (["--rule", "kr-petition", "--period", "6 daze"], "cannot be read"),
        (["--office-hours", "nine"], "pairs of times"),
        (["--calendar", "moon"], "no calendar"),
    ],
)
def test_says_what_cannot_be_asked(
    said: list[str], answer: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["log", "measure", str(written(tmp_path, as_csv(LOG))), *said]) == 2
    assert answer in capsys.readouterr().err
