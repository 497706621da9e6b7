"""The files of `madang verify` as series and panels, with a sentence for each way in which they cannot be used."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from madang.insight.claims.designs import Panel
from madang.insight.claims.reading import Calendar, Column, TextTable, calendar_of, numbers, read
from madang.insight.claims.reading.moments import moment_of
from madang.lib.commands import BadInput

Array = npt.NDArray[np.float64]
MOST_CELLS = 20_000_000
WHOLE = re.compile(r"(?<=\d)\.0$")  # a number of a unit that a spreadsheet wrote as 12.0
NO, YES, NEVER = (
    {"0", "no", "false", "아니요", "n"},
    {"1", "yes", "true", "예", "y"},
    {"", "0", "na", "nan", "never", "inf"},
)


@dataclass(frozen=True)
class Series:
    """A series in order of time: values, nan where missing; periods; and what a period is."""

    values: Array
    times: npt.NDArray[np.int64]
    calendar: Calendar


@contextmanager
def spoken() -> Iterator[None]:
    """What the designs refuse, as a sentence."""
    try:
        yield
    except ValueError as error:
        raise BadInput(f"{error}.") from None


def series(path: Path, time: str, value: str) -> Series:
    """Read a series; raises BadInput where a period occurs twice or nothing is left."""
    table = read(path)
    calendar, times = calendar_of(_filled(table.column(time)))
    values = numbers(table.column(value))
    seen: dict[int, int] = {}
    for place, line in zip(times, table.lines, strict=True):
        if place in seen:
            raise BadInput(
                f"{calendar.name(place)} occurs twice (lines {seen[place]} and {line}); give one value a period, "
                "or use 'madang verify panel' where several units are in the file."
            )
        seen[place] = line
    order = np.argsort(times)
    return Series(np.array(values)[order], np.array(times, np.int64)[order], calendar)


def _filled(column: Column) -> Column:
    for text, line in zip(column.texts, column.lines, strict=True):
        if not text.strip():
            raise BadInput(f"line {line}: column '{column.name}' is empty; every row needs its time.")
    return column


def within(times: npt.NDArray[np.int64], change: int, calendar: Calendar, told: str) -> None:
    """Raises BadInput where the change leaves no period before, or none after."""
    first, last = int(times.min()), int(times.max())
    if not first < change <= last:
        raise BadInput(
            f"the change at {told} leaves nothing {'before' if change <= first else 'after'} it: the times of the "
            f"file run from {calendar.name(first)} to {calendar.name(last)}."
        )


def day(text: str) -> tuple[date, int]:
    """The day of a change, and the first month that counts as after it."""
    calendar = Calendar("month")
    month = calendar.change(text)
    moment = moment_of(text)
    if moment is None or moment.kind == "number":
        return date.fromisoformat(f"{calendar.name(month)}-01"), month
    return moment.day, month


def day_within(days: npt.NDArray[np.int64], change: date) -> None:
    """Raises BadInput where all cases of a log began on one side of the change."""
    place = change.toordinal() - date(1970, 1, 1).toordinal()
    first, last = (date.fromordinal(int(d) + date(1970, 1, 1).toordinal()) for d in (days.min(), days.max()))
    if not days.min() < place <= days.max():
        raise BadInput(
            f"the change on {change} leaves no case {'before' if change <= first else 'after'} it: the cases of the "
            f"log began from {first} to {last}."
        )


def panel(path: Path, names: Mapping[str, str], treated: str, change: str | None) -> Panel:
    """Read a panel: one row a unit and time; raises BadInput where a cell occurs twice or a name is unknown."""
    table = read(path)
    columns = {role: table.column(name) for role, name in names.items()}
    calendar, times = calendar_of(_filled(columns["time"]))
    units = [WHOLE.sub("", text.strip()) for text in _filled(columns["unit"]).texts]
    rows = list(zip(units, times, strict=True))
    _refuse_twice(rows, table.lines, calendar)
    order, listed = sorted(set(times)), tuple(dict.fromkeys(units))
    if len(order) * len(listed) > MOST_CELLS:
        raise BadInput(f"{len(listed):,} units at {len(order):,} times are too many; sum up the file first.")
    at = ({unit: n for n, unit in enumerate(listed)}, {time: n for n, time in enumerate(order)})
    cells = np.full((len(order), len(listed)), np.nan)
    for (unit, time), value in zip(rows, numbers(columns["value"]), strict=True):
        cells[at[1][time], at[0][unit]] = value
    starts = _starts(table, treated, change, calendar, rows)
    if len(set(starts.values())) == 1:
        start = next(iter(starts.values()))
        within(np.array(order), start, calendar, change or calendar.name(start))
    return Panel(cells, np.array(order, np.int64), listed, starts, calendar.season, calendar.name)


def _refuse_twice(rows: list[tuple[str, int]], lines: list[int], calendar: Calendar) -> None:
    seen: dict[tuple[str, int], int] = {}
    for row, line in zip(rows, lines, strict=True):
        if row in seen:
            raise BadInput(
                f"'{row[0]}' occurs twice at {calendar.name(row[1])} (lines {seen[row]} and {line}); give one value "
                "for each unit and time, such as their mean."
            )
        seen[row] = line


def _starts(
    table: TextTable, treated: str, change: str | None, calendar: Calendar, rows: list[tuple[str, int]]
) -> dict[str, int]:
    """The period in which each treated unit changed, from names, NAME=TIME, or a column."""
    listed = list(dict.fromkeys(unit for unit, _ in rows))
    known = {unit.casefold(): unit for unit in listed}
    told = _named(treated, known)
    unknown = [name for name, _ in told if name.casefold() not in known]
    if len(told) == len(unknown) == 1 and table.has(treated):
        return _from_column(table.column(treated), change, calendar, rows)
    if unknown or not told:
        some = ", ".join(listed[:8]) + (" …" if len(listed) > 8 else "")
        raise BadInput(f"no unit is called '{', '.join(unknown) or treated}'; the file has {some}.")
    starts = {known[name.casefold()]: calendar.change(own or _said(change)) for name, own in told}
    if len(starts) == len(listed) and len(set(starts.values())) == 1:
        raise BadInput("all units are named as treated at one time, so none is left to compare with.")
    return starts


def _named(treated: str, known: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each name with its own time, if it has one; a name may itself hold a comma or an equals sign."""
    if treated.strip().casefold() in known:
        return [(treated.strip(), "")]
    named = []
    for part in (part.strip() for part in treated.split(",") if part.strip()):
        name, _, own = (part, "", "") if part.casefold() in known else part.rpartition("=")
        named.append((name.strip() or own.strip(), own.strip() if name else ""))
    return named


