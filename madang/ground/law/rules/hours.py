"""When an office is open: the hours that count where a period is counted in hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from madang.ground.law.rules.errors import CannotCount

SECOND = 1_000_000
HOUR = 3600 * SECOND
Span = tuple[time, time]


def microseconds(moment: time) -> int:
    """Microseconds since midnight."""
    return ((moment.hour * 60 + moment.minute) * 60 + moment.second) * SECOND + moment.microsecond


@dataclass(frozen=True)
class OfficeHours:
    """The hours of a working day, in order, and the time zone in which they are read."""

    spans: tuple[Span, ...] = ((time(9), time(12)), (time(13), time(18)))
    zone_name: str = "Asia/Seoul"

    def __post_init__(self) -> None:
        edges = [edge for span in self.spans for edge in span]
        if not edges or any(a >= b for a, b in pairwise(edges)):
            raise CannotCount(
                "Office hours must be given in order, each opening before it closes, for example "
                "09:00-12:00 and 13:00-18:00.",
                "근무시간은 09:00-12:00, 13:00-18:00처럼 이른 시각부터 차례로 적어야 합니다.",
            )
        try:
            ZoneInfo(self.zone_name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise CannotCount(
                f"There is no time zone {self.zone_name!r}; write a name such as Asia/Seoul.",
                f"시간대 {self.zone_name!r}을(를) 찾을 수 없습니다. Asia/Seoul과 같은 이름을 써 주십시오.",
            ) from None

    @classmethod
    def of(cls, spans: Sequence[Sequence[str]] | None, zone_name: str = "Asia/Seoul") -> "OfficeHours":
        """The hours a government has written down as pairs of `HH:MM`; without any, the law's."""
        if not spans:
            return cls(zone_name=zone_name)
        try:
            read = tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in spans)
        except (ValueError, TypeError):
            raise CannotCount(
                "Office hours must be pairs of times such as 09:00 and 12:00.",
                "근무시간은 09:00과 12:00처럼 시작과 끝을 짝지어 적어야 합니다.",
            ) from None
        return cls(read, zone_name)

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)

    @cached_property
    def edges(self) -> tuple[tuple[int, int], ...]:
        """Each span as microseconds since midnight."""
        return tuple((microseconds(opens), microseconds(closes)) for opens, closes in self.spans)

    @cached_property
    def a_day(self) -> int:
        """Working microseconds in a whole working day."""
        return sum(closes - opens for opens, closes in self.edges)

    @property
    def closes(self) -> time:
        return self.spans[-1][1]

    def worked_by(self, moment: time) -> int:
        """Working microseconds of a working day that have passed at that time of day."""
        now = microseconds(moment)
        return sum(min(max(now - opens, 0), closes - opens) for opens, closes in self.edges)

    def when_worked(self, amount: int) -> timedelta:
        """The earliest time of day, since midnight, at which that many working microseconds have passed."""
        for opens, closes in self.edges:
            if amount <= closes - opens:
                return timedelta(microseconds=opens + amount)
            amount -= closes - opens
        raise ValueError("more working time than the day has")

    def local(self, moment: datetime) -> datetime:
        """The moment on the office's clock; a moment without a zone is taken to be on it already."""
        if moment.tzinfo is None:
            return moment.replace(tzinfo=self.zone)
        try:
            return moment.astimezone(self.zone)
        except OverflowError:
            raise CannotCount(
                f"The year {moment.year} is outside every calendar.",
                f"{moment.year}년은 어느 달력에도 없습니다.",
            ) from None

    def closing(self, day: date) -> datetime:
        """The moment at which the office closes on that day."""
        return datetime.combine(day, self.closes, self.zone)

    def words(self) -> str:
        """The hours as they are written on a door: 09:00-12:00, 13:00-18:00."""
        return ", ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in self.spans)
