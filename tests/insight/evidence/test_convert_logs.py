"""Logs go from format to format and come back as they were; what cannot is said."""

import gzip
import json
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from madang.insight.evidence.convert import convert
from madang.insight.evidence.formats import ocel_json, ocel_sqlite, ocel_xml, xes_file
from madang.insight.evidence.formats.notes import Notes
from madang.insight.evidence.formats.ocel_log import Ocel
from madang.insight.evidence.formats.xes_log import same_logs
from madang.lib.commands import BadInput
from madang.site.cli import main
from tests.insight.evidence import whole_logs
from tests.insight.evidence.logs import SEOUL, as_csv, as_xes, options, written
from tests.insight.evidence.test_measure import BY_HAND

# Without shrinking, which takes minutes here; what fails is printed whole.
often = settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
OCEL: dict[str, Any] = {"o.jsonocel": ocel_json, "o.xmlocel": ocel_xml, "o.sqlite": ocel_sqlite}


def through(folder: Path, *names: str) -> None:
    """Convert the first file to the second, the second to the third, and so on."""
    for source, target in pairwise(names):
        convert(folder / source, folder / target, options())


def read_ocel(folder: Path, name: str) -> Ocel:
    log: Ocel = OCEL[name].read(folder / name, SEOUL, Notes())
    return log


@pytest.mark.parametrize("between", ["b.jsonocel", "b.xmlocel", "b.sqlite", "b.parquet", "b.xes.gz"])
@often
@given(told=whole_logs.xes_logs)
def test_xes_comes_back_as_it_was(between: str, told: Any) -> None:
    with TemporaryDirectory() as where:
        folder = Path(where)
        xes_file.write(whole_logs.as_log(told), folder / "a.xes", Notes())
        through(folder, "a.xes", between, "c.xes")
        back = xes_file.read(folder / "c.xes", SEOUL, Notes())
        assert same_logs(whole_logs.as_log(told), back)


@often
@given(log=whole_logs.ocels(), order=st.permutations(sorted(OCEL)))
def test_ocel_comes_back_as_it_was_from_all_its_formats(log: Ocel, order: list[str]) -> None:
    with TemporaryDirectory() as where:
        folder = Path(where)
        OCEL[order[0]].write(log, folder / order[0], Notes())
        assert read_ocel(folder, order[0]).same_as(log)
        through(folder, *order)
        for name in order:
            assert read_ocel(folder, name).same_as(log), name


@often
@given(told=whole_logs.xes_logs, log=whole_logs.ocels())
def test_one_changed_word_is_a_difference(told: Any, log: Ocel) -> None:
    head, traces = told
    renamed = (
        [traces[0]._replace(events=traces[0].events[:-1]), *traces[1:]] if traces[0].events else traces[1:]
    )
    assert not same_logs(whole_logs.as_log(told), whole_logs.as_log((head, renamed)))
    first = next(iter(log.events.values()))
    other = Ocel(log.event_types, log.object_types, {"new": first, **log.events}, log.objects)
    assert not other.same_as(log)


SMALL: dict[str, Any] = {
    "objectTypes": [
        {"name": "order", "attributes": [{"name": "price", "type": "float"}]}, {"name": "item", "attributes": []}
    ],
    "eventTypes": [{"name": "pay", "attributes": []}, {"name": "place", "attributes": []}],
    "objects": [
        {
            "id": "o1",
            "type": "order",
            "attributes": [
                {"name": "price", "value": 12.5, "time": "1970-01-01T00:00:00Z"},
                {"name": "price", "value": "11.0", "time": "2026-03-02T10:00:00Z"},
            ],
            "relationships": [{"objectId": "i1", "qualifier": "holds"}],
        },
        {"id": "i1", "type": "item"},
        {"id": "i2", "type": "item"},
    ],
    "events": [
        {"id": "e1", "type": "place", "time": "2026-03-02T09:00:00+09:00",
         "relationships": [{"objectId": "o1", "qualifier": "order"}, {"objectId": "i1", "qualifier": "item"}]},
        {"id": "e2", "type": "pay", "time": "2026-03-02T12:00:00+09:00",
         "relationships": [{"objectId": "o1", "qualifier": "order"}, {"objectId": "i2", "qualifier": "item"}]},
    ],
}  # fmt: skip


def small(folder: Path, **changed: Any) -> Path:
    return written(folder, json.dumps({**SMALL, **changed}, indent=1), "small.json")


def test_seen_from_orders_or_from_items(tmp_path: Path) -> None:
    source = small(tmp_path)
    done = convert(source, tmp_path / "a.xes", options(object_type="order"))
    assert (done.cases, done.events) == (1, 2)
    assert done.notes.left == {}
    done = convert(source, tmp_path / "b.xes", options(object_type="item"))
    assert (done.cases, done.events) == (2, 2)
    assert done.notes.left["attributes of objects of other types"] == 1
    text = (tmp_path / "a.xes").read_text()
    assert '<float key="price" value="12.5"/>' in text
    assert 'key="ocel:changes"' in text


