"""What may be published of answers, and how sure the figures are.

Answers of a service of a government are published in blocks of whole months that hold at least five
answers each. A block never changes once it is published and every figure is a sum of whole blocks, so that
nothing about fewer than five people follows from any number of figures subtracted from one another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from math import atan, cos, pi, sin, sqrt

FLOOR = 5  # fewer answers than this are never shown
VALID = timedelta(days=14)  # how long an invitation can be used
Z = 1.959963984540054  # 97.5 % quantile of the normal distribution


def month_of(moment: date | datetime) -> date:
    """The first day of the month."""
    return date(moment.year, moment.month, 1)


def next_month(month: date) -> date:
    """The first day of the following month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def settled(month: date, today: date) -> bool:
    """Whether no answer about the month can come any more: every invitation of it has run out."""
    return today > next_month(month) + VALID


@dataclass(frozen=True)
class Block:
    """Months that are published together, with how many answers they hold."""

    months: tuple[date, ...]
    count: int


def blocks(counts: Mapping[date, int], floor: int = FLOOR) -> list[Block]:
    """Settled months joined, from the first on, until each block holds enough; a rest too small is left out."""
    found: list[Block] = []
    months: list[date] = []
    count = 0
    for month in sorted(counts):
        months.append(month)
        count += counts[month]
        if count >= floor:
            found.append(Block(tuple(months), count))
            months, count = [], 0
    return found


def groups_shown(counts: Mapping[str, int], floor: int = FLOOR) -> set[str]:
    """The groups of one block that may be shown: what is not shown holds nobody or enough people together."""
    shown = {group for group, count in counts.items() if count >= floor}
    hidden = sum(count for group, count in counts.items() if group not in shown)
    for group in sorted(shown, key=lambda name: (counts[name], name)):
        if hidden == 0 or hidden >= floor:
            break
        shown.discard(group)
        hidden += counts[group]
    return shown


@dataclass(frozen=True)
class Interval:
    """A figure with its 95 % interval and the method by which the interval was found."""

    value: float
    low: float
    high: float
    method: str


def share(part: int, whole: int) -> Interval:
    """A share with Wilson's interval (Wilson 1927)."""
    p, spread = part / whole, Z * Z / whole
    middle = (p + spread / 2) / (1 + spread)
    half = Z * sqrt(p * (1 - p) / whole + spread / (4 * whole)) / (1 + spread)
    return Interval(p, max(0.0, middle - half), min(1.0, middle + half), "wilson")


def mean(counts: Mapping[int, int], lowest: int = 1, highest: int = 5) -> Interval:
    """The mean of scores, given how often each was given, with Student's interval.

    Where all gave the same score there is no spread to reckon with; then as many others as Wilson allows
    for none seen are taken to have given the lowest or the highest score.
    """
    n = sum(counts.values())
    value = sum(score * count for score, count in counts.items()) / n
    variance = sum(count * (score - value) ** 2 for score, count in counts.items()) / (n - 1)
    if variance == 0:
        other = share(0, n).high
        return Interval(value, value - other * (value - lowest), value + other * (highest - value), "wilson")
    half = student(n - 1) * sqrt(variance / n)
    return Interval(value, max(lowest, value - half), min(highest, value + half), "student")


@cache
def student(df: int) -> float:
    """The 97.5 % quantile of Student's distribution, to nine digits, by halving."""
    low, high = 0.0, 1000.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, df) < 0.95 else (low, middle)
    return (low + high) / 2


def _within(t: float, df: int) -> float:
    """The probability that Student's t lies between -t and t (Abramowitz and Stegun, 26.7.3 and 26.7.4)."""
    angle = atan(t / sqrt(df))
    term, total = (cos(angle), cos(angle)) if df % 2 else (1.0, 1.0)
    for k in range(2 + df % 2, df - 1, 2):
        term *= (k - 1) / k * cos(angle) ** 2
        total += term
    if df == 1:
        return 2 * angle / pi
    return 2 / pi * (angle + sin(angle) * total) if df % 2 else sin(angle) * total


def add(parts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """Counts of several blocks together."""
    total: dict[str, int] = {}
    for part in parts:
        for value, count in part.items():
            total[value] = total.get(value, 0) + count
    return total
