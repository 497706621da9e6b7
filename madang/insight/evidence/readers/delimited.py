"""Logs in CSV: any delimiter, quotes, line ends and the encodings that offices use, read in a stream."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from madang.insight.evidence.readers.rows import FIELDS, Refusals, Rows
from madang.insight.evidence.source import SAMPLE, as_utf8, encodings_of, opened
from madang.lib.commands import BadInput

BLOCK = 4 << 20  # a row may not be longer than this
SAMPLED = 1000
DELIMITERS = [",", ";", "\t", "|"]


class NotUtf8(Exception):
    """The text looked like UTF-8 at its start and is not; the next encoding is to be tried."""


class Delimited:
    """A CSV file, its delimiter and encoding found out from its start unless they are given."""

    kind = "csv"

    def __init__(self, path: Path, start: bytes, *, delimiter: str | None, encoding: str | None) -> None:
        self.path = path
        self.encodings = [encoding] if encoding else encodings_of(start, path.name)
        text = start.decode(self.encodings[0], errors="ignore").lstrip("\ufeff")
        self._whole = len(start) < SAMPLE
        if not text.strip():
            raise BadInput(
                f"'{path.name}' is empty; give a log with a line of column names and rows below it."
            )
        self.delimiter = delimiter or _delimiter(text, path.name)
        self._records = _some_records(text, self.delimiter)
        self.names = [name.strip() for name in self._records[0]]
        self._check_header()

    @property
    def facts(self) -> dict[str, str]:
        return {"encoding": self.encodings[0], "delimiter": self.delimiter}

    def _check_header(self) -> None:
        if len(self.names) < 3:
            raise BadInput(
                f"'{self.path.name}' has {len(self.names)} column(s), a log needs at least three: case, "
                "activity and time; if another sign parts the fields, name it with --delimiter."
            )
        if len(self._records) < 2 and self._whole:
            raise BadInput(f"'{self.path.name}' holds column names and no rows; there is nothing to measure.")

    def sample(self) -> dict[str, list[str]]:
        rows = [row for row in self._records[1:] if len(row) == len(self.names)]
        return {name: [row[place] for row in rows] for place, name in enumerate(self.names)}

    def rows(self, wanted: list[str], refusals: Refusals) -> Iterator[Rows]:
        twice = [name for name in wanted if self.names.count(name) > 1]
        if twice:
            raise BadInput(f"'{self.path.name}' has two columns called '{twice[0]}'; rename one of them.")
        broken: list[arrow_csv.InvalidRow] = []
        gone: set[int] = set()  # records of a wrong shape, some of them ahead of the batch at hand
        places = {name: f"c{self.names.index(name)}" for name in wanted}
        record = 1
        for batch in self._batches(list(places.values()), broken):
            gone.update(row.number for row in broken)
            _refuse(broken, refusals)
            numbers = _numbers(record, batch.num_rows, gone)
            record = numbers[-1] + 1 if numbers else record
            yield _named(batch, places, numbers)
        _refuse(broken, refusals)

    def _batches(self, columns: list[str], broken: list[arrow_csv.InvalidRow]) -> Iterator[pa.RecordBatch]:
        try:
            yield from self._reader(columns, broken)
        except pa.ArrowInvalid as error:
            reason = str(error)
            if "UTF8" in reason:
                if len(self.encodings) > 1:
                    raise NotUtf8 from None
                raise BadInput(
                    f"the text of '{self.path.name}' changes its encoding; name it with --encoding."
                ) from None
            if "straddling" in reason or "block" in reason:
                raise BadInput(
                    f"'{self.path.name}' holds a row longer than {BLOCK >> 20} MB, probably a quotation mark that is "
                    "never closed; mend the file."
                ) from None
            raise

    def _reader(self, columns: list[str], broken: list[arrow_csv.InvalidRow]) -> arrow_csv.CSVStreamingReader:
        def skip(row: arrow_csv.InvalidRow) -> str:
            broken.append(row)
            return "skip"

        stream = as_utf8(opened(self.path), self.encodings[0])
        return arrow_csv.open_csv(
            stream,
            read_options=arrow_csv.ReadOptions(
                block_size=BLOCK, use_threads=False, column_names=[f"c{i}" for i in range(len(self.names))]
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=self.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=skip,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(columns, pa.string()),
                include_columns=columns,
                strings_can_be_null=False,
            ),
        )

    def lines(self, records: list[int]) -> dict[int, int]:
        wanted, places, last = set(records), {}, max(records, default=0)
        with io.TextIOWrapper(as_utf8(opened(self.path), self.encodings[0]), "utf-8", newline="") as text:
            rows = csv.reader(text, delimiter=self.delimiter)
            before = 0
            for number, _ in enumerate(rows, start=1):
                if number in wanted:
                    places[number] = before + 1
                if number >= last:
                    break
                before = rows.line_num
        return places


def _refuse(broken: list[arrow_csv.InvalidRow], refusals: Refusals) -> None:
    """Refuse the records of a wrong shape; those of nothing but blanks are passed over."""
    filled = [row for row in broken if row.text.strip()]
    refusals.add(FIELDS, [row.number for row in filled], [row.text for row in filled])
    broken.clear()


def _numbers(first: int, count: int, gone: set[int]) -> list[int]:
    """The next `count` record numbers from `first` on that are not gone."""
    numbers: list[int] = []
    while len(numbers) < count:
        missing = count - len(numbers)
        numbers += [number for number in range(first, first + missing) if number not in gone]
        first += missing
    return numbers


def _named(batch: pa.RecordBatch, places: dict[str, str], numbers: list[int]) -> Rows:
    columns = {name: batch.column(place) for name, place in places.items()}
    lines = pa.array(numbers, pa.int64())
    filled = None
    for column in columns.values():
        some = pc.not_equal(column, "")
        filled = some if filled is None else pc.or_(filled, some)
    filled = pc.and_(filled, pc.not_equal(lines, 1))  # the first record is the line of names
    return Rows(lines.filter(filled), {name: column.filter(filled) for name, column in columns.items()})


def _some_records(text: str, delimiter: str) -> list[list[str]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    records: list[list[str]] = []
    try:
        for row in rows:
            records.append(row)
            if len(records) > SAMPLED:
                break
    except csv.Error:
        pass  # a field too long for the sample; the reader itself says what is wrong with it
    return records or [[]]


def _delimiter(text: str, name: str) -> str:
    """The sign that parts most rows of the sample into as many fields as the first row."""
    best, most = ",", 0.0
    for sign in DELIMITERS:
        records = _some_records(text[:20000], sign)
        width = len(records[0])
        alike = sum(len(row) == width for row in records) / len(records)
        if width > 1 and alike * width**0.5 > most:
            best, most = sign, alike * width**0.5
    return best
