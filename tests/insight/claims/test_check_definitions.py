"""`madang definitions check` reads claims too, and says with file and line what is wrong."""

import json
from pathlib import Path

import pytest

from madang.insight.claims.definition import FOLDER
from madang.site.cli import main


def test_the_shipped_claims_are_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["definitions", "check", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["valid"]
    assert told["claims"] == 10
    assert len(told["services"]) > 5
    assert main(["definitions", "check", str(FOLDER), "--language", "en"]) == 0
    assert capsys.readouterr().out == "Checked 10 claim(s): 0 error(s).\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("better: down", "better: sideways", ":15: measures › 0 › better"),
        ("value: 22,", "value: many,", "figures › before › value"),
        ("claimant:", "who:", "who: Extra inputs"),
        ("key: kiponet-patents", "key: another", "call the file another.yaml"),
        ('quote: "', 'qote: "', "qote"),
        ("measures:", "measures: [", "is not YAML"),
    ],
)
def test_a_fault_is_told_with_its_place(
    old: str, new: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "claims").mkdir()
    file = tmp_path / "claims" / "kiponet-patents.yaml"
    text = (FOLDER / file.name).read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    assert main(["definitions", "check", str(file)]) == 1
    assert said in capsys.readouterr().out


def test_a_place_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["definitions", "check", str(tmp_path / "claims" / "none.yaml")]) == 2
    assert "there is no file or folder" in capsys.readouterr().err
