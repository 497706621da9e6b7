"""A table of texts from CSV or Parquet, packed or not; the content decides, not the name of the file."""

import csv
import gzip
import io
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from madang.lib.commands import BadInput

DELIMITERS = ",;\t|"
MOST_BYTES = 500_000_000


@dataclass(frozen=True)
class Column:
    """One column: its name, its texts, and the line of the file each stands on."""

    name: str
    texts: list[str]
    lines: list[int]
    delimiter: str = ","


@dataclass(frozen=True)
class TextTable:
    """A file's columns by name, in order."""

    file: str
    names: list[str]
    rows: list[list[str]]
    lines: list[int]
    delimiter: str

    def column(self, name: str) -> Column:
        """The column of that name, capitals and blanks aside; raises BadInput with the names there are."""
        wanted = name.strip().casefold()
        places = [place for place, each in enumerate(self.names) if each.strip().casefold() == wanted]
        if name in self.names:
            places = [self.names.index(name)]
        if not places:
            raise BadInput(f"'{self.file}' has no column '{name}'; its columns are {', '.join(self.names)}.")
        place = places[0]
        return Column(self.names[place], [row[place] for row in self.rows], self.lines, self.delimiter)

    def has(self, name: str) -> bool:
        """Is there such a column?"""
        return any(each.strip().casefold() == name.strip().casefold() for each in self.names)


def read(path: Path) -> TextTable:
    """Read the whole table; raises BadInput with a sentence where it cannot be used."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise BadInput(f"'{path}' is a folder; give a file in CSV or Parquet.")
        if size > MOST_BYTES:
            raise BadInput(
                f"'{path.name}' is larger than 500 MB; a series or panel is summed up before it is verified."
            )
        data = path.read_bytes()
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
    except FileNotFoundError:
        raise BadInput(f"there is no file '{path}'.") from None
    except (OSError, EOFError) as error:
        raise BadInput(f"'{path}' cannot be read: {error}.") from None
    if not data.strip():
        raise BadInput(f"'{path.name}' is empty; its first line should name the columns.")
    return (
        _parquet(path.name, data) if data[:4] == b"PAR1" else _delimited(path.name, _decoded(path.name, data))
    )


def _decoded(file: str, data: bytes) -> str:
    marks = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
    marked = [code for mark, code in marks.items() if data.startswith(mark)]
    for code in [*marked, "utf-8", "cp949"]:
        try:
            text = data.decode(code)
        except UnicodeError:
            continue
        if "\0" not in text:
            return text
    raise BadInput(f"'{file}' is neither UTF-8, UTF-16 nor CP949 text, nor Parquet; save it as CSV in UTF-8.")


def _delimited(file: str, text: str) -> TextTable:
    text = _without_notes(text)
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=lambda sign: _outside_quotes(head).count(sign))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    names: list[str] = []
    rows: list[list[str]] = []
    lines: list[int] = []
    try:
        for row in reader:
            if not any(field.strip() for field in row):
                continue
            if not names:
                names = [field.strip() for field in row]
                continue
            rows.append(_fitted(row, names, file, reader.line_num))
            lines.append(reader.line_num)
    except csv.Error as error:
        raise BadInput(f"'{file}', line {reader.line_num}: {error}.") from None
    if not rows:
        raise BadInput(f"'{file}' holds no rows below its first line, which should name the columns.")
    return TextTable(file, names, rows, lines, delimiter)


def _without_notes(text: str) -> str:
    """The text without notes at its beginning: lines after a # and a spreadsheet's "sep=;", emptied to keep count."""
    lines = text.splitlines(keepends=True)
    for place, line in enumerate(lines):
        if line.strip() and not line.startswith("#") and not line.casefold().startswith("sep="):
            return "\n" * place + "".join(lines[place:])
    return ""


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def _fitted(row: list[str], names: list[str], file: str, line: int) -> list[str]:
    """The row with as many fields as there are names; empty ones at its end may lack or be too many."""
    extra = row[len(names) :]
    if any(field.strip() for field in extra):
        raise BadInput(
            f"'{file}', line {line}: {len(row)} fields where the first line names {len(names)}; "
            "put quotes around values that hold the delimiter."
        )
    return row[: len(names)] + [""] * (len(names) - len(row))


def _parquet(file: str, data: bytes) -> TextTable:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(io.BytesIO(data))
    except (pa.ArrowException, OSError) as error:
        raise BadInput(f"'{file}' is damaged: {error}.") from None
    columns = [[_written(value) for value in column.to_pylist()] for column in table.columns]
    rows = [list(row) for row in zip(*columns, strict=True)]
    if not rows:
        raise BadInput(f"'{file}' holds no rows.")
    return TextTable(file, list(table.column_names), rows, list(range(1, len(rows) + 1)), "")


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
