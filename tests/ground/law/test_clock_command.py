"""`madang clock` as people and scripts call it: one question, many, and bad ones."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.site.cli import main

ASKED = ["clock", "--rule", "kr-petition", "--received", "2017-09-25T10:00", "--period", "6 days"]
Output = pytest.CaptureFixture[str]


def _json(capsys: Output, *arguments: str) -> Any:
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_example_of_the_ministry(capsys: Output) -> None:
    answer = _json(capsys, *ASKED)
    assert answer["due"] == "2017-10-10T18:00:00+09:00"
    assert set(answer["explanation"]) == {"ko", "en"}
    assert _json(capsys, *ASKED, "--as-known-on", "2017-09-01")["due"] == "2017-10-02T18:00:00+09:00"


def test_without_json_it_reads_as_a_letter(capsys: Output) -> None:
    assert main(ASKED) == 0
    said = capsys.readouterr().out
    assert said.startswith("due: 2017-10-10 18:00+09:00")
    assert "처리기한은 2017년 10월 10일(화) 18시입니다." in said


def test_events_are_given_in_order(capsys: Output) -> None:
    asked = ["clock", "--rule", "kr-petition", "--received", "2024-03-04T10:00", "--period", "6 days"]
    paused = ["--event", "pause:2024-03-06T10:00"]
    assert _json(capsys, *asked, *paused)["due"] is None
    resumed = [*paused, "--event", "resume:2024-03-08T15:00:00+09:00"]
    assert _json(capsys, *asked, *resumed)["due"] == "2024-03-14T18:00:00+09:00"
    extended = [*resumed, "--event", "extend:2024-03-12T10:00,6 days"]
    assert _json(capsys, *asked, *extended)["due"] == "2024-03-22T18:00:00+09:00"


def test_another_offices_hours_and_zone(capsys: Output) -> None:
    asked = ["clock", "--rule", "working-days", "--received", "2024-03-05T10:00", "--period", "3 hours"]
    elsewhere = ["--office-hours", "08:00-11:00, 12:00-16:00", "--time-zone", "Europe/Berlin"]
    assert _json(capsys, *asked, *elsewhere)["due"] == "2024-03-05T14:00:00+01:00"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["clock"], "give --rule and --received and --period, or --batch FILE"),
        ([*ASKED[:-1], "6 fortnights"], "write a number"),
        (["clock", "--rule", "kr-nothing", *ASKED[3:]], "there are calendar-days"),
        ([*ASKED, "--event", "pause"], "is not a time"),
        ([*ASKED, "--event", "stop:2017-09-26T10:00"], "pause, resume, reset and extend"),
        ([*ASKED, "--event", "extend:2017-09-26T10:00"], "needs a period"),
        ([*ASKED, "--event", "resume:2017-09-26T10:00"], "not paused"),
        ([*ASKED, "--event", "pause:2017-09-24T10:00"], "before receipt"),
        ([*ASKED, "--as-known-on", "yesterday"], "is not a date"),
        ([*ASKED, "--calendar", "../../etc"], "no calendar"),
        ([*ASKED, "--office-hours", "9-18"], "Office hours"),
        ([*ASKED, "--time-zone", "Mars"], "no time zone"),
        (["clock", "--batch", "/no/such/file"], "cannot be read"),
        (["clock", "--batch", "/"], "cannot be read"),
        (["clock", *ASKED[1:3], "--received", "9999-12-31T23:59", "--period", "1 days"], "2004 to 2035"),
        (
            ["clock", *ASKED[1:3], "--received", "0001-01-01T00:00+14:00", "--period", "1 days"],
            "outside every calendar",
        ),
    ],
)
def test_bad_input_gets_a_sentence_and_status_2(arguments: list[str], says: str, capsys: Output) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert says in captured.err
    assert captured.out == ""
    assert "Traceback" not in captured.err


GOOD = '{"rule": "kr-petition", "received": "2017-09-25T10:00", "period": "6 days"}'


def _batch(capsys: Output, file: Path, content: bytes) -> tuple[int, list[Any]]:
    file.write_bytes(content)
    status = main(["clock", "--batch", str(file)])
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_batch_answers_line_by_line(tmp_path: Path, capsys: Output) -> None:
    known = GOOD[:-1] + ', "as_known_on": "2017-09-01"}'
    events = (
        GOOD[:-1] + ', "events": ["pause:2017-09-26T10:00", {"kind": "resume", "at": "2017-09-26T11:00"}]}'
    )
    status, answers = _batch(capsys, tmp_path / "asked.jsonl", f"{GOOD}\n\n{known}\n{events}".encode())
    assert status == 0
    assert [answer["due"][:10] for answer in answers] == ["2017-10-10", "2017-10-02", "2017-10-11"]


@pytest.mark.parametrize(
    "bad",
    [
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"rule": "kr-petition"}',
        b'{"rule": 3, "received": "2017-09-25T10:00", "period": "6 days"}',
        b'{"rule": "kr-petition", "received": "25 September", "period": "6 days"}',
        b'{"rule": "kr-petition", "received": "2017-09-25T10:00", "period": 6}',
        GOOD[:-1].encode() + b', "events": "pause"}',
        GOOD[:-1].encode() + b', "events": [3]}',
        GOOD[:-1].encode() + b', "events": [{"kind": "pause"}]}',
        GOOD[:-1].encode() + b', "events": [{"kind": ["x"], "at": "2017-09-26T10:00"}]}',
        GOOD[:-1].encode() + b', "as_known_on": 5}',
        GOOD[:-1].encode() + b', "holidays": []}',
    ],
)
def test_a_bad_line_is_named_and_the_rest_goes_on(bad: bytes, tmp_path: Path, capsys: Output) -> None:
    content = GOOD.encode() + b"\n" + bad + b"\n" + GOOD.encode() + b"\n"
    status, answers = _batch(capsys, tmp_path / "asked.jsonl", content)
    assert status == 1
    assert [("error" in answer) for answer in answers] == [False, True, False]
    assert answers[1]["error"].startswith("Line 2: ")
    assert answers[1]["error"].endswith(".")


_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
_keys = st.sampled_from(["rule", "received", "period", "events", "as_known_on", "calendar"])


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(_keys, _anything, max_size=3))
def test_no_question_makes_the_clock_fall_over(
    tmp_path: Path, capsys: Output, asked: dict[str, object]
) -> None:
    question = json.loads(GOOD) | asked
    status, answers = _batch(capsys, tmp_path / "asked.jsonl", json.dumps(question).encode())
    assert status == ("error" in answers[0])


def test_a_reader_who_has_seen_enough_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "asked.jsonl").write_text((GOOD + "\n") * 3000)
    run = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m madang clock --batch {tmp_path / 'asked.jsonl'} | head -1"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(run.stdout)["due"].startswith("2017-10-10")
    assert run.stderr == ""


def test_answers_come_while_questions_are_still_asked() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "madang", "clock", "--batch", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as clock:
        assert clock.stdin is not None
        assert clock.stdout is not None
        for _ in range(2):
            clock.stdin.write(GOOD.encode() + b"\n")
            clock.stdin.flush()
            assert json.loads(clock.stdout.readline())["due"].startswith("2017-10-10")
        clock.stdin.close()
        assert clock.wait() == 0
