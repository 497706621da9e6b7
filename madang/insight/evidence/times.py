"""Times in event logs: what a text or a column of times says, as microseconds of UTC since 1970.

A time that names its offset is taken as it stands. A time without one is read in the zone of the log:
an hour that the clock shows twice counts as its first showing, an hour that the clock skips is counted
with the offset before the change (as Python's `fold=0` does). Both are counted for the report.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Literal
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Order = Literal["day", "month"]
Micros = npt.NDArray[np.int64]

DAY = 86_400_000_000
MOST_DAYS = 50_000
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - the origin of times without a zone
EARLIEST, LATEST = EPOCH.replace(year=1, day=3), EPOCH.replace(year=9999, month=12, day=29)
FIRST, LAST = ((moment - EPOCH) // timedelta(microseconds=1) for moment in (EARLIEST, LATEST))
INSTANT = pa.timestamp("us", "UTC")

_ISO = r"^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d([.,]\d+)?)?)?(Z|[+-]\d\d(:?\d\d)?)?$"
_OFFSET = r"(:\d\d|[ T]\d\d:\d\d(:\d\d)?([.]\d+)?)(Z|[+-]\d\d(:?\d\d)?)$"
_ANY = re.compile(
    r"""(?:(?P<year>\d{4})\s*[-./년]\s*(?P<month>\d{1,2})\s*[-./월]\s*(?P<day>\d{1,2})\s*[일.]?
        |(?P<first>\d{1,2})[-./](?P<second>\d{1,2})[-./](?P<last>\d{4})
        |(?P<packed>\d{8}(?:\d{6})?))
    (?:(?:\s*,\s*|T|\s+)(?P<half>오전|오후|AM|PM)?\s*
        (?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second_>\d\d)(?:[.,](?P<fraction>\d+))?)?
        \s*(?P<half_>AM|PM)?)?
    \s*(?P<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass
class Reading:
    """How the times of a log are read, and how many were doubtful because a clock was changed."""

    zone: ZoneInfo
    order: Order | None = None
    naive: int = 0
    doubtful: int = field(default=0)

    def instants(self, column: pa.Array) -> pa.Array:
        """The moments that a column tells; null where it tells none."""
        kind = column.type
        if pa.types.is_timestamp(kind):
            whole = column.cast(pa.timestamp("us", kind.tz), safe=False)
            return whole.cast(INSTANT) if kind.tz else self._zoned(whole)
        if pa.types.is_date(kind):
            return self._zoned(column.cast(pa.timestamp("us")))
        if pa.types.is_string(kind) or pa.types.is_large_string(kind):
            return self._texts(pc.utf8_trim_whitespace(column))
        return pa.nulls(len(column), INSTANT)

    def _texts(self, texts: pa.Array) -> pa.Array:
        plain = pc.fill_null(pc.match_substring_regex(texts, _ISO), False)
        told = pc.and_(plain, pc.match_substring_regex(texts, _OFFSET))
        cut = pc.replace_substring_regex(texts, r"[.,](\d{1,6})\d*", r".\1")
        try:
            moments = pc.if_else(told, cut, None).cast(INSTANT)
            local = pc.if_else(pc.and_not(plain, told), cut, None).cast(pa.timestamp("us"))
        except pa.ArrowInvalid:  # a 30th of February, a 25th hour: found out one by one
            return self._one_by_one(texts)
        moments = pc.coalesce(moments, self._zoned(local))
        if not pc.all(plain).as_py():
            strange = self._one_by_one(pc.if_else(plain, None, texts))
            moments = pc.coalesce(moments, strange)
        return moments

    def _one_by_one(self, texts: pa.Array) -> pa.Array:
        moments, local = [], []
        for text in texts.to_pylist():
            told = parse(text, self.order) if text else None
            zoned = told is not None and told.tzinfo is not None
            moments.append(told if zoned else None)
            local.append(None if zoned else told)
        return pc.coalesce(pa.array(moments, INSTANT), self._zoned(pa.array(local, pa.timestamp("us"))))

    def _zoned(self, local: pa.Array) -> pa.Array:
        """The same wall-clock times as moments, read in the zone of the log."""
        known = pc.is_valid(local).to_numpy(zero_copy_only=False)
        wall: Micros = pc.fill_null(local.cast(pa.int64()), 0).to_numpy()
        moments, doubtful = to_utc(wall, self.zone, known)
        self.naive += int(known.sum())
        self.doubtful += doubtful
        return pa.array(moments, pa.int64(), mask=~known).cast(INSTANT)


def parse(text: str, order: Order | None = None) -> datetime | None:
    """The time that one text tells, with its offset if it names one; None if it tells no time."""
    found = _ANY.fullmatch(text.strip())
    if not found:
        return None
    part = found.groupdict()
    try:
        return _built(part, order)
    except ValueError:
        return None


def _built(part: dict[str, str | None], order: Order | None) -> datetime | None:
    hour, minute, second = (int(part[name] or 0) for name in ("hour", "minute", "second_"))
    if part["packed"]:
        digits = part["packed"]
        if len(digits) == 14:
            hour, minute, second = int(digits[8:10]), int(digits[10:12]), int(digits[12:])
        year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    elif part["year"]:
        year, month, day = int(part["year"]), int(part["month"] or 0), int(part["day"] or 0)
    else:
        if order is None:
            return None
        year, month, day = int(part["last"] or 0), int(part["second"] or 0), int(part["first"] or 0)
        if order == "month":
            month, day = day, month
    half = (part["half"] or part["half_"] or "").upper()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half in {"PM", "오후"} else 0)
    micros = int((part["fraction"] or "0")[:6].ljust(6, "0"))
    return datetime(year, month, day, hour, minute, second, micros, tzinfo=_offset(part["zone"]))


