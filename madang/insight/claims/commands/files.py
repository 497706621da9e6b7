"""The files of `madang verify` as series and panels, with a sentence for each way in which they cannot be used."""

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
    units = [text.strip() for text in _filled(columns["unit"]).texts]
    values = numbers(columns["value"])
    order = sorted(set(times))
    places: dict[tuple[str, int], int] = {}
    if len(order) * len(set(units)) > MOST_CELLS:
        raise BadInput(
            f"{len(set(units)):,} units at {len(order):,} times are too many; sum up the file first."
        )
    listed = tuple(dict.fromkeys(units))
    at = ({unit: n for n, unit in enumerate(listed)}, {time: n for n, time in enumerate(order)})
    cells = np.full((len(order), len(listed)), np.nan)
    for unit, time, value, line in zip(units, times, values, table.lines, strict=True):
        if (unit, time) in places:
            raise BadInput(
                f"'{unit}' occurs twice at {calendar.name(time)} (lines {places[unit, time]} and {line}); give one "
                "value for each unit and time, such as their mean."
            )
        places[unit, time] = line
        cells[at[1][time], at[0][unit]] = value
    starts = _starts(table, treated, change, calendar, listed, units, times)
    for start in set(starts.values()):
        if len(set(starts.values())) == 1:
            within(np.array(order), start, calendar, change or calendar.name(start))
    return Panel(cells, np.array(order, np.int64), listed, starts, calendar.season, calendar.name)


def _starts(
    table: TextTable, treated: str, change: str | None, calendar: Calendar, listed: tuple[str, ...],
    units: list[str], times: list[int],
) -> dict[str, int]:  # fmt: skip
    """The period in which each treated unit changed, from names, NAME=TIME, or a column."""
    known = {unit.casefold(): unit for unit in listed}
    whole = known.get(treated.strip().casefold())
    parts = [treated] if whole else [part for part in treated.split(",") if part.strip()]
    starts: dict[str, int] = {}
    unknown = []
    for part in parts:
        name, _, own = (
            part.rpartition("=")
            if not whole and known.get(part.strip().casefold()) is None
            else (part, "", "")
        )
        unit = known.get((name or own).strip().casefold())
        if unit is None:
            unknown.append(part.strip())
        elif own and name:
            starts[unit] = calendar.change(own)
        else:
            starts[unit] = calendar.change(_said(change))
    if len(unknown) == len(parts) == 1 and table.has(treated):
        return _from_column(table.column(treated), change, calendar, units, times)
    if unknown or not starts:
        some = ", ".join(listed[:8]) + (" …" if len(listed) > 8 else "")
        raise BadInput(f"no unit is called '{', '.join(unknown) or treated}'; the file has {some}.")
    if len(starts) == len(listed) and len(set(starts.values())) == 1:
        raise BadInput("all units are named as treated at one time, so none is left to compare with.")
    return starts


def _said(change: str | None) -> str:
    if not change:
        raise BadInput("say with --change when the units changed, or with --treated NAME=TIME.")
    return change


def _from_column(
    column: Column, change: str | None, calendar: Calendar, units: list[str], times: list[int]
) -> dict[str, int]:
    """A column that says yes or no at each time, or the time of each unit's start."""
    texts = [text.strip().casefold() for text in column.texts]
    if set(texts) <= YES | NO:
        on = [(unit, time) for unit, time, text in zip(units, times, texts, strict=True) if text in YES]
        first = _firsts(on)
        always = {unit for unit, start in first.items() if start == min(times)}
        if always == set(first) or change:
            return dict.fromkeys(first, calendar.change(_said(change)))
        return first
    starts = {}
    for unit, text, told in zip(units, texts, column.texts, strict=True):
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
