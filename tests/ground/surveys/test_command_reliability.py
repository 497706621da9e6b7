"""`madang survey reliability` with files as offices have them: any sign, any coding, words, codes, and mistakes."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from madang.site.cli import main

KO = ["전혀 그렇지 않다", "그렇지 않다", "보통이다", "그렇다", "매우 그렇다"]
EN = ["Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"]


def people(k: int = 4, n: int = 60, seed: int = 5) -> list[list[int]]:
    dice = np.random.default_rng(seed)
    felt = dice.normal(size=(n, 1)) * 0.8 + dice.normal(size=(n, k)) * 0.6 + 3
    return [[int(value) for value in row] for row in np.clip(np.round(felt), 1, 5)]


def alpha_of(rows: Sequence[Sequence[float]]) -> float:
    table = np.array(rows, float)
    k = table.shape[1]
    return float(k / (k - 1) * (1 - table.var(axis=0, ddof=1).sum() / table.sum(axis=1).var(ddof=1)))


def asked(capsys: pytest.CaptureFixture[str], path: Path, *options: str) -> dict[str, Any]:
    assert main(["survey", "reliability", str(path), "--json", *options]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def written(path: Path, rows: Sequence[Any], sign: str = ",", coding: str = "utf-8") -> Path:
    path.write_bytes("\n".join(sign.join(str(cell) for cell in row) for row in rows).encode(coding))
    return path


HEAD = ["q1", "q2", "q3", "q4"]


@pytest.mark.parametrize(
    ("sign", "coding"), [(",", "utf-8-sig"), (";", "cp949"), ("\t", "utf-16"), ("|", "utf-8"), (" ", "utf-8")]
)
def test_signs_and_codings_are_found_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], sign: str, coding: str
) -> None:
    rows = people()
    found = asked(capsys, written(tmp_path / "answers.csv", [["문항1", *HEAD[1:]], *rows], sign, coding))
    assert found["alpha"] == pytest.approx(alpha_of(rows))
    assert (found["n"], found["k"], found["items"][0]["item"]) == (60, 4, "문항1")
    low, high = found["ci95"]
    assert low < found["alpha"] < high


def test_columns_that_are_no_items_are_left_out_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = people()
    table = [
        ["Respondent ID", "성별", *HEAD, "Total", "age", "오늘 기분", "wish"],
        *[[700 + i, i % 2 + 1, *row, sum(row), 20 + i, "맑음", f"wish {i}"]
          for i, row in enumerate(rows)],
    ]  # fmt: skip
    found = asked(capsys, written(tmp_path / "answers.csv", table))
    assert [item["item"] for item in found["items"]] == HEAD
    assert {one["column"] for one in found["ignored"]} == {
        "Respondent ID",
        "성별",
        "Total",
        "age",
        "오늘 기분",
        "wish",
    }


def test_a_sum_is_left_out_whatever_it_is_called(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = people()
    found = asked(
        capsys, written(tmp_path / "a.csv", [[*HEAD, "overall"], *[[*row, sum(row)] for row in rows]])
    )
    assert [one["column"] for one in found["ignored"]] == ["overall"]


@pytest.mark.parametrize("words", [KO, EN])
def test_words_of_a_scale_count_as_its_steps(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    rows = people()
    found = asked(capsys, written(tmp_path / "a.csv", [HEAD, *[[words[v - 1] for v in row] for row in rows]]))
    assert found["alpha"] == pytest.approx(alpha_of(rows))
    assert found["items"][0]["mean"] == pytest.approx(np.mean([row[0] for row in rows]))


@pytest.mark.parametrize("shape", ["{} - so so", "{}점", "({}) yes", "매우 그렇다({})", "{},0"])
def test_numbers_with_labels_are_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], shape: str
) -> None:
    rows = people()
    table = [HEAD, *[[shape.format(value) for value in row] for row in rows]]
    assert asked(capsys, written(tmp_path / "a.csv", table, ";"))["alpha"] == pytest.approx(alpha_of(rows))


def test_blanks_and_codes_for_no_answer_are_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows: list[list[object]] = [list(row) for row in people()]
    for place, code in enumerate(["", "NA", "99", "9", "무응답"]):
        rows[place][place % 4] = code
    found = asked(capsys, written(tmp_path / "a.csv", [HEAD, *rows]))
    assert found["alpha"] == pytest.approx(alpha_of(people()[5:]))
    assert (found["n"], found["respondents"]) == (55, 60)
    assert any("missing" in warning for warning in found["warnings"])
    kept = asked(capsys, written(tmp_path / "a.csv", [HEAD, *rows]), "--missing", "none")
    assert kept["n"] == 57


def test_a_reversed_item_is_named_and_turned_on_request(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = people()
    path = written(tmp_path / "a.csv", [HEAD, *[[a, b, 6 - c, d] for a, b, c, d in rows]])
    found = asked(capsys, path)
    assert [item["item"] for item in found["items"] if item["reversed_suspected"]] == ["q3"]
    assert found["items"][2]["item_rest"] < 0
    assert found["alpha_if_turned"] == pytest.approx(alpha_of(rows))
    assert any("q3" in warning and "reverse" in warning for warning in found["warnings"])
    turned = asked(capsys, path, "--reverse", "q3", "--scale", "1-5")
    assert turned["alpha"] == pytest.approx(alpha_of(rows))
    assert turned["items"][2]["mean"] == pytest.approx(np.mean([row[2] for row in rows]))
    assert (turned["reversed"], turned["warnings"]) == (["q3"], [])


@pytest.mark.parametrize("named", ["q1,q2,q3", "q1:q3", "q[1-3]", "Q1, Q2 ,Q3"])
def test_items_are_named_one_by_one_or_by_a_pattern(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], named: str
) -> None:
    rows = people()
    found = asked(capsys, written(tmp_path / "a.csv", [HEAD, *rows]), "--items", named)
    assert found["alpha"] == pytest.approx(alpha_of([row[:3] for row in rows]))


def test_titles_and_lines_of_question_texts_do_not_disturb(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = people()
    table = [
        ["# exported"],
        ["2026년 조사", "", "", ""],
        HEAD,
        ["편리합니까", "쉽습니까", "빠릅니까", "좋습니까"],
        *rows,
    ]
    found = asked(capsys, written(tmp_path / "a.csv", table))
    assert found["alpha"] == pytest.approx(alpha_of(rows))
    assert found["n"] == 60


def test_a_file_without_a_header_is_read_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = people()
    found = asked(capsys, written(tmp_path / "a.csv", rows))
    assert (found["n"], found["items"][3]["item"]) == (60, "item4")
    assert any("column names" in warning for warning in found["warnings"])


@pytest.mark.parametrize(
    ("content", "options", "sentence"),
    [
        (b"", [], "is empty"),
        (b"q1,q2\n", [], "no rows"),
        (b"id,q1\n1,3\n2,4\n", [], "at least two items"),
        (b"a,b\nx,y\nz,w\n", [], "at least two items"),
        (b"q1,q2\n1,2\n2,1\n", [], "three"),
        (b"q1,q2\n3,3\n3,3\n3,3\n", [], "vary"),
        (b"q1,q2\n1,2\n2,1,5\n3,3\n", [], "line 3"),
        (b"q1,q2\n1,2\n2,1\n3,3\n", ["--items", "q1,q7"], "no column 'q7'"),
        (b"q1,q2,c\n1,2,red\n2,1,blue\n3,3,red\n", ["--items", "q1,c"], "line 2 says 'red'"),
        (b"q1,q2\n1,2\n2,1\n3,3\n", ["--scale", "five"], "1-5"),
        (b"PK\x03\x04rest", [], "Excel"),
        (b"q1,q2\n1,2\n2,1\n3,3\n", ["--delimiter", "ab"], "one sign"),
        (b"q1,q2\n1,2\n2,1\n3,3\n", ["--encoding", "nope"], "no encoding"),
    ],
)
def test_what_cannot_be_used_gets_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, options: list[str], sentence: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert main(["survey", "reliability", str(path), *options]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert sentence in err
    assert err.count("\n") == 1


def test_a_file_that_is_not_there_gets_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["survey", "reliability", "/nowhere/a.csv"]) == 2
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("language", "words"),
    [("ko", ["크론바흐 알파", "역문항", "응답자 60명"]), ("en", ["Cronbach", "reversed?"])],
)
def test_people_read_it_in_their_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, words: list[str]
) -> None:
    path = written(tmp_path / "a.csv", [HEAD, *[[a, b, 6 - c, d] for a, b, c, d in people()]])
    assert main(["survey", "reliability", str(path), "--language", language]) == 0
    out = capsys.readouterr().out
    assert all(word in out for word in words)
