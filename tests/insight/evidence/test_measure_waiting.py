"""Work and waiting, and why: by hand, and against the count in plain Python; the parts sum to the whole."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.insight.evidence.measures import measure
from madang.insight.evidence.measures.arrays import Ints
from madang.insight.evidence.measures.cases import READ, Gathered, case_block, causes
from madang.insight.evidence.measures.whole import Asked
from madang.insight.evidence.schema import batch_of
from tests.insight.evidence.plain import CAUSES, Item, told

MONDAY = datetime(2026, 3, 9, 0, tzinfo=UTC)  # 9 o'clock in Seoul


def at(minutes: float) -> datetime:
    return MONDAY + timedelta(minutes=minutes)


def table_of(items: list[Item], **extra: list[Any]) -> pa.Table:
    """The rows as the table of events holds them."""
    moments = {name: [getattr(item, name) for item in items] for name in ("time", "start", "enabled")}
    stamp = pa.timestamp("us", "UTC")
    columns = {
        "row": pa.array(range(len(items)), pa.int64()),
        "case": pa.array([item.case for item in items]),
        "activity": pa.array([item.activity for item in items]),
        "resource": pa.array([item.resource or None for item in items], pa.string()),
        "day": pa.array([item.time.date() for item in items], pa.date32()),
        **{name: pa.array(values, stamp) for name, values in moments.items()},
        **{name: pa.array(values) for name, values in extra.items()},
    }
    return pa.Table.from_batches([batch_of(columns, {})])


def summary(items: list[Item], folder: Path, **extra: list[Any]) -> dict[str, Any]:
    """The figures of the log that these rows make."""
    file = folder / "events.parquet"
    pq.write_table(table_of(items, **extra), file)
    figures = measure(file, asked=Asked())
    return {**figures.summary, "notes": figures.details["notes"]}


def test_overlapping_work_counts_once(tmp_path: Path) -> None:
    items = [
        Item("1", "check", at(60), "Kim", start=at(0)),
        Item("1", "survey", at(90), "Lee", start=at(30)),
        Item("1", "decide", at(130), "Park", start=at(120)),
    ]
    found = summary(items, tmp_path)
    assert found["processing_time_seconds"]["median"] == 100 * 60  # 0-90 and 120-130
    assert found["waiting_time_seconds"]["median"] == 30 * 60
    assert found["flow_efficiency"] == pytest.approx(100 / 130)


def test_tells_contention_from_priority(tmp_path: Path) -> None:
    items = [
        Item("early", "receive", at(0), "desk"),
        Item("late", "receive", at(10), "desk"),
        Item("mine", "receive", at(5), "desk"),
        # Kim works on a case that was ready before mine (0 < 5), then on one that came after it (10 > 5).
        Item("early", "check", at(40), "Kim", start=at(20)),
        Item("late", "check", at(70), "Kim", start=at(40)),
        Item("mine", "check", at(90), "Kim", start=at(75)),
    ]
    found = summary(items, tmp_path)["waiting_causes"]
    # early waits 20 for nothing; late waits 10 for nothing and 20 for early; mine waits 15 and 5 for nothing.
    assert found == {
        "batching": 0,
        "contention": (20 + 20) * 60,
        "priority": 30 * 60,
        "unavailable": 0,
        "extraneous": (20 + 10 + 15 + 5) * 60,
    }


def test_nights_and_lunch_are_unavailable(tmp_path: Path) -> None:
    items = [
        Item("1", "receive", at(0), "desk"),
        Item("1", "check", at(24 * 60 + 30), "Kim", start=at(24 * 60)),
    ]
    found = summary(items, tmp_path)["waiting_causes"]
    assert found["unavailable"] == (24 - 8) * 3600
    assert found["extraneous"] == 8 * 3600


def test_waiting_for_a_batch_to_be_complete(tmp_path: Path) -> None:
    items = [Item(f"{n}", "receive", at(10 * n), "desk") for n in range(3)]
    items += [Item(f"{n}", "stamp", at(60 + n / 2), "Kim") for n in range(3)]
    found = summary(items, tmp_path)["waiting_causes"]
    assert found["batching"] == (20 + 10 + 0) * 60  # until the third of them could be stamped
    assert found["extraneous"] == 3 * 40 * 60 + 30 + 60


def test_time_before_the_work_could_begin_is_extraneous(tmp_path: Path) -> None:
    items = [
        Item("1", "ask", at(0), "Kim"),
        Item("1", "check", at(60), "Kim", start=at(50), enabled=at(45)),
    ]
    found = summary(items, tmp_path)
    assert found["waiting_causes"]["extraneous"] == 50 * 60
    assert found["waiting_sum_seconds"] == 50 * 60


def test_pairs_start_and_completion_told_in_rows_of_their_own(tmp_path: Path) -> None:
    items = [
        Item("1", "check", at(0), "Kim"),
        Item("1", "check", at(20), "Kim"),
        Item("1", "check", at(30), "Kim"),
        Item("1", "check", at(35), "Kim"),
        Item("1", "decide", at(50), "Lee"),
    ]
    kinds = ["start", "COMPLETE", "start", "complete", "start"]
    found = summary(items, tmp_path, lifecycle=kinds)
    assert found["processing_time_seconds"]["median"] == 25 * 60
    assert found["waiting_time_seconds"]["median"] == 25 * 60  # 20-30 and 35-50, where deciding began
    assert found["notes"]["lifecycle"]["count"] == 1


def test_a_start_after_its_end_counts_as_a_moment(tmp_path: Path) -> None:
    items = [
        Item("1", "check", at(10), "Kim", start=at(0)),
        Item("1", "decide", at(20), "Kim", start=at(30)),
    ]
    found = summary(items, tmp_path)
    assert found["processing_time_seconds"]["median"] == 600
    assert found["notes"]["start"] == {"code": "backwards", "count": 1}


def test_cannot_tell_work_from_waiting_without_starts(tmp_path: Path) -> None:
    found = summary([Item("1", "a", at(0), "Kim"), Item("1", "b", at(9), "Kim")], tmp_path)
    assert found["processing_time_seconds"] is None
    assert found["waiting_time_seconds"] is None
    assert found["notes"]["waiting_time_seconds"] == {"code": "no-start"}
    assert sum(found["waiting_causes"].values()) == found["waiting_sum_seconds"] == 540


def items() -> st.SearchStrategy[list[Item]]:
    """Logs of few cases, persons and minutes, so that work meets; some days are weekends."""
    minute = st.integers(0, 60).map(lambda n: n * 7) | st.integers(0, 6000)

    @st.composite
    def one(draw: st.DrawFn) -> Item:
        end = draw(minute)
        start = draw(st.none() | st.integers(0, 200).map(lambda n: end - n))
        enabled = draw(st.none() | minute)
        return Item(
            draw(st.sampled_from("123")), draw(st.sampled_from("ab")), at(end), draw(st.sampled_from(["K", "L", ""])),
            None if start is None else at(start), None if enabled is None else at(enabled),
        )  # fmt: skip

    return st.lists(one(), min_size=1, max_size=12)


def without_an_engine(log: list[Item]) -> tuple[Gathered, dict[str, Ints]]:
    """Work and waiting of a log whose rows are put in order here, which is what an engine does elsewhere."""
    rows = table_of(log)
    block = rows.append_column("us", rows["time"].cast(pa.int64())).sort_by(
        [("case", "ascending"), ("us", "ascending"), ("row", "ascending")]
    )
    found = Gathered()
    turns = case_block(block.select(READ), Asked().office, found, paired=False)
    ordered = turns.sort_by([("resource", "ascending"), ("begin", "ascending"), ("row", "ascending")])
    return found, causes(iter([ordered]), Asked().office, found)


@settings(max_examples=150, deadline=None)
@given(items())
def test_counts_as_plain_python_does(log: list[Item]) -> None:
    expected = told(log)
    found, split = without_an_engine(log)
    assert (
        np.sum(list(split.values()), axis=0).tolist() == found.whole("waiting").tolist()
    )  # to the microsecond
    assert found.whole("waiting").sum() / 1e6 == pytest.approx(expected["waiting"])
    for cause in CAUSES:
        assert (split[cause] >= 0).all()
        assert split[cause].sum() / 1e6 == pytest.approx(expected["causes"][cause], abs=1e-5), cause
    names = pa.chunked_array(found.names).to_pylist()
    processing = dict(zip(names, found.whole("processing") / 1e6, strict=True))
    assert processing == pytest.approx(expected["processing"])
