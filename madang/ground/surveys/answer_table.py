"""A table of answers from elsewhere: rows are respondents, columns are questions. Which columns are items?"""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path

from madang.ground.surveys.answer_cells import NOTHING, number, plain, scale_of
from madang.lib.commands import BadInput

LARGEST = 200 << 20  # bytes
ENCODINGS = ("utf-8-sig", "cp949", "latin-1")
DELIMITERS = ",;\t|"
Both = tuple[str, str]  # the same in English and in Korean
READABLE = 0.8  # from this share of readable cells on, a column counts as answers
MARKS = {
    b"PK\x03\x04": "an Excel or other packed file",
    b"\x1f\x8b": "a packed file",
    b"\xd0\xcf\x11\xe0": "an old Excel file",
    b"PAR1": "a Parquet file",
    b"%PDF": "a PDF file",
    b"SQLi": "a database",
}


@dataclass
class Table:
    """The lines of a file: names of columns, and of each row its line number and its cells."""

    names: list[str]
    rows: list[tuple[int, list[str]]]
    delimiter: str
    remarks: list[Both] = field(default_factory=list)


def read(path: Path, *, delimiter: str | None = None, encoding: str | None = None) -> Table:
    """The table of a file, its delimiter, encoding and header found out unless they are given."""
    text = _text(path, encoding)
    sign = delimiter or _delimiter(text)
    lines = [(number_, row) for number_, row in _lines(text, sign) if any(cell.strip() for cell in row)]
    if not lines:
        raise BadInput(f"'{path.name}' is empty; give a line of column names and a row for each respondent.")
    lines = _without_titles(lines)
    table = _with_header(lines, sign)
    _check(table, path)
    return table


def _text(path: Path, encoding: str | None) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(f"'{path.name}' is larger than {LARGEST >> 20} MB.")
        raw = path.read_bytes()
    except OSError as error:
        raise BadInput(f"'{path}' cannot be read: {error.strerror or error}.") from None
    for mark, what in MARKS.items():
        if raw.startswith(mark):
            raise BadInput(f"'{path.name}' is {what}; save it as CSV first, then give that file.")
    tried = [encoding] if encoding else ["utf-16"] if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ENCODINGS
    for name in tried:
        try:
            text = raw.decode(name).lstrip("\ufeff")
        except LookupError:
            raise BadInput(f"there is no encoding '{name}'; write it like utf-8, cp949 or utf-16.") from None
        except UnicodeError:
            continue
        if "\x00" not in text:
            return text
    raise BadInput(f"'{path.name}' is no text that can be read; save it as CSV in UTF-8.")


