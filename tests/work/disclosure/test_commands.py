"""The commands of disclosure, as a person or a script calls them."""

import json
from pathlib import Path

import pytest

from madang.site.cli import main

PAPER = "신청인 김하늘의 주민등록번호는 900101-1234568입니다.\n예산은 1,000원입니다.\n"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "보고.txt"
    file.write_text(PAPER)
    return file


def test_a_class_is_proposed_with_its_evidence(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["disclosure", "classify", str(paper), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["class"], answer["codes"]) == ("partly_open", ["9(1)6"])
    assert {span["kind"]: span["text"] for span in answer["spans"]} == {
        "name": "김하늘",
        "resident_number": "900101-1234568",
    }
    assert all(PAPER[span["start"] : span["end"]] == span["text"] for span in answer["spans"])


def test_a_reader_is_told_in_lines(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["disclosure", "classify", str(paper)]) == 0
    assert "resident_number: '900101-1234568'" in capsys.readouterr().out


def test_a_copy_is_written_without_what_was_found(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = paper.with_name("공개.txt")
    assert (
        main(["disclosure", "redact", str(paper), str(out), "--keep", "name", "--also", "1,000원", "--json"])
        == 0
    )
    assert out.read_text() == "신청인 김하늘의 주민등록번호는 ■■■입니다.\n예산은 ■■■입니다.\n"
    assert json.loads(capsys.readouterr().out)["redacted"] == 2


def test_a_file_that_is_there_is_not_written_over(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["disclosure", "redact", str(paper), str(paper)]) == 2
    assert paper.read_text() == PAPER
    assert "exists already" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["classify"], ["redact", "out.txt"]])
def test_a_file_that_cannot_be_read_gets_a_sentence(
    tmp_path: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    rest = [str(tmp_path / each) for each in command[1:]]
    for file in (broken, tmp_path / "none.txt"):
        assert main(["disclosure", command[0], str(file), *rest]) == 2
        assert file.name in capsys.readouterr().err
    assert not list(tmp_path.glob("out*"))
