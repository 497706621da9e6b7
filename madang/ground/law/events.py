"""What the law announces."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class HolidayDecreed:
    """A day became a holiday: due dates of open cases under that calendar that run over it move."""

    calendar: str
    day: date


@dataclass(frozen=True)
class HolidayRevoked:
    """A decreed holiday was taken back: the due dates that it had moved move again."""

    calendar: str
    day: date