def _offset(text: str | None) -> timezone | None:
    if not text:
        return None
    if text.upper() in {"Z", "UTC", "GMT"}:
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def order_of(texts: list[str]) -> tuple[Order | None, bool]:
    """Whether the day or the month stands first in dates like 25/12/2011, and whether the question arises."""
    firsts, seconds = set(), set()
    for text in texts:
        found = _ANY.fullmatch(text.strip())
        if found and found["first"]:
            firsts.add(int(found["first"]))
            seconds.add(int(found["second"]))
    if not firsts:
        return None, False
    if max(firsts) > 12 and max(seconds) <= 12:
        return "day", True
    if max(seconds) > 12 and max(firsts) <= 12:
        return "month", True
    return None, True


def to_utc(wall: Micros, zone: ZoneInfo, known: npt.NDArray[np.bool_] | None = None) -> tuple[Micros, int]:
    """Wall-clock microseconds as UTC, and how many of them a change of the clock makes doubtful."""

    def offset(moment: datetime) -> timedelta | None:
        return moment.replace(tzinfo=zone).utcoffset()

    shift, odd = _shifts(wall, offset)
    doubtful = 0
    for place in np.flatnonzero(odd):
        if known is not None and not known[place]:
            continue
        moment = EPOCH + timedelta(microseconds=int(wall[place]))
        second = moment.replace(tzinfo=zone, fold=1).utcoffset()
        doubtful += offset(moment) != second
    return wall - shift, doubtful


def local_days(utc: Micros, zone: ZoneInfo) -> npt.NDArray[np.int32]:
    """The day in the zone, counted from 1970-01-01, on which each moment of UTC falls."""
    return ((utc + offsets(utc, zone)) // DAY).astype(np.int32)


def offsets(utc: Micros, zone: ZoneInfo) -> Micros:
    """How far the clock of the zone is ahead of UTC at each moment, in microseconds."""

    def offset(moment: datetime) -> timedelta | None:
        return moment.replace(tzinfo=UTC).astimezone(zone).utcoffset()

    if not len(utc):
        return utc
    utc = np.clip(utc, FIRST, LAST)  # no clock shows what lies beyond the years 1 to 9999
    first, last = int(utc.min()) // DAY, int(utc.max()) // DAY
    if last - first > MOST_DAYS:
        return _shifts(utc, offset)[0]
    # Few days hold many moments: ask the zone once for each, and moment by moment only where it changes.
    edges = [EPOCH + timedelta(days=day) for day in range(first, last + 2)]
    each = np.array([_micros(offset(edge)) for edge in edges], np.int64)
    day = utc // DAY - first
    shift: Micros = each[day]
    for place in np.flatnonzero((each[:-1] != each[1:])[day]):
        shift[place] = _micros(offset(EPOCH + timedelta(microseconds=int(utc[place]))))
    return shift


def _shifts(times: Micros, offset: Any) -> tuple[Micros, npt.NDArray[np.bool_]]:
    """The offset of each time in microseconds, and which times lie on a day on which it changes.

    Days on which the offset stays the same are answered at once; the few others time by time.
    """
    days, where = np.unique(times // DAY, return_inverse=True)
    starts = [EPOCH + timedelta(days=int(day)) for day in days]
    first = np.array([_micros(offset(start)) for start in starts], np.int64)
    last = np.array([_micros(offset(_end(start))) for start in starts], np.int64)
    shift = first[where]
    odd = (first != last)[where]
    for place in np.flatnonzero(odd):
        shift[place] = _micros(offset(EPOCH + timedelta(microseconds=int(times[place]))))
    return shift, odd


def _end(start: datetime) -> datetime:
    return start.replace(hour=23, minute=59, second=59)


def _micros(offset: timedelta | None) -> int:
    return 0 if offset is None else offset // timedelta(microseconds=1)
