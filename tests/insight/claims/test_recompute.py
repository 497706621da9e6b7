"""Whoever takes the public files away computes the same numbers with Python and DuckDB alone."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb
import pytest
from django.test import Client

from madang.ground.organisations.models import Government
from madang.insight.claims import actions
from madang.insight.claims.models import Claim
from madang.insight.claims.recomputing.ledger import Line, Range
from madang.insight.claims.tables import Table, of_rows
from tests import people
from tests.insight.claims import reforms

pytestmark = pytest.mark.django_db


def published(table: Table, *, treated: str = "", benefit: bool = False) -> Claim:
    """A claim with this table, and on wish a benefit, assessed and published."""
    claim = reforms.registered()
    actions.add_data(claim.pk, "primary", table, source="made up", treated=treated, by=people.seo_daeun())
    if benefit:
        parts = {name: Range(1, 2, 4, "made up") for name in ("volume", "before", "value")}
        parts["after"] = Range(0, 1, 1, "made up")
        actions.count(claim.pk, Line("x", "permits", 2025, parts, "h", "KRW"), by=people.seo_daeun())
    actions.assess(claim.pk, by=people.seo_daeun())
    return actions.publish(claim.pk, by=reforms.head_of_innovation())


def taken_away(claim: Claim, folder: Path) -> Path:
    """The files as anybody downloads them."""
    answer = Client().get(f"/reforms/{claim.key}/recompute.zip")
    assert answer.status_code == 200
    zipfile.ZipFile(io.BytesIO(answer.content)).extractall(folder)
    return folder


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    """The script, in a Python that knows nothing but its standard library and DuckDB."""
    (folder / "site").mkdir(exist_ok=True)
    for part in ("duckdb", "_duckdb"):
        for found in Path(duckdb.__file__).parents[1].glob(f"{part}*"):
            if not (folder / "site" / found.name).exists():
                (folder / "site" / found.name).symlink_to(found)
    alone = [sys.executable, "-S", "-E", "-s", "-c", "import runpy, sys; sys.path[:0] = ['site', '.'];"
             "runpy.run_path('recompute.py', run_name='__main__')"]  # fmt: skip
    return subprocess.run(alone, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def cases() -> Table:
    """Cases of three months before and three after."""
    rows = [(f"2024-1{m}", str(10 + n * n / 20)) for m in (0, 1, 2) for n in range(9)]
    return of_rows("cases", rows + [(f"2025-0{m}", str(7 + n * n / 25)) for m in (1, 2, 3) for n in range(8)])


@pytest.mark.parametrize(
    ("table", "treated"),
    [
        (reforms.series(), ""),
        (reforms.panel(others=9), "North"),
        (reforms.panel(others=9), "North, Other 03"),
        (cases(), ""),
    ],
    ids=["series", "synthetic control", "difference in differences", "cases"],
)
def test_every_number_comes_again(city: Government, tmp_path: Path, table: Table, treated: str) -> None:
    folder = taken_away(published(table, treated=treated, benefit=True), tmp_path)
    done = run(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 different" in done.stdout
    assert "KRW net p90" in done.stdout


def test_a_number_that_was_altered_is_found_out(city: Government, tmp_path: Path) -> None:
    folder = taken_away(published(cases()), tmp_path)
    result = json.loads((folder / "result.json").read_text())
    result["measures"]["primary"]["verdict"]["effect"] -= 0.01
    (folder / "result.json").write_text(json.dumps(result))
    table = folder / "data" / "1.csv"
    table.write_text(table.read_text().replace("2025-03,7.0\n", "2025-03,7.001\n"))
    done = run(folder)
    assert done.returncode == 1
    different = [line for line in done.stdout.splitlines() if "DIFFERENT" in line]
    assert any("SHA-256" in line for line in different)
    assert any("shift" in line for line in different)


def test_nothing_of_a_person_is_in_the_files(city: Government, tmp_path: Path) -> None:
    folder = taken_away(published(cases()), tmp_path)
    for file in folder.rglob("*"):
        if file.is_file() and file.suffix in {".json", ".csv", ".txt"}:
            text = file.read_text()
            assert not {"서다은", "daeun", "도미래"} & set(text.replace('"', " ").split())