def _lines(text: str, sign: str) -> list[tuple[int, list[str]]]:
    if sign == " ":
        return [(place, line.split()) for place, line in enumerate(text.splitlines(), 1)]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    try:
        return [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise BadInput(f"line {reader.line_num}: {error}.") from None


def _delimiter(text: str) -> str:
    """The sign that parts most lines into the same number of cells, and into most of them."""
    start = text[:65536]
    first = start.split("\n", 1)[0].strip().lower()
    if first.startswith("sep=") and len(first) == 5:
        return first[4]

    best = max((*DELIMITERS, " "), key=lambda sign: _fit(start, sign))
    return best if _fit(start, best)[0] else ","


def _fit(text: str, sign: str) -> tuple[bool, bool, float, bool, int]:
    """How well a sign parts the lines: at all, the header as the rest, how evenly, no mere blank, how far."""
    try:
        sizes = [len(row) for _, row in _lines(text, sign)[:200] if any(row)]
    except BadInput:
        return (False, False, 0.0, False, 0)
    size, times = max(Counter(sizes).items(), key=lambda one: (one[1], one[0]), default=(1, 0))
    return (size > 1, size in sizes[:1], round(times / max(1, len(sizes)), 1), sign != " ", size)


def _without_titles(lines: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """The lines from the header on: titles and remarks above it have one cell or begin with '#'."""
    usual = Counter(len(row) for _, row in lines).most_common(1)[0][0]
    for place, (_, row) in enumerate(lines):
        told = [cell for cell in row if cell.strip()]
        title = len(told) == 1 and usual > 1
        if not (row[0].lstrip().startswith("#") or row[0].lower().startswith("sep=") or title):
            return lines[place:]
    return lines


def _with_header(lines: list[tuple[int, list[str]]], sign: str) -> Table:
    head = [" ".join(cell.split()) for cell in lines[0][1]]
    width = max(len(row) for _, row in lines)
    numbers = [number(plain(cell)) for cell in head]
    counted = [float(place) for place in range(1, len(head) + 1)]
    bare = all(cell is not None or plain(name) in NOTHING for cell, name in zip(numbers, head, strict=True))
    if bare and any(cell is not None for cell in numbers) and not (numbers == counted and len(head) > 3):
        table = Table([f"item{place}" for place in range(1, width + 1)], lines, sign)
        table.remarks.append(
            (
                "the file has no line of column names; the columns are called item1, item2 and so on.",
                "열 이름 줄이 없어 item1, item2 …로 부릅니다.",
            )
        )
        return table
    return Table(_distinct(head), lines[1:], sign)


def _distinct(names: Sequence[str]) -> list[str]:
    seen: Counter[str] = Counter()
    distinct = []
    for place, name in enumerate(names, 1):
        told = name or f"column {place}"
        seen[told] += 1
        distinct.append(told if seen[told] == 1 else f"{told} ({seen[told]})")
    return distinct


def _check(table: Table, path: Path) -> None:
    width = len(table.names)
    for line, row in table.rows:
        if any(cell.strip() for cell in row[width:]):
            raise BadInput(
                f"line {line} has {len(row)} cells, but there are {width} columns;"
                " put quotation marks around cells that hold the delimiter, or name it with --delimiter."
            )
        row.extend([""] * (width - len(row)))
    if not table.rows:
        raise BadInput(f"'{path.name}' holds column names and no rows; there is nothing to reckon with.")


@dataclass
class Column:
    """One column as numbers, nothing where nothing readable stands; `odd` are cells that say no number."""

    name: str
    values: list[float | None]
    odd: list[tuple[int, str]]

    @property
    def told(self) -> list[float]:
        """The values that are there."""
        return [value for value in self.values if value is not None]

    @property
    def readable(self) -> bool:
        """Whether most of what stands in the column are answers."""
        return bool(self.told) and len(self.told) >= READABLE * (len(self.told) + len(self.odd))


def column(table: Table, name: str, missing: Sequence[str] = ()) -> Column:
    """A column of the table as numbers; words of a known scale count from its lowest step."""
    place = table.names.index(name)
    nothing = NOTHING | {plain(code) for code in missing}
    codes = {value for code in missing if (value := number(plain(code))) is not None}
    cells = [(line, plain(row[place])) for line, row in table.rows]
    words = {text for _, text in cells if text not in nothing and number(text) is None}
    scale = scale_of(words) or {}
    values: list[float | None] = []
    odd = []
    for line, text in cells:
        value = None if text in nothing else scale.get(text, number(text))
        if value is None and text not in nothing:
            odd.append((line, text))
        values.append(None if value in codes else value)
    return Column(name, values, odd)


def asked_for(names: Sequence[str], wanted: Sequence[str], option: str) -> list[str]:
    """The columns that an option names: by name, by a pattern such as q*, or from one to another with q1:q9."""
    found: list[str] = []
    for words in wanted:
        for one in [words] if words in names else [part.strip() for part in words.split(",")]:
            found += [name for name in _matching(names, one, option) if name not in found] if one else []
    return found


def _matching(names: Sequence[str], one: str, option: str) -> list[str]:
    low = {name.casefold(): name for name in reversed(names)}
    if one in names or one.casefold() in low:
        return [one if one in names else low[one.casefold()]]
    ends = [low.get(end.strip().casefold()) for end in re.split(r"[:~]", one)]
    if len(ends) == 2 and ends[0] and ends[1]:
        first, last = sorted((names.index(ends[0]), names.index(ends[1])))
        return list(names[first : last + 1])
    if matching := [name for name in names if fnmatchcase(name.casefold(), one.casefold())]:
        return matching
    near = get_close_matches(one, names, 1, 0.5)
    hint = f"did you mean '{near[0]}'?" if near else f"the columns are: {', '.join(names[:20])}."
    raise BadInput(f"{option}: there is no column '{one}'; {hint}")
