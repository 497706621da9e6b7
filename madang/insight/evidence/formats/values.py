"""Values as the standards type them, each as one text: the same value is always the same text."""

from datetime import UTC, datetime
from functools import lru_cache
from math import isfinite
from zoneinfo import ZoneInfo

from madang.insight.evidence import times

EPOCH = "1970-01-01T00:00:00.000+00:00"
LARGEST = 1 << 63
TRUTHS = {"true": "true", "1": "true", "false": "false", "0": "false"}


def same_text(kind: str, text: str, zone: ZoneInfo) -> str | None:
    """The one text of this value; nothing, if it is no value of its kind (string, time, integer, float, boolean)."""
    match kind:
        case "string":
            return text
        case "time":
            return moment(text, zone)
        case "integer":
            return _integer(text)
        case "float":
            return _float(text)
        case "boolean":
            return TRUTHS.get(text.strip().lower())
    return None


@lru_cache(maxsize=1 << 16)
def moment(text: str, zone: ZoneInfo) -> str | None:
    """A time with its offset, to the millisecond or, where it is finer, the microsecond.

    A time that names no offset is read in the zone. One finer than microseconds is not told so, it is nothing.
    """
    told = _told(text)
    if told is None or _finer(text):
        return None
    return as_text(told if told.tzinfo else told.replace(tzinfo=zone))


def _told(text: str) -> datetime | None:
    """Most times are written one way, which needs no looking for others."""
    if text[10:11] == "T":
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
    return times.parse(text)


def as_text(told: datetime) -> str:
    """The time as both standards write it."""
    offset = told.utcoffset()
    if offset is not None and offset.seconds % 60:  # local mean time of old; neither standard can say it
        told = told.astimezone(UTC)
    return told.isoformat(timespec="microseconds" if told.microsecond % 1000 else "milliseconds")


def _finer(text: str) -> bool:
    _, point, fraction = text.partition(".")
    digits = fraction[: len(fraction) - len(fraction.lstrip("0123456789"))]
    return bool(point) and len(digits) > 6 and digits[6:].strip("0") != ""


def _integer(text: str) -> str | None:
    try:
        number = int(text)
    except ValueError:
        return None
    return str(number) if -LARGEST <= number < LARGEST else None


def _float(text: str) -> str | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return repr(number) if isfinite(number) else None


def has_offset(text: str) -> bool:
    """Whether a time names its offset."""
    if text[-1:] == "Z" or text[-6:-5] in {"+", "-"}:
        return True
    told = _told(text)
    return told is None or told.tzinfo is not None
