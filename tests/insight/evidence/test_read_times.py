"""Reading times: every way in which offices write them, zones, and the hours that clocks show twice or never."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.insight.evidence.times import Order, Reading, local_days, order_of, parse
from madang.lib.commands import BadInput
from tests.insight.evidence.logs import SEOUL, read, written

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def told(text: str, zone: ZoneInfo = SEOUL, order: Order | None = None) -> datetime | None:
    moment: datetime | None = Reading(zone, order).instants(pa.array([text]))[0].as_py()
    return moment


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("2011-10-11 13:45:40", None),
        ("2011-10-11T13:45:40", None),
        ("2011-10-11 13:45:40.000", None),
        ("2011-10-11T13:45:40.000000000", None),
        ("2011-10-11T04:45:40Z", None),
        ("2011-10-11 04:45:40+00:00", None),
        ("2011-10-11 06:45:40+0200", None),
        ("2011-10-11T06:45:40.000+02", None),
        ("2011-10-11 06:45:40 +02:00", None),
        ("2011/10/11 13:45:40", None),
        ("2011.10.11 13:45:40", None),
        ("2011. 10. 11. 오후 1:45:40", None),
        ("2011-10-11 오후 1:45:40", None),
        ("2011년 10월 11일 13:45:40", None),
        ("11/10/2011 13:45:40", "day"),
        ("10/11/2011 1:45:40 PM", "month"),
        ("11.10.2011 13:45:40", "day"),
        ("20111011134540", None),
        ("  2011-10-11 13:45:40  ", None),
    ],
)
def test_reads_the_ways_in_which_times_are_written(text: str, order: Order | None) -> None:
    assert told(text, order=order) == datetime(2011, 10, 11, 4, 45, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2011-02-30", "2011-13-01", "2011-10-11 25:00", "2011-10-11 13:60", "11/10/2011", "13", "2011",
     "2011-10-11 13:45:40+99:00", "오후", "2011-10-11 오후 13:45", "0000-00-00 00:00:00", "1318333540"],
)  # fmt: skip
def test_tells_no_time_where_there_is_none(text: str) -> None:
    assert told(text) is None


def test_reads_the_rest_of_a_batch_in_which_one_time_is_wrong() -> None:
    column = pa.array(["2011-10-11 13:45", "2011-02-30 10:00", None, "2011/10/11 13:45", "2011-10-11T04:45Z"])
    moment = datetime(2011, 10, 11, 4, 45, tzinfo=UTC)
    assert Reading(SEOUL).instants(column).to_pylist() == [moment, None, None, moment, moment]


def test_counts_a_day_without_a_time_from_midnight() -> None:
    assert told("2011-10-11") == datetime(2011, 10, 10, 15, tzinfo=UTC)


def test_takes_an_hour_shown_twice_as_its_first_showing_and_says_so() -> None:
    reading = Reading(AMSTERDAM)
    column = pa.array(["2011-10-30 02:30", "2011-10-30 01:30", "2011-10-30 03:30"])
    assert reading.instants(column).to_pylist() == [
        datetime(2011, 10, 30, 0, 30, tzinfo=UTC),
        datetime(2011, 10, 29, 23, 30, tzinfo=UTC),
        datetime(2011, 10, 30, 2, 30, tzinfo=UTC),
    ]
    assert (reading.naive, reading.doubtful) == (3, 1)


def test_counts_an_hour_that_is_skipped_with_the_offset_before() -> None:
    reading = Reading(AMSTERDAM)
    assert reading.instants(pa.array(["2011-03-27 02:30"])).to_pylist() == [
        datetime(2011, 3, 27, 1, 30, tzinfo=UTC)
    ]
    assert reading.doubtful == 1


def wall_clock(first: int, last: int) -> st.SearchStrategy[datetime]:
    """What a clock on the wall shows in these years, without a zone."""
    start, end = (datetime(year, 1, 1, tzinfo=UTC).replace(tzinfo=None) for year in (first, last))
    return st.datetimes(start, end)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(wall_clock(1950, 2050), min_size=1, max_size=20),
    st.sampled_from(["Asia/Seoul", "Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "UTC"]),
)
def test_agrees_with_the_zones_of_the_standard_library(walls: list[datetime], name: str) -> None:
    zone = ZoneInfo(name)
    found = Reading(zone).instants(pa.array(walls, pa.timestamp("us"))).to_pylist()
    assert found == [wall.replace(tzinfo=zone).astimezone(UTC) for wall in walls]
    micros = pa.array(found, pa.timestamp("us", "UTC")).cast(pa.int64()).to_numpy()
    epoch = datetime(1970, 1, 1, tzinfo=UTC).date()
    assert [epoch + timedelta(days=int(day)) for day in local_days(micros, zone)] == [
        moment.astimezone(zone).date() for moment in found
    ]


@settings(max_examples=200, deadline=None)
@given(wall_clock(1900, 2200))
def test_reads_what_was_written(moment: datetime) -> None:
    assert parse(moment.isoformat()) == moment
    aware = moment.replace(tzinfo=UTC)
    assert told(aware.isoformat()) == aware
    assert told(moment.isoformat(" ")) == moment.replace(tzinfo=SEOUL).astimezone(UTC)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789-/.:T Z+오후년월일AMP", max_size=30))
def test_never_stumbles_over_a_text(text: str) -> None:
    parse(text, "day")
    told(text)


def test_finds_out_whether_the_day_or_the_month_stands_first() -> None:
    assert order_of(["25/12/2011", "01/02/2011"]) == ("day", True)
    assert order_of(["12/25/2011", "01/02/2011"]) == ("month", True)
    assert order_of(["01/02/2011"]) == (None, True)
    assert order_of(["2011-01-02"]) == (None, False)


def rows(*moments: str) -> str:
    return "case,activity,time\n" + "".join(f"1,a,{moment}\n" for moment in moments)


def test_asks_where_a_date_can_be_read_in_two_ways(tmp_path: Path) -> None:
    file = written(tmp_path, rows("03/04/2011 10:00", "05/06/2011 10:00"))
    with pytest.raises(BadInput, match="--day-first or --month-first"):
        read(file)
    assert read(file, order="day")[0][0]["time"] == datetime(2011, 4, 3, 1, tzinfo=UTC)
    assert read(file, order="month")[0][0]["time"] == datetime(2011, 3, 4, 1, tzinfo=UTC)


def test_reads_a_day_first_where_one_date_shows_it(tmp_path: Path) -> None:
    found, report = read(written(tmp_path, rows("03/04/2011 10:00", "25/06/2011 10:00")))
    assert report.order == "day"
    assert found[0]["time"] == datetime(2011, 4, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("column", "hour"),
    [
        (pa.array(["2011-10-11 09:00"]).cast(pa.timestamp("ms")), 0),
        (pa.array([datetime(2011, 10, 11, 0, tzinfo=UTC)], pa.timestamp("ns", "UTC")), 0),
        (pa.array([date(2011, 10, 12)], pa.date32()), 15),
    ],
)
def test_reads_typed_times(column: Any, hour: int) -> None:
    assert Reading(SEOUL).instants(column).to_pylist() == [datetime(2011, 10, 11, hour, tzinfo=UTC)]
