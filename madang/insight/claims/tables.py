"""Reading a table of numbers that somebody gives for a measure: what it holds, and what is wrong with it. Pure.

A table becomes plain CSV with few columns, which is what is kept, hashed and published: `series` has period and
value, `panel` unit, period and value, `cases` month and value. Nothing else of the given file is kept.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

SERIES, PANEL, CASES = "series", "panel", "cases"
COLUMNS = {SERIES: ("period", "value"), PANEL: ("unit", "period", "value"), CASES: ("month", "value")}
MOST_ROWS = 200_000
FEWEST_CASES = 5  # a month with fewer cases could tell of a single person
PERIOD = re.compile(r"(\d{4})[-./]?(\d{1,2})(?:[-./]?\d{1,2})?(?:[T ].*)?")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Unreadable(Exception):
    """A table that cannot be used: a code, the line where it matters, and what stood there."""

    def __init__(self, code: str, line: int = 0, what: str = "") -> None:
        super().__init__(f"{code} {line} {what}")
        self.code, self.line, self.what = code, line, what


@dataclass(frozen=True)
class Table:
    """Rows in the order of COLUMNS, and how many cases were left out to protect people."""

    kind: str
    rows: tuple[tuple[str, ...], ...]
    left_out: int = 0

    @property
    def content(self) -> str:
        """The table as it is kept and published."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS[self.kind])
        writer.writerows(self.rows)
        return out.getvalue()


def parsed(content: str) -> list[dict[str, str]]:
    """The rows of a kept table by column."""
    return list(csv.DictReader(io.StringIO(content)))


def read(kind: str, raw: bytes, columns: Sequence[str] = ()) -> Table:
    """The table in a file; `columns` names the given file's columns in the order of COLUMNS, else they are found."""
    text = _text(raw)
    reader = csv.reader(io.StringIO(text), _dialect(text))
    try:
        head = [name.strip() for name in next(reader)]
    except (StopIteration, csv.Error):
        raise Unreadable("empty") from None
    places = _places(kind, head, columns)
    try:
        rows = list(_rows(kind, reader, places, head))
    except csv.Error as error:
        raise Unreadable("broken", reader.line_num, str(error)) from None
    return of_rows(kind, rows)


def of_rows(kind: str, rows: Sequence[tuple[str, ...]]) -> Table:
    """The table of these rows, checked and in order; months with few cases are left out."""
    if not rows:
        raise Unreadable("no-rows")
    if kind == CASES:
        return _protected(rows)
    twice = [key for key, count in Counter(row[:-1] for row in rows).items() if count > 1]
    if twice:
        raise Unreadable("twice", 0, " ".join(twice[0]))
    ordered = tuple(sorted(rows, key=lambda row: row[:-1]))
    if kind == SERIES:
        _without_gaps([row[0] for row in ordered])
    return Table(kind, ordered)


def months_between(first: str, last: str) -> list[str]:
    """All months from one to another, both included, as YYYY-MM."""
    begin, end = (12 * int(month[:4]) + int(month[5:7]) - 1 for month in (first, last))
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(begin, end + 1)]


def _without_gaps(periods: list[str]) -> None:
    missing = sorted(set(months_between(periods[0], periods[-1])) - set(periods))
    if missing:
        raise Unreadable("gap", 0, ", ".join(missing[:3]))


def _protected(rows: Sequence[tuple[str, ...]]) -> Table:
    counts = Counter(row[0] for row in rows)
    kept = sorted(
        (row for row in rows if counts[row[0]] >= FEWEST_CASES), key=lambda row: (row[0], float(row[1]))
    )
    if not kept:
        raise Unreadable("all-few", 0, str(FEWEST_CASES))
    return Table(CASES, tuple(kept), len(rows) - len(kept))


def _text(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Unreadable("encoding")


def _dialect(text: str) -> type[csv.Dialect]:
    class Found(csv.excel):
        delimiter = max(",;\t", key=text.split("\n", 1)[0].count)

    return Found


def _places(kind: str, head: list[str], columns: Sequence[str]) -> list[int]:
    """Where the columns stand: those named, else those called as ours are, else the first ones."""
    wanted = COLUMNS[kind]
    named = [name.strip() for name in columns if name.strip()]
    if named:
        if len(named) != len(wanted):
            raise Unreadable("columns", 1, ", ".join(wanted))
        unknown = [name for name in named if name not in head]
        if unknown:
            raise Unreadable("no-column", 1, unknown[0])
        return [head.index(name) for name in named]
    lower = [name.lower() for name in head]
    if all(name in lower for name in wanted):
        return [lower.index(name) for name in wanted]
    if len(head) < len(wanted):
        raise Unreadable("columns", 1, ", ".join(wanted))
    return list(range(len(wanted)))


def _rows(
    kind: str, reader: Iterable[list[str]], places: list[int], head: list[str]
) -> Iterator[tuple[str, ...]]:
    for number, cells in enumerate(reader, 2):
        if not any(cell.strip() for cell in cells):
            continue
        if number > MOST_ROWS:
            raise Unreadable("too-long", number, f"{MOST_ROWS:,}")
        if len(cells) <= max(places):
            raise Unreadable("short", number, str(len(head)))
        *keys, value = (cells[place].strip() for place in places)
        yield (*_keys(kind, keys, number), _value(value, number))


def _keys(kind: str, keys: list[str], line: int) -> list[str]:
    if kind == PANEL:
        if not keys[0] or keys[0].startswith(FORMULA):
            raise Unreadable("unit", line, keys[0][:40])
        return [keys[0][:100], _period(keys[1], line)]
    return [_period(keys[0], line)]


def _period(text: str, line: int) -> str:
    found = PERIOD.fullmatch(text)
    if found is None or not 1 <= int(found[2]) <= 12:
        raise Unreadable("period", line, text[:40])
    return f"{found[1]}-{int(found[2]):02d}"


def _value(text: str, line: int) -> str:
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        raise Unreadable("value", line, text[:40]) from None
    if not isfinite(number):
        raise Unreadable("value", line, text[:40])
    return repr(round(number, 6)).removesuffix(".0")


def treated_in(text: str) -> dict[str, str | None]:
    """The units that changed, and the month where it is another than the claim's: "North, South=2025-07"."""
    found: dict[str, str | None] = {}
    for part in text.split(","):
        name, sign, month = part.strip().rpartition("=")
        if sign and PERIOD.fullmatch(month.strip()):
            found[name.strip()] = _period(month.strip(), 0)
        elif part.strip():
            found[part.strip()] = None
    return found