def test_asks_which_objects_are_the_cases(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = small(tmp_path)
    with pytest.raises(BadInput, match=r"--object-type which of them is the case: 'item', 'order'"):
        convert(source, tmp_path / "a.csv", options())
    assert main(["log", "measure", str(source)]) == 2
    assert "--object-type" in capsys.readouterr().err
    assert main(["log", "measure", str(source), "--object-type", "order", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["cases"], found["events"], found["cycle_time_seconds"]["median"]) == (1, 2, 10800.0)


@pytest.mark.parametrize("name", ["o.xmlocel", "o.sqlite", "o.json"])
def test_measures_ocel_in_every_format(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    convert(small(tmp_path), tmp_path / name, options())
    words = ["log", "measure", str(tmp_path / name), "--object-type", "order", "--resource", "item", "--json"]
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out)["resources"] == 2


def test_csv_becomes_xes_with_the_names_of_the_standard(tmp_path: Path) -> None:
    source = written(tmp_path, as_csv(BY_HAND))
    convert(source, tmp_path / "a.xes", options())
    convert(tmp_path / "a.xes", tmp_path / "b.csv", options())
    header, first = (tmp_path / "b.csv").read_text().splitlines()[:2]
    assert header.split(",")[:2] == ["case:concept:name", "concept:name"]
    assert first.startswith("1,receive,2026-03-02T18:00:00.000+09:00,Kim")


def test_says_what_csv_cannot_hold(tmp_path: Path) -> None:
    source = written(tmp_path, as_xes(BY_HAND), "log.xes")
    left = convert(source, tmp_path / "a.csv", options()).notes.left
    assert left["attributes within attributes, and lists"] == 2 * len(BY_HAND)
    assert any("extensions, globals, classifiers" in what for what in left)


REFUSED: list[tuple[str, str, str]] = [
    ("a.json", '{"events": [\n{"id": "e1"\n}]', r"line 3, column 3|'events' and 'objects'|line 3"),
    ("b.json", '{"events": [], "objects": {}', r"line 1, column 29"),
    ("c.json", "[1, 2]", "csv|'\\{' is missing|column"),
    ("d.json", '{"a": ' + "[" * 100_000, "too deep|not well-formed"),
    ("e.xes", "<log>\n<trace>\n<event></trace></log>", "line 3"),
    ("f.xes", '<!DOCTYPE log [<!ENTITY a "b">]>\n<log><trace/></log>', "XML entities"),
    ("g.xml", "<log><events></events></log>", "no event"),
    ("h.xes", "<log></log>", "no event"),
    (
        "i.xes",
        "<log>" + "<container key='a'>" * 1000 + "</container>" * 1000 + "</log>",
        "more than 200 deep",
    ),
    (
        "j.xes",
        "<log><trace><event>\n<string key='a'/></event></trace></log>",
        "line 2: an attribute without key or value",
    ),
]


@pytest.mark.parametrize(("name", "text", "reason"), REFUSED)
def test_refuses_with_line_and_reason_and_leaves_nothing(
    tmp_path: Path, name: str, text: str, reason: str
) -> None:
    source = written(tmp_path, text, name)
    with pytest.raises(BadInput, match=reason):
        convert(source, tmp_path / "out.xmlocel", options())
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_refuses_a_database_that_is_no_log(tmp_path: Path) -> None:
    import sqlite3

    with sqlite3.connect(tmp_path / "a.sqlite") as database:
        database.execute("CREATE TABLE people (name TEXT)")
    with pytest.raises(BadInput, match=r"no OCEL 2\.0 log: it has no table 'event'"):
        convert(tmp_path / "a.sqlite", tmp_path / "a.xes", options())


def test_takes_what_is_good_on_wish(tmp_path: Path) -> None:
    bad = [
        *SMALL["events"],
        {"id": "e3", "type": "pay"},
        {"id": "e1", "type": "pay", "time": "2026-03-02"},
        7,
    ]
    source = small(tmp_path, events=bad)
    with pytest.raises(BadInput, match=r"line \d+: event 'e3' has no time that can be read"):
        convert(source, tmp_path / "a.sqlite", options())
    done = convert(source, tmp_path / "a.sqlite", options(keep_good=True))
    assert (done.events, done.notes.refusals) == (2, 3)
    assert [reason for _, reason in done.notes.refused][1] == "a second event with the id 'e1'"


def test_takes_the_cases_before_a_break_on_wish(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = as_xes(BY_HAND)
    broken = written(tmp_path, text[: text.rindex("<trace>") + 20], "broken.xes")
    with pytest.raises(BadInput, match="line"):
        convert(broken, tmp_path / "a.xes", options())
    done = convert(broken, tmp_path / "a.xes", options(keep_good=True))
    assert (done.cases, done.notes.refusals) == (2, 1)
    assert main(["log", "measure", str(broken)]) == 2
    assert main(["log", "measure", str(broken), "--keep-good", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cases"] == 2


def test_a_cut_off_gzip_is_told(tmp_path: Path) -> None:
    packed = gzip.compress(as_xes(BY_HAND * 200).encode())
    cut = written(tmp_path, "", "cut.xes")
    cut.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(BadInput, match="damaged or cut-off gzip"):
        convert(cut, tmp_path / "a.xes", options())


def test_never_writes_over_the_log_itself(tmp_path: Path) -> None:
    source = written(tmp_path, as_xes(BY_HAND), "log.xes")
    with pytest.raises(BadInput, match="is the log itself"):
        convert(source, source, options())
    with pytest.raises(BadInput, match="say it with --to"):
        convert(source, tmp_path / "log.txt", options())


def test_the_command_tells_a_program_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = written(tmp_path, as_xes(BY_HAND), "log.xes")
    assert main(["log", "convert", str(source), str(tmp_path / "a.db"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"from": "xes", "to": "ocel-sqlite", "events": 8, "objects": 4}.items() <= told.items()
    assert main(["log", "convert", str(source), str(tmp_path / "a.txt"), "--to", "csv"]) == 0
    assert "8 events, 3 cases: xes → csv" in capsys.readouterr().out
