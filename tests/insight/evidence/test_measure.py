"""Measuring a log: exact, as counted by hand and by an independent count in plain Python."""

import csv
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.insight.evidence import table
from madang.insight.evidence.measures import measure
from madang.lib.commands import BadInput
from tests.insight.evidence.logs import (
    Event,
    as_csv,
    assert_same,
    counted,
    measured,
    options,
    real_log,
    written,
)

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def at(hours: float) -> datetime:
    return MONDAY + timedelta(hours=hours)


BY_HAND = [
    Event("1", "receive", at(0), "Kim", deadline=at(10)),
    Event("2", "receive", at(1), "Kim", deadline=at(3)),
    Event("1", "check", at(2), "Lee", deadline=at(10)),
    Event("1", "check", at(3), "Lee", deadline=at(10)),
    Event("2", "decide", at(5), "", deadline=at(3)),
    Event("1", "decide", at(6), "Kim", deadline=at(10)),
    Event("3", "receive", at(7), "Park"),
    Event("2", "send", at(9), "Park", deadline=at(3)),
]


def test_counts_by_hand(tmp_path: Path) -> None:
    assert_same(
        measured(written(tmp_path, as_csv(BY_HAND))).summary,
        {
            "cases": 3,
            "events": 8,
            "activities": 4,
            "variants": 3,
            "resources": 3,
            # 6 h, 8 h and nothing: median 6 h; mean 14/3 h; 9-in-10 is 0.8 of the way from 6 h to 8 h.
            "cycle_time_seconds": {"median": 21600.0, "mean": 16800.0, "p90": 27360.0},
            "rework_cases": 1,
            "handovers": 2,  # Kim to Lee and Lee to Kim; the event without a name hands over to nobody
            "directly_follows_pairs": 5,
            "late_share": 0.5,
        },
    )


def test_tells_the_tables_behind_the_pictures(tmp_path: Path) -> None:
    details = measured(written(tmp_path, as_csv(BY_HAND))).details
    assert sum(bar["cases"] for bar in details["distribution"]["bars"]) == 3
    assert details["months"] == [
        {"month": "2026-03", "cases": 3, "median_seconds": 21600.0, "p90_seconds": 27360.0}
    ]
    check = next(row for row in details["activities"] if row["activity"] == "check")
    assert check == {"activity": "check", "events": 2, "cases": 1, "repeating": 1, "repetitions": 1}
    assert details["starts"] == {"receive": 3}
    assert details["ends"] == {"decide": 1, "receive": 1, "send": 1}
    assert details["deadline"] == {"cases": 2, "cases_with_end": 0, "late": 1, "late_by_last_event": 1}
    assert details["events_without_resource"] == 1
    assert details["variants_for_80_percent"] == 3


def test_keeps_events_of_one_moment_in_the_order_of_the_file(tmp_path: Path) -> None:
    names = ["b", "a", "d", "c"]
    events = [Event("1", name, at(0)) for name in names] + [Event("2", name, at(0)) for name in names]
    file = tmp_path / "events.parquet"
    table.write(written(tmp_path, as_csv(events)), file, options())
    measure(file, variants_to=tmp_path / "variants.parquet")
    import pyarrow.parquet as pq

    assert pq.read_table(tmp_path / "variants.parquet").to_pylist() == [
        {"steps": names, "cases": 2, "median": 0.0}
    ]


def test_counts_a_stated_end_before_the_last_event(tmp_path: Path) -> None:
    events = [
        Event("1", "a", at(0), deadline=at(5), end=at(6)),
        Event("1", "b", at(4), deadline=at(5), end=at(6)),
        Event("2", "a", at(0), deadline=at(5)),
    ]
    figures = measured(written(tmp_path, as_csv(events)))
    assert figures.summary["late_share"] == 0.5
    assert figures.details["deadline"]["late_by_last_event"] == 0


def test_is_on_time_at_the_very_moment_of_the_deadline(tmp_path: Path) -> None:
    assert (
        measured(written(tmp_path, as_csv([Event("1", "a", at(0), deadline=at(0))]))).summary["late_share"]
        == 0
    )


def test_says_nothing_of_lateness_without_deadlines(tmp_path: Path) -> None:
    assert "late_share" not in measured(written(tmp_path, as_csv([Event("1", "a", at(0))]))).summary


def test_counts_one_lifecycle_on_wish(tmp_path: Path) -> None:
    text = "case,activity,time,lifecycle\n1,a,2026-03-02T09:00Z,start\n1,a,2026-03-02T10:00Z,complete\n"
    file = tmp_path / "events.parquet"
    report = table.write(written(tmp_path, text), file, options())
    assert report.lifecycles == {"start", "complete"}
    assert measure(file).summary["rework_cases"] == 1
    assert measure(file, lifecycle="Complete").summary["rework_cases"] == 0
    with pytest.raises(BadInput, match="lifecycle is 'paused'"):
        measure(file, lifecycle="paused")


moments = st.integers(0, 200).map(lambda n: MONDAY + timedelta(minutes=17 * n, microseconds=n))
events = st.builds(
    Event,
    case=st.sampled_from(["1", "2", "3", "사건 4", "a,b"]),
    activity=st.sampled_from(["접수", "check, again", 'say "no"', "a", "b\nc"]),
    time=moments,
    resource=st.sampled_from(["", "Kim", "Lee", "박"]),
    deadline=st.none() | moments,
    end=st.none() | moments,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(events, min_size=1, max_size=40))
def test_agrees_with_an_independent_count(log: list[Event]) -> None:
    with TemporaryDirectory() as folder:
        assert_same(measured(written(Path(folder), as_csv(log))).summary, counted(log))


@settings(max_examples=15, deadline=None)
@given(st.lists(events, min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_does_not_depend_on_the_order_of_the_cases_in_the_file(
    log: list[Event], chance: random.Random
) -> None:
    cases = sorted({event.case for event in log})
    chance.shuffle(cases)
    moved = [event for case in cases for event in log if event.case == case]
    with TemporaryDirectory() as folder:
        assert_same(measured(written(Path(folder), as_csv(moved))).summary, counted(log))


def test_measures_the_real_log_of_a_permit_office(tmp_path: Path) -> None:
    file = real_log()
    found = measured(file if file.parent == tmp_path else written(tmp_path, file.read_bytes())).summary

    def moment(text: str) -> datetime | None:
        return datetime.fromisoformat(text) if text else None

    with file.open(encoding="utf-8", newline="") as text:
        log = [
            Event(
                row["case:concept:name"],
                row["concept:name"],
                datetime.fromisoformat(row["time:timestamp"]),
                row["org:resource"],
                moment(row["case:deadline"]),
                moment(row["case:enddate"]),
            )
            for row in csv.DictReader(text)
        ]
    assert_same(found, counted(log))
    # The same numbers as pm4py 2.7.23 gives, which was asked once, outside of the project.
    assert (found["cases"], found["events"], found["activities"], found["variants"]) == (1434, 8577, 27, 116)
    assert found["cycle_time_seconds"]["median"] == pytest.approx(2868.5835)
    assert found["cycle_time_seconds"]["mean"] == pytest.approx(467263.9152573)
    assert found["cycle_time_seconds"]["p90"] == pytest.approx(1217821.7991)
    assert (found["rework_cases"], found["handovers"], found["directly_follows_pairs"]) == (91, 1208, 99)
