"""How long a record is kept (Enforcement Decree of the Public Records Management Act, art. 26)."""

from datetime import date
from enum import StrEnum

from madang.ground.law.queries import article


class Retention(StrEnum):
    """The seven terms of the decree; the first two never end by themselves."""

    PERMANENT = "permanent"
    SEMI_PERMANENT = "semi-permanent"
    THIRTY = "30"
    TEN = "10"
    FIVE = "5"
    THREE = "3"
    ONE = "1"

    @property
    def years(self) -> int | None:
        """The number of years; None where the term has no end."""
        return int(self.value) if self.value.isdigit() else None


@article("public-records-decree", "26")
def kept_until(completed: date, retention: Retention) -> date | None:
    """The last day on which the record must be kept; None if it is kept without end.

    The term runs from 1 January of the year after the one in which the work was completed.
    """
    if retention.years is None:
        return None
    return date(completed.year + retention.years, 12, 31)


def longer(one: Retention, other: Retention) -> Retention:
    """The longer of two terms: what several rules ask for, the record is kept for the longest."""
    order = list(Retention)
    return min(one, other, key=order.index)
