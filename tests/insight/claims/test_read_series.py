"""Series and panels as people write them: times, numbers, delimiters, and a sentence for what cannot be read."""

import gzip
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from madang.insight.claims.reading import Column, calendar_of, numbers, read
from madang.lib.commands import BadInput


def _column(*texts: str) -> Column:
    return Column("c", list(texts), list(range(2, 2 + len(texts))))


@pytest.mark.parametrize(
    ("texts", "unit", "change", "first_after"),
    [
        (("1983-01", "1983-02", "1983-03"), "month", "1983-01-31", "1983-02"),
        (("1983-01", "1983-02", "1983-03"), "month", "1983-02-01", "1983-02"),
        (("2019/1", "2019/2", "2019/3"), "month", "2019년 3월", "2019-03"),
        (("2019년 1월", "2019년 2월", "2019년 3월"), "month", "2019-02", "2019-02"),
        (("Jan 2019", "Feb 2019", "Mar 2019"), "month", "2019-03", "2019-03"),
        (("201901", "201902", "201903"), "month", "201902", "2019-02"),
        (("Jan-19", "Feb-19", "Mar-19"), "month", "Feb-19", "2019-02"),
        (("01/2019", "02/2019", "03/2019"), "month", "02/2019", "2019-02"),
        (("2004.0", "2005.0", "2006.0"), "year", "2005.0", "2005"),
        (("2019-01-31", "2019-02-28", "2019-03-31"), "month", "2019-03", "2019-03"),
        (("31/01/2019", "28/02/2019", "31/03/2019"), "month", "31/03/2019", "2019-04"),
        (("2019.1", "2019.2", "2019.10"), "month", "2019.10", "2019-10"),
        (("1969.000", "1969.083", "1969.167"), "month", "1969.083", "1969-02"),
        (("1969.00", "1969.25", "1969.5"), "quarter", "1969.25", "1969-Q2"),
        (("2019Q1", "2019Q2", "2019Q3"), "quarter", "2019Q3", "2019-Q3"),
        (("2019년 1분기", "2019년 2분기"), "quarter", "2019-04", "2019-Q2"),
        (("2019-01-01", "2019-04-01", "2019-07-01"), "quarter", "2019-03-30", "2019-Q2"),
        (("1970", "1971", "1972"), "year", "1971", "1971"),
        (("1970", "1971", "1972"), "year", "1971-02-01", "1971"),
        (("1970", "1971", "1972"), "year", "1971-11-01", "1972"),
        (("2019-W01", "2019-W02", "2019-W03"), "week", "2019-W02", "2019-01-07"),
        (("2019-01-07", "2019-01-14", "2019-01-21"), "week", "2019-01-14", "2019-01-14"),
        (("2019-01-05", "2019-01-06", "2019-01-07"), "day", "2019-01-06", "2019-01-06"),
        (("1", "2", "3"), "number", "2", "2"),
        (("1", "2", "3"), "number", "1.5", "2"),
        (("10", "20", "30"), "number", "20", "20"),
    ],
)
def test_times_are_read_as_people_write_them(
    texts: tuple[str, ...], unit: str, change: str, first_after: str
) -> None:
    calendar, places = calendar_of(_column(*texts))
    assert calendar.unit == unit
    assert places == sorted(places)
    assert calendar.name(calendar.change(change)) == first_after


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        (("2019-01", "soon"), "line 3: 'soon' in column 'c' is no time"),
        (("2019-01", "2019-13"), "line 3: '2019-13'"),
        (("1.0", "1.7", "1.9"), "without a common step"),
        (("03/04/2019", "05/06/2019"), "read in two ways"),
    ],
)
def test_what_is_no_time_is_said_with_its_line(texts: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        calendar_of(_column(*texts))


def test_a_change_is_written_like_the_times_of_the_file() -> None:
    counted, _ = calendar_of(_column("1", "2", "3"))
    with pytest.raises(BadInput, match="plain numbers"):
        counted.change("2019-03")
    dated, _ = calendar_of(_column("2019-01", "2019-02"))
    with pytest.raises(BadInput, match="are dates"):
        dated.change("25")
    with pytest.raises(BadInput, match="no date or number"):
        dated.change("spring")


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("1,234", "12,345.5"), [1234, 12345.5]),
        (("1,5", "1.234,5"), [1.5, 1234.5]),
        (("12.5%", "₩3,000", "40건"), [12.5, 3000, 40]),
        (("(4)", "−3", "1 000"), [-4, -3, 1000]),
        (("1e3", "-2.5E-1"), [1000, -0.25]),
    ],
)
def test_numbers_are_read_as_people_write_them(texts: tuple[str, ...], found: list[float]) -> None:
    assert numbers(_column(*texts)) == found


def test_missing_values_are_missing_and_words_are_refused() -> None:
    read_ = numbers(_column("1", "", "NA", "결측", "2"))
    assert [n for n in read_ if n == n] == [1, 2]
    with pytest.raises(BadInput, match="line 3: 'many' in column 'c' is no number"):
        numbers(_column("1", "many"))
    with pytest.raises(BadInput, match="holds no number"):
        numbers(_column("", "-"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters_are_found_out(tmp_path: Path, encoding: str, delimiter: str) -> None:
    file = tmp_path / "series.csv"
    file.write_text(f"월{delimiter}건수\n2019-01{delimiter}5\n\n2019-02{delimiter}6\n", encoding)
    table = read(file)
    assert table.names == ["월", "건수"]
    assert table.column("건수").texts == ["5", "6"]
    packed = tmp_path / "series.csv.gz"
    packed.write_bytes(gzip.compress(file.read_bytes()))
    assert read(packed).rows == table.rows


def test_notes_above_the_names_are_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "series.csv"
    file.write_text("# made by hand\nsep=;\n\nt;v\n1;2\n")
    table = read(file)
    assert table.names == ["t", "v"]
    assert table.lines == [5]


def test_parquet_is_known_by_its_content(tmp_path: Path) -> None:
    file = tmp_path / "series.dat"
    pq.write_table(pa.table({"t": pa.array([17897, 17928], pa.date32()), "v": [1.5, None]}), file)
    table = read(file)
    assert table.column("T").texts == ["2019-01-01", "2019-02-01"]
    assert table.column("v").texts == ["1.5", ""]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"t,v\n", "holds no rows"),
        (b"t,v\n1,2,3\n", "line 2: 3 fields"),
        (bytes(range(256)), "neither UTF-8"),
        (b"PAR1 broken", "is damaged"),
        (b"\x1f\x8b broken", "cannot be read"),
    ],
)
def test_what_is_no_table_is_said(tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / "bad.csv"
    file.write_bytes(content)
    with pytest.raises(BadInput, match=sentence):
        read(file)
    with pytest.raises(BadInput, match="no file"):
        read(tmp_path / "none.csv")
    good = tmp_path / "good.csv"
    good.write_text("t,v\n1,2\n")
    table = read(good)
    with pytest.raises(BadInput, match="its columns are t, v"):
        table.column("x")