def _said(change: str | None) -> str:
    if not change:
        raise BadInput("say with --change when the units changed, or with --treated NAME=TIME.")
    return change


def _from_column(
    column: Column, change: str | None, calendar: Calendar, rows: list[tuple[str, int]]
) -> dict[str, int]:
    """A column that says yes or no at each time, or the time of each unit's start."""
    texts = [text.strip().casefold() for text in column.texts]
    if set(texts) <= YES | NO:
        on = [row for row, text in zip(rows, texts, strict=True) if text in YES]
        first = _firsts(on)
        always = {unit for unit, start in first.items() if start == min(time for _, time in rows)}
        if first and always == set(first):
            return dict.fromkeys(first, calendar.change(_said(change)))
        if not first:
            raise BadInput(f"column '{column.name}' says yes nowhere, so no unit changed.")
        return first
    starts = {}
    for (unit, _), text, told in zip(rows, texts, column.texts, strict=True):
        if text not in NEVER:
            starts[unit] = calendar.change(told.strip())
    if not starts:
        raise BadInput(
            f"column '{column.name}' names no start; write the time of each unit's start, empty for none."
        )
    return starts


def _firsts(pairs: list[tuple[str, int]]) -> dict[str, int]:
    first: dict[str, int] = {}
    for unit, time in pairs:
        first[unit] = min(time, first.get(unit, time))
    return first
