"""Series and panels read from files that nobody here has seen: tables, numbers and times as people write them."""

from madang.insight.claims.reading.moments import Moment
from madang.insight.claims.reading.numbers import numbers
from madang.insight.claims.reading.periods import Calendar, calendar_of
from madang.insight.claims.reading.table import Column, TextTable, read

__all__ = ["Calendar", "Column", "Moment", "TextTable", "calendar_of", "numbers", "read"]
