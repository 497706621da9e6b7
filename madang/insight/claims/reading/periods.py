"""Times of a series as whole-numbered periods: which unit a column counts in, and where a change lies in it."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from madang.insight.claims.reading.moments import (
    KINDS,
    YEARS,
    Moment,
    day_first_in,
    decimal_in,
    moment_of,
    next_period,
)
from madang.insight.claims.reading.table import Column
from madang.lib.commands import BadInput

SEASON = {"month": 12, "quarter": 4, "year": 1, "week": 52, "day": 7, "number": 12}
SPACING = {"week": (6.5, 7.5), "month": (27.5, 31.5), "quarter": (88, 93), "year": (360, 371)}


@dataclass(frozen=True)
class Calendar:
    """What one period of a column is; `step` and `first` for plain numbers, `day_first` and `decimal`
    for how dates are read."""

    unit: str
    day_first: bool = True
    first: float = 0.0
    step: float = 1.0
    decimal: bool = False

    @property
    def season(self) -> int:
        """Periods after which a season comes again, where nobody says otherwise."""
        return SEASON[self.unit]

    def place(self, moment: Moment) -> int:
        """The whole number of the period in which the moment lies."""
        if self.unit == "number":
            return round((moment.number - self.first) / self.step)
        day = moment.day
        return {
            "year": day.year,
            "quarter": day.year * 4 + (day.month - 1) // 3,
            "month": day.year * 12 + day.month - 1,
            "week": (day.toordinal() - 1) // 7,
            "day": day.toordinal(),
        }[self.unit]

    def name(self, place: int) -> str:
        """The period as text: 2019-03, 2019-Q1, 2019, 2019-03-04, 25."""
        if self.unit == "number":
            number = self.first + place * self.step
            return f"{number:g}" if abs(number) < 1e6 else f"{number:.0f}"
        if self.unit == "quarter":
            return f"{place // 4}-Q{place % 4 + 1}"
        if self.unit == "month":
            return f"{place // 12}-{place % 12 + 1:02}"
        if self.unit == "year":
            return str(place)
        return date.fromordinal(place * 7 + 1 if self.unit == "week" else place).isoformat()

    def change(self, text: str) -> int:
        """The first period that counts as after a change at that time.

        A change that lies within a period makes it count as after if it came in the period's first half.
        """
        moment = moment_of(text, day_first=self.day_first, decimal=self.decimal)
        if moment is None:
            raise BadInput(f"'{text}' is no date or number; write --change like the times of the file.")
        if self.unit == "number":
            if moment.kind != "number":
                raise BadInput(
                    f"the times of the file are plain numbers; write --change as one, not '{text}'."
                )
            return _ceiling((moment.number - self.first) / self.step)
        moment = _as_date(moment, text)
        place = self.place(moment)
        if KINDS.index(moment.kind) <= KINDS.index(self.unit):
            return place
        begins = _begins(moment.day, self.unit)
        middle = begins + (next_period(begins, self.unit) - begins) / 2
        return place if moment.day <= middle else place + 1


def _ceiling(number: float) -> int:
    return round(number) if abs(number - round(number)) < 1e-6 else int(-(-number // 1))


def _begins(day: date, unit: str) -> date:
    if unit == "week":
        return day - timedelta(days=(day.toordinal() - 1) % 7)
    return {
        "year": date(day.year, 1, 1),
        "quarter": date(day.year, (day.month - 1) // 3 * 3 + 1, 1),
        "month": day.replace(day=1),
    }.get(unit, day)


def _as_date(moment: Moment, text: str) -> Moment:
    """A number as the date it may stand for: a year, a year with a fraction, or 201903."""
    if moment.kind != "number":
        return moment
    whole = int(moment.number)
    if whole in YEARS:
        months = round((moment.number - whole) * 12)
        place = whole * 12 + months
        kind = "year" if moment.number == whole else "month"
        return Moment(kind, day=date(place // 12, place % 12 + 1, 1))
    if whole // 100 in YEARS and 1 <= whole % 100 <= 12 and moment.number == whole:
        return Moment("month", day=date(whole // 100, whole % 100, 1))
    raise BadInput(
        f"the times of the file are dates; write --change as one, for example 2019-03, not '{text}'."
    )


def calendar_of(column: Column) -> tuple[Calendar, list[int]]:
    """The calendar of a column of times, and each row's period; raises BadInput for what is no time."""
    day_first = day_first_in(column.texts)
    if day_first is None:
        raise BadInput(
            f"dates like '{column.texts[0]}' in column '{column.name}' can be read in two ways; write 2019-03-31."
        )
    decimal, moments = decimal_in(column.texts), []
    for text, line in zip(column.texts, column.lines, strict=True):
        moment = moment_of(text, day_first=day_first, decimal=decimal)
        if moment is None:
            raise BadInput(
                f"line {line}: '{text.strip()}' in column '{column.name}' is no time; write for example 2019-03."
            )
        moments.append(moment)
    if all(moment.kind == "number" for moment in moments):
        return _numbered(moments)
    dated = [_as_date(moment, text) for moment, text in zip(moments, column.texts, strict=True)]
    finest = max((moment.kind for moment in dated), key=KINDS.index)
    calendar = Calendar(_unit_of({moment.day for moment in dated}) if finest == "day" else finest, day_first)
    return calendar, [calendar.place(moment) for moment in dated]


def _numbered(moments: list[Moment]) -> tuple[Calendar, list[int]]:
    """Plain numbers: years, years with fractions (1969.083), 201903, or a count with its own step."""
    numbers = sorted({moment.number for moment in moments})
    whole = all(number == int(number) for number in numbers)
    if whole and all(int(n) // 100 in YEARS and 1 <= n % 100 <= 12 for n in numbers):
        return _as_dates(moments, "month")
    if all(int(number) in YEARS for number in numbers) and len(numbers) > 1:
        if whole:
            return _as_dates(moments, "year")
        for unit, parts in (("quarter", 4), ("month", 12)):
            if all(abs(n * parts - round(n * parts)) < 0.02 * parts / 12 + 0.006 for n in numbers):
                return _as_dates(moments, unit)
    step = min((b - a for a, b in pairwise(numbers)), default=1.0)
    if any(abs((n - numbers[0]) / step - round((n - numbers[0]) / step)) > 0.05 for n in numbers):
        raise BadInput(
            "the times are numbers without a common step; write dates, or count the periods 1, 2, 3."
        )
    first = numbers[0] if not whole or step != 1 else 0.0
    calendar = Calendar("number", True, first, step)
    return calendar, [calendar.place(moment) for moment in moments]


def _as_dates(moments: list[Moment], unit: str) -> tuple[Calendar, list[int]]:
    calendar = Calendar(unit, decimal=unit != "year")
    return calendar, [calendar.place(_as_date(moment, str(moment.number))) for moment in moments]


def _unit_of(days: set[date]) -> str:
    """The unit of which each day is another, by the usual distance between neighbours."""
    ordered = sorted(days)
    usual = median([(b - a).days for a, b in pairwise(ordered)] or [30])
    for unit, (least, most) in SPACING.items():
        places = {Calendar(unit).place(Moment("day", day=day)) for day in ordered}
        if least <= usual <= most and len(places) == len(ordered):
            return unit
    return "day"
