"""Moments as people write them: 2019-03, 2019/3/1, 2019년 3월, 2019Q1, Mar 2019, 2019-W05, 1969.083, 25."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

KINDS = ("number", "year", "quarter", "month", "week", "day")
NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTHS = {name: place for place, name in enumerate(NAMES, start=1)}
YEARS = range(1500, 2500)
SHORT_FROM = 70  # Jan-70 is 1970, Jan-69 is 2069


@dataclass(frozen=True)
class Moment:
    """A number, or a date with how exactly it was said (one of KINDS)."""

    kind: str
    number: float = 0.0
    day: date = date.min


YEAR = r"(?P<year>\d{4})"
MONTH, DAY = r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})"
TIME = r"(?:[T ]+\d{1,2}:\d{2}.*)?"
NAMED = r"(?P<named>[A-Za-z]{3,9})\.?"
PATTERNS = [
    re.compile(pattern)
    for pattern in (
        rf"{YEAR}[-/.]\s?{MONTH}[-/.]\s?{DAY}\.?{TIME}",
        rf"{YEAR}[-/. ]\s?{MONTH}\.?",
        rf"{MONTH}[-/.]{YEAR}",
        rf"{YEAR}\s*년\s*{MONTH}\s*월(?:\s*{DAY}\s*일)?{TIME}",
        rf"{YEAR}\s*년\s*(?P<quarter>[1-4])\s*분기",
        rf"{YEAR}\s*년도?",
        rf"{YEAR}[-/. ]?\s*[Qq](?P<quarter>[1-4])",
        rf"[Qq](?P<quarter>[1-4])[-/. ]*{YEAR}",
        rf"(?P<quarter>[1-4])[Qq][-/. ]*{YEAR}",
        rf"{YEAR}[- ]?[Ww](?P<week>\d{{1,2}})",
        rf"{NAMED}[-/. ,]*{YEAR}",
        rf"{YEAR}[-/. ]*{NAMED}",
        rf"(?P<day>\d{{1,2}})[-/. ]*{NAMED}[-/. ,]*{YEAR}{TIME}",
        rf"{NAMED}\s+(?P<day>\d{{1,2}}),?\s+{YEAR}",
        r"(?P<year>(?:18|19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])",
        rf"{YEAR}[Mm]{MONTH}",
        rf"{NAMED}[-/ ']+(?P<short>\d{{2}})",
    )
]
TWO_WAYS = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}){TIME}")
DECIMAL = re.compile(r"\d{4}(?:\.(\d*))?")
NUMBER = re.compile(r"[+-]?\d+(\.\d*)?")


def moment_of(text: str, *, day_first: bool = True, decimal: bool = False) -> Moment | None:
    """What the text says, or None; a date that does not exist is none. `decimal`: 1969.25 is a quarter of a year."""
    text = text.strip()
    if decimal and NUMBER.fullmatch(text):
        return Moment("number", float(text))
    for pattern in PATTERNS:
        if (match := pattern.fullmatch(text)) and (dated := _dated(match.groupdict())):
            return dated
    if match := TWO_WAYS.fullmatch(text):
        first, second, year = (int(part) for part in match.groups())
        return _dated(
            {"year": year, "month": second if day_first else first, "day": first if day_first else second}
        )
    if NUMBER.fullmatch(text):
        return Moment("number", float(text))
    return None


def decimal_in(texts: list[str]) -> bool:
    """Are these years with a fraction, as 1969.083 or 1969.25, and not years with a month, as 2019.1 to 2019.12?"""
    found = [DECIMAL.fullmatch(text.strip()) for text in texts]
    fractions = [match[1] or "0" for match in found if match]
    return len(fractions) == len(texts) and any(
        len(f) > 2 or not 1 <= int(f) <= 12 for f in fractions if f != "0"
    )


def day_first_in(texts: list[str]) -> bool | None:
    """Whether dates like 03/04/2019 begin with the day: by the numbers above 12, or by what stays the same."""
    pairs = [(int(m[1]), int(m[2])) for text in texts if (m := TWO_WAYS.fullmatch(text.strip()))]
    if not pairs:
        return True
    if any(first > 12 for first, _ in pairs):
        return True
    if any(second > 12 for _, second in pairs):
        return False
    firsts, seconds = {first for first, _ in pairs}, {second for _, second in pairs}
    if len(firsts) == 1 < len(seconds):
        return True
    return False if len(seconds) == 1 < len(firsts) else None


def _dated(parts: dict[str, str | int | None]) -> Moment | None:
    short = parts.get("short")
    year = (
        int(parts.get("year") or 0)
        if short is None
        else int(short) + (2000 if int(short) < SHORT_FROM else 1900)
    )
    if year not in YEARS:
        return None
    try:
        if parts.get("week"):
            return Moment("week", day=date.fromisocalendar(year, int(parts["week"] or 0), 1))
        if parts.get("quarter"):
            return Moment("quarter", day=date(year, 3 * int(parts["quarter"] or 0) - 2, 1))
        month = _month(parts)
        if month is None:
            return Moment("year", day=date(year, 1, 1)) if not parts.get("named") else None
        return Moment(
            "day" if parts.get("day") else "month", day=date(year, month, int(parts.get("day") or 1))
        )
    except ValueError:
        return None


def _month(parts: dict[str, str | int | None]) -> int | None:
    if parts.get("named"):
        return MONTHS.get(str(parts["named"]).casefold()[:3])
    month = parts.get("month")
    return None if month is None else int(month)


def next_period(day: date, kind: str) -> date:
    """The first day of the period after the one that begins on `day`."""
    if kind == "week":
        return day + timedelta(days=7)
    months = {"month": 1, "quarter": 3, "year": 12}.get(kind)
    if months is None:
        return day + timedelta(days=1)
    place = day.year * 12 + day.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)
