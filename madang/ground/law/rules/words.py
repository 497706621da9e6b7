"""How dates, lengths and reasons are said in Korean and English."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from madang.ground.law.rules.calendars import Decreed, Holiday, WorkingDays
from madang.ground.law.rules.hours import HOUR, SECOND

_DAYS_KO = "월화수목금토일"
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
MANY = 4
Reason = Holiday | Decreed | int


def on(day: date, language: str) -> str:
    """A day with its weekday: 2017년 9월 25일(월), Monday 25 September 2017."""
    if language == "ko":
        return f"{day.year}년 {day.month}월 {day.day}일({_DAYS_KO[day.weekday()]})"
    return f"{_DAYS_EN[day.weekday()]} {day.day} {_MONTHS_EN[day.month - 1]} {day.year}"


def at(moment: datetime, language: str) -> str:
    """A moment: 2017년 9월 25일(월) 10시 30분, Monday 25 September 2017 at 10:30."""
    if language == "ko":
        return f"{on(moment.date(), language)} {_clock_ko(moment)}"
    return f"{on(moment.date(), language)} at {_clock_en(moment)}"


def _clock_ko(moment: datetime) -> str:
    minute = f" {moment.minute}분" if moment.minute or moment.second else ""
    return f"{moment.hour}시{minute}" + (f" {moment.second}초" if moment.second else "")


def _clock_en(moment: datetime) -> str:
    return f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"


def worked(amount: int, language: str) -> str:
    """A length of working time, given in microseconds: 3시간 30분, 3 h 30 min."""
    hours, rest = divmod(amount, HOUR)
    minutes, rest = divmod(rest, 60 * SECOND)
    units = ("시간", "분", "초") if language == "ko" else (" h", " min", " s")
    said = [f"{n}{unit}" for n, unit in zip((hours, minutes, rest // SECOND), units, strict=True) if n]
    return " ".join(said) or f"0{units[1]}"


def number_of_days(number: int, language: str) -> str:
    if language == "ko":
        return f"{number}일"
    return "1 day" if number == 1 else f"{number} days"


def why(reason: Reason, language: str) -> str:
    """Why a day does not count, with the day on which a later holiday was decreed."""
    if isinstance(reason, int):
        return f"{_DAYS_KO[reason]}요일" if language == "ko" else _DAYS_EN[reason]
    if isinstance(reason, Holiday):
        return reason.name_ko if language == "ko" else reason.name_en
    known = reason.known_on
    if language == "ko":
        return f"{reason.name_ko}, {known.year}년 {known.month}월 {known.day}일 지정"
    return f"{reason.name_en}, decreed on {known.day} {_MONTHS_EN[known.month - 1]} {known.year}"


def skipped(days: WorkingDays, first: date, last: date, language: str) -> str:
    """The days from first to last that do not count, each with its reason; many weekends become a number."""
    off = [(day, reason) for day in _each(first, last) if (reason := days.why_not(day)) is not None]
    weekend = [(day, reason) for day, reason in off if isinstance(reason, int)]
    if len(weekend) <= MANY:
        return ", ".join(_ranges(off, language))
    named = _ranges([pair for pair in off if not isinstance(pair[1], int)], language)
    weekdays = sorted({reason for _, reason in weekend if isinstance(reason, int)})
    joint = "·" if language == "ko" else " and "
    names = joint.join(f"{_DAYS_KO[w]}요일" if language == "ko" else f"{_DAYS_EN[w]}s" for w in weekdays)
    return ", ".join([*named, f"{names} {number_of_days(len(weekend), language)}"])


def _each(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _ranges(off: Sequence[tuple[date, Reason]], language: str) -> list[str]:
    """Days with their reasons; days in a row that have the same reason become a range."""
    pairs = [(day, why(reason, language)) for day, reason in off]
    said = []
    for _, group in groupby(enumerate(pairs), lambda n: (n[1][1], n[1][0].toordinal() - n[0])):
        row = [pair for _, pair in group]
        first, last, reason = row[0][0], row[-1][0], row[0][1]
        joint, space = ("~", "") if language == "ko" else (" to ", " ")
        to = "" if first == last else f"{joint}{_short(last, language)}"
        said.append(f"{_short(first, language)}{to}{space}({reason})")
    return said


def _short(day: date, language: str) -> str:
    return f"{day.month}월 {day.day}일" if language == "ko" else f"{day.day} {_MONTHS_EN[day.month - 1]}"
