"""How long the law gives: a number of hours, days, weeks, months or years, or "immediately"."""

import re
from dataclasses import dataclass
from enum import StrEnum

from madang.ground.law.rules.errors import CannotCount

LONGEST = 100_000


class Unit(StrEnum):
    """What a period is measured in."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    IMMEDIATELY = "immediately"


_KOREAN = {
    Unit.MINUTES: "분",
    Unit.HOURS: "시간",
    Unit.DAYS: "일",
    Unit.WEEKS: "주",
    Unit.MONTHS: "개월",
    Unit.YEARS: "년",
}
_WRITTEN = re.compile(r"([0-9]{1,6})\s*(minute|hour|day|week|month|year)s?", re.IGNORECASE)


@dataclass(frozen=True)
class Period:
    """A length of time as the law states it; what it means is for the counting rule to say."""

    number: int
    unit: Unit

    @classmethod
    def parse(cls, text: "Period | str") -> "Period":
        """Read `6 days`, `1 month` or `immediately`; a period is returned as it is."""
        if isinstance(text, Period):
            return text
        written = text.strip() if isinstance(text, str) else ""
        if written.lower() == Unit.IMMEDIATELY:
            return cls(0, Unit.IMMEDIATELY)
        match = _WRITTEN.fullmatch(written)
        number = int(match[1]) if match else 0
        if match is None or not 1 <= number <= LONGEST:
            raise CannotCount(
                f"The period {_shown(text)} cannot be read; write a number from 1 to {LONGEST} and hours, "
                "days, weeks, months or years, for example '6 days', or 'immediately'.",
                f"기간 {_shown(text)}을(를) 읽을 수 없습니다. '6 days'처럼 1부터 {LONGEST}까지의 수와 hours, "
                "days, weeks, months, years 가운데 하나를 쓰거나 'immediately'라고 써 주십시오.",
            )
        return cls(number, Unit(match[2].lower() + "s"))

    def __str__(self) -> str:
        return str(self.unit) if self.unit is Unit.IMMEDIATELY else f"{self.number} {self.unit}"

    def words(self, language: str) -> str:
        """The period as a person says it, for example `6일` or `6 days`."""
        if self.unit is Unit.IMMEDIATELY:
            return "즉시" if language == "ko" else "immediately"
        if language == "ko":
            return f"{self.number}{_KOREAN[self.unit]}"
        return f"{self.number} {self.unit[:-1] if self.number == 1 else self.unit}"


def _shown(text: object) -> str:
    shown = repr(text)
    return shown if len(shown) <= 60 else shown[:57] + "..."
