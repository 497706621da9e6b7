"""Reading log files: every format, encoding and packing that offices have; rows refused with line and reason."""

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from madang.insight.evidence.columns import guess
from madang.insight.evidence.measures import measure
from madang.lib.commands import BadInput
from tests.insight.evidence.logs import (
    Event,
    as_csv,
    as_xes,
    assert_same,
    counted,
    measured,
    options,
    read,
    written,
)

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
LOG = [
    Event(f"사건 {number % 7}", ["접수", "검토, 재검토", 'say "no"'][number % 3], START + timedelta(hours=number),
          ["김", "이", ""][number % 3], START + timedelta(hours=30))
    for number in range(40)
]  # fmt: skip


@pytest.mark.parametrize("name", ["log.csv", "log.csv.gz", "log", "log.xes"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp949"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_reads_csv_however_it_is_called_and_encoded(
    tmp_path: Path, name: str, encoding: str, delimiter: str
) -> None:
    file = written(tmp_path, as_csv(LOG, delimiter), name, encoding)
    assert_same(measured(file).summary, counted(LOG))


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_reads_every_kind_of_line_end(tmp_path: Path, ends: str) -> None:
    text = as_csv(LOG).replace("\r\n", ends)
    assert_same(measured(written(tmp_path, text)).summary, counted(LOG))


def test_reads_korean_that_comes_only_after_a_long_english_start(tmp_path: Path) -> None:
    events = [Event(str(n // 5), "receive", START + timedelta(minutes=n), "desk") for n in range(9000)]
    events.append(Event("끝", "접수", START, "김"))
    file = written(tmp_path, as_csv(events), encoding="cp949")
    assert_same(measured(file).summary, counted(events))


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz", "log.xml", "log.csv"])
def test_reads_xes(tmp_path: Path, name: str) -> None:
    assert_same(measured(written(tmp_path, as_xes(LOG), name)).summary, counted(LOG))


def test_reads_xes_in_utf16_and_in_korean_code(tmp_path: Path) -> None:
    for encoding in ("utf-16", "euc-kr"):
        text = as_xes(LOG).replace('encoding="UTF-8"', f'encoding="{encoding}"')
        assert_same(measured(written(tmp_path, text, "log.xes", encoding)).summary, counted(LOG))


def test_reads_attributes_of_a_trace_that_stand_after_its_events(tmp_path: Path) -> None:
    text = (
        '<log><trace><event><string key="concept:name" value="a"/><date key="time:timestamp" '
        'value="2026-03-02T09:00:00+09:00"/></event><string key="concept:name" value="7"/></trace></log>'
    )
    assert [event["case"] for event in read(written(tmp_path, text))[0]] == ["7"]


def test_reads_parquet_with_typed_and_with_text_columns(tmp_path: Path) -> None:
    typed = pa.table(
        {
            "case": pa.array([int(event.case[-1]) for event in LOG]),
            "activity": pa.array([event.activity for event in LOG]).dictionary_encode(),
            "time": pa.array([event.time for event in LOG], pa.timestamp("ns", "UTC")),
            "resource": [event.resource for event in LOG],
            "deadline": pa.array([event.deadline for event in LOG], pa.timestamp("s", "UTC")),
            "nested": [{"a": 1}] * len(LOG),
        }
    )
    pq.write_table(typed, tmp_path / "log.parquet")
    assert_same(measured(tmp_path / "log.parquet").summary, counted(LOG))
    packed = tmp_path / "log.parquet.gz"
    packed.write_bytes(gzip.compress((tmp_path / "log.parquet").read_bytes()))
    assert_same(measured(packed).summary, counted(LOG))


def test_reads_fields_that_hold_line_ends_and_skips_empty_lines(tmp_path: Path) -> None:
    text = 'case,activity,time,note\n1,"a\nb",2026-03-02,"x\n\ny"\n\n\n2,c,2026-03-03,"z"\n\n'
    found, report = read(written(tmp_path, text))
    assert [(event["case"], event["activity"]) for event in found] == [("1", "a\nb"), ("2", "c")]
    assert report.refused == 0


def test_says_line_and_reason_of_every_refused_row(tmp_path: Path) -> None:
    text = (
        'case,activity,time\n1,"two\nlines",2026-03-02\n,a,2026-03-02\n1, ,2026-03-02\n1,a,\n1,a,soon\n1,a\n'
        "1,a,2026-03-02,more\n\n1,b,2026-03-03\n"
    )
    found, report = read(written(tmp_path, text), keep_good=True)
    assert [event["activity"] for event in found] == ["two\nlines", "b"]
    assert [(one.line, one.reason) for one in report.refusals.examples] == [
        (4, "no-case"),
        (5, "no-activity"),
        (6, "no-time"),
        (7, "bad-time"),
        (8, "fields"),
        (9, "fields"),
    ]
    assert report.refused == 6
    assert report.refusals.examples[3].text == "soon"


def test_refuses_a_file_of_which_more_than_one_in_a_hundred_rows_cannot_be_used(tmp_path: Path) -> None:
    good = "".join(f"{number},a,2026-03-02T10:00\n" for number in range(99))
    head = "case,activity,time\n"
    assert read(written(tmp_path, head + good + "1,a,soon\n"))[1].refused == 1
    bad = written(tmp_path, head + good + "1,a,soon\n1,a,later\n")
    with pytest.raises(
        BadInput, match=r"2 of 101 rows.*more than 1 %.*line 101: a time that cannot be read 'soon'"
    ):
        read(bad)
    assert not (tmp_path / "events.parquet").exists() or read(bad, keep_good=True)[1].rows == 99
    assert read(bad, keep_good=True)[1].rows == 99


def test_leaves_nothing_behind_when_it_refuses(tmp_path: Path) -> None:
    bad = written(tmp_path, "case,activity,time\n1,a,soon\n")
    with pytest.raises(BadInput, match="no usable event"):
        read(bad)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["log.csv"]


def test_leaves_out_a_deadline_that_cannot_be_read_and_says_so(tmp_path: Path) -> None:
    text = "case,activity,time,deadline\n1,a,2026-03-02,someday\n1,b,2026-03-03,2026-03-04\n"
    found, report = read(written(tmp_path, text))
    assert [event["deadline"] is None for event in found] == [True, False]
    assert report.unreadable == {"deadline": 1}


def test_keeps_many_refused_rows_in_order_across_batches(tmp_path: Path) -> None:
    lines = ["case,activity,time"]
    lines += [f"{n},a" if n % 1000 == 0 else f"{n},{'x' * 60},2026-03-02T10:00" for n in range(1, 120_001)]
    found, report = read(written(tmp_path, "\n".join(lines)), keep_good=True)
    assert (len(found), report.refused) == (119_880, 120)
    assert [one.line for one in report.refusals.examples] == [n + 1 for n in range(1000, 20_001, 1000)]
    assert [event["row"] for event in found] == [n + 1 for n in range(1, 120_001) if n % 1000]


NAMED = [
    (["접수번호", "처리단계", "처리일시", "담당자"], {"case": "접수번호", "activity": "처리단계", "time": "처리일시"}),
    (["Case ID", "Activity", "Complete Timestamp", "Resource"], {"case": "Case ID", "time": "Complete Timestamp"}),
    (["case:concept:name", "concept:name", "time:timestamp", "case:deadline"], {"deadline": "case:deadline"}),
    (["case_id", "event", "timestamp", "due_date", "closed_at"], {"deadline": "due_date", "end": "closed_at"}),
]  # fmt: skip


@pytest.mark.parametrize(("names", "expected"), NAMED)
def test_guesses_the_columns(names: list[str], expected: dict[str, str]) -> None:
    found = guess(names, {}, {}, "log.csv").columns
    assert found | expected == found


def test_takes_the_columns_that_the_user_names(tmp_path: Path) -> None:
    file = written(tmp_path, "x,y,z,case\n1,a,2026-03-02,9\n")
    found, report = read(file, columns={"case": "x", "activity": "y", "time": "z"})
    assert found[0]["case"] == "1"
    assert report.how == {"case": "said", "activity": "said", "time": "said"}
    with pytest.raises(BadInput, match="no column 'q' for --case"):
        read(file, columns={"case": "q"})


def test_finds_the_only_column_that_reads_as_times(tmp_path: Path) -> None:
    report = read(written(tmp_path, "case,activity,when it was\n1,a,2026-03-02 10:00\n"))[1]
    assert report.columns["time"] == "when it was"
    assert report.how["time"] == "content"


def test_leaves_out_a_column_on_wish(tmp_path: Path) -> None:
    file = written(tmp_path, as_csv(LOG))
    assert "late_share" not in measured(file, columns={"deadline": "none"}).summary


REFUSED = [
    (b"", "empty"),
    (b"\n\n", "empty"),
    (b"case,activity,time\n", "no rows"),
    (b"one,two\n1,2\n", "needs at least three"),
    (b"just a letter to the mayor", "needs at least three"),
    (b"a,b,c\n1,2,3\n", "no column"),
    (b"case,activity,time,case\n1,2,2026-03-02,3\n", "two columns called 'case'"),
    (bytes(range(256)) * 50, "binary"),
    (b"\x1f\x8b\x08\x00broken", "gzip"),
    (gzip.compress(b"case,activity,time\n" + b"1,a,2026-03-02\n" * 9000)[:-20], "gzip"),
    (b"PK\x03\x04 a zip", "zip or Excel"),
    (b"PAR1 and nothing more", "cannot be read"),
    (b"<html><body><p>no log</p></body></html>", "no XES log"),
    (b"<log><trace><event></trace></log>", "not well-formed"),
    (b"<log></log>", "no event"),
    (b"<log><trace/></log>", "no event"),
    (b'<!DOCTYPE log [<!ENTITY a "a">]><log><trace><event/></trace></log>', "entities"),
    (b'<!DOCTYPE log [<!ENTITY a SYSTEM "file:///etc/passwd">]><log>&a;</log>', "entities"),
    (b'case,activity,time\n1,a,"' + b"x" * 9_000_000, "row longer than"),
    (b"case,activity,time\n1,\xff\xfe\xfa,2026-03-02\n", "neither UTF-8 nor CP949"),
]


@pytest.mark.parametrize(("content", "sentence"), REFUSED)
def test_refuses_what_is_no_log_with_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    (tmp_path / "log.csv").write_bytes(content)
    with pytest.raises(BadInput, match=sentence):
        read(tmp_path / "log.csv")


def test_refuses_a_bomb_of_entities_without_swelling(tmp_path: Path) -> None:
    layers = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE log [<!ENTITY l0 "ha">{layers}]><log><trace>&l11;</trace></log>'
    with pytest.raises(BadInput, match="entities"):
        read(written(tmp_path, bomb, "log.xes"))


def test_refuses_a_bomb_of_zeros(tmp_path: Path) -> None:
    for start in (b"<log><!--", b'case,activity,time\n1,2,"'):
        bomb = gzip.compress(start + b" " * (60 << 20))
        with pytest.raises(BadInput):
            read(_as_is(tmp_path, bomb))


def _as_is(folder: Path, content: bytes) -> Path:
    file = folder / "bomb"
    file.write_bytes(content)
    return file


def test_says_that_there_is_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no file"):
        read(tmp_path / "nothing.csv")
    with pytest.raises(BadInput, match="is a folder"):
        read(tmp_path)


def test_refuses_events_outside_of_any_trace(tmp_path: Path) -> None:
    time = '<date key="time:timestamp" value="2026-03-02T09:00Z"/>'
    event = f'<event><string key="concept:name" value="a"/>{time}</event>'
    text = f'<log>\n{event}\n<trace><string key="concept:name" value="1"/>{event}</trace></log>'
    found, report = read(written(tmp_path, text), keep_good=True)
    assert len(found) == 1
    assert [(one.line, one.reason) for one in report.refusals.examples] == [(2, "outside")]


def test_measures_what_was_taken_when_bad_rows_are_left_out(tmp_path: Path) -> None:
    file = written(tmp_path, as_csv(LOG) + "broken\r\n")
    to = tmp_path / "events.parquet"
    from madang.insight.evidence import table

    table.write(file, to, options(keep_good=True))
    assert_same(measure(to).summary, counted(LOG))
