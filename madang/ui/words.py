"""Words for what is computed: texts in the reader's language, times, spans of time, what is left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = {"ko": "월화수목금토일", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


@dataclass(frozen=True)
class Left:
    """What is left until a due date: a sentence, and how urgent it is (danger, warning, information)."""

    words: str
    urgency: str


def language() -> str:
    """The reader's language: `ko` or `en`."""
    return "ko" if (get_language() or "en").startswith("ko") else "en"


def in_language(value: Any, code: str | None = None) -> str:
    """The text of a mapping {ko, en} in the reader's language, else in another; other values as they are."""
    return _text_and_language(value, code or language())[0]


def both(thing: Any, name: str, code: str | None = None) -> tuple[str, str]:
    """The text `name` of a thing that has it as `name_ko` and `name_en` or as {ko, en}, and its language."""
    wanted = code or language()
    value = _member(thing, name)
    if value is None:
        value = {each: _member(thing, f"{name}_{each}") for each in ("ko", "en")}
    elif isinstance(value, str) and (english := _member(thing, f"{name}_en")):
        value = {"ko": value, "en": english}  # a person's name, for example
    return _text_and_language(value, wanted)


def _member(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)


def _text_and_language(value: Any, wanted: str) -> tuple[str, str]:
    if value is None:
        return "", wanted
    if callable(known := getattr(value, "in_language", None)):  # a text of a definition
        return str(known(wanted)), wanted
    if not isinstance(value, Mapping):
        return str(value), wanted
    for code in (wanted, "ko", "en", *value):
        if value.get(code):
            return str(value[code]), code
    return "", wanted


def when(
    value: date | datetime, zone: tzinfo | None = None, *, time: bool = True, weekday: bool = True
) -> str:
    """A day or a moment in words, in the government's zone: 2026년 11월 21일(토) 18:00."""
    if isinstance(value, datetime):
        value = timezone.localtime(value, zone) if timezone.is_aware(value) else value
        clock = f"{value:%H:%M}" if time else ""
    else:
        clock = ""
    named = WEEKDAYS[language()][value.weekday()]
    if language() == "ko":
        day = f"{value.year}년 {value.month}월 {value.day}일" + (f"({named})" if weekday else "")
        return f"{day} {clock}".strip()
    day = f"{named} " * weekday + f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    return f"{day}, {clock}" if clock else day


def duration(seconds: float, parts: int = 2) -> str:
    """A span of time in words, in its two largest units: 3일 4시간 · 3 days 4 hours."""
    left = round(abs(seconds))
    words: list[str] = []
    for unit, length in UNITS:
        count, left = divmod(left, length)
        if count:
            words.append(_count(unit, count))
        if len(words) == parts or (words and not count):
            break
    return " ".join(words) or _count("second", 0)


def _count(unit: str, count: int) -> str:
    return {
        "day": lambda: ngettext("%(count)d day", "%(count)d days", count),
        "hour": lambda: ngettext("%(count)d hour", "%(count)d hours", count),
        "minute": lambda: ngettext("%(count)d minute", "%(count)d minutes", count),
        "second": lambda: ngettext("%(count)d second", "%(count)d seconds", count),
    }[unit]() % {"count": count}  # fmt: skip


def left_until(at: datetime, now: datetime, zone: tzinfo | None = None) -> Left:
    """How much is left until `at`: calendar days, or hours on the day itself, or how long it is past."""
    seconds = (at - now).total_seconds()
    days = (timezone.localtime(at, zone).date() - timezone.localtime(now, zone).date()).days
    if seconds < 0:
        return Left(_("%(span)s overdue") % {"span": duration(-seconds, 1)}, "danger")
    if days == 0:
        return Left(_("Today, %(span)s left") % {"span": duration(seconds, 1)}, "warning")
    if days == 1:
        return Left(_("Until tomorrow"), "warning")
    return Left(ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}, "information")
