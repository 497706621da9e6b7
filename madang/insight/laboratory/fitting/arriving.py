"""How cases come: by hour of the week, by week of the year, with days that are busier than chance."""

import numpy as np

from madang.insight.laboratory.hours import DAY, MONDAY, Floats, Numbers, hour_of_week, weekday_of
from madang.insight.laboratory.model import Arrivals

CERTAIN = 12  # cases that a day without any must have let expect before it counts as closed
EVEN = 0.8  # dispersion of hourly counts below which cases come more evenly than by chance
NEIGHBOURS = 2  # weeks on either side that share in the level of a week
FEWEST = 30  # cases a week, on average, from which each week's level is believed without its neighbours


def arrivals_of(arrival: Floats) -> Arrivals:
    """Rates that repeat the arrivals of a log."""
    day = np.floor_divide(arrival, DAY).astype(np.int64)
    first, last = int(day.min()), int(day.max())
    first_day = first - (first - MONDAY) % 7
    days = np.arange(first, last + 1)
    counts = np.bincount(day - first, minlength=len(days))
    closed = _without(days, counts)
    used = ~np.isin(days, list(closed))
    per_weekday = np.bincount(weekday_of(days[used] * DAY), minlength=7)
    hours = np.bincount(hour_of_week(arrival), minlength=168).astype(np.float64)
    hourly = hours / np.repeat(np.maximum(per_weekday, 1), 24)
    flat = Arrivals(hourly, first_day, np.ones((last - first_day) // 7 + 1), closed)
    expected = flat.rates(first, len(days)).reshape(-1, 24).sum(axis=1)
    levels = _levels(days, counts, expected, first_day, len(flat.levels))
    shaped = Arrivals(hourly, first_day, levels, closed)
    expected = shaped.rates(first, len(days)).reshape(-1, 24).sum(axis=1)
    evenness = _evenness(arrival, shaped.rates(first, len(days)), first)
    return Arrivals(hourly, first_day, levels, closed, _spread(counts, expected), evenness)


def _without(days: Numbers, counts: Numbers) -> frozenset[int]:
    """Days without arrivals on which many were to be expected."""
    weekday = weekday_of(days * DAY)
    usual = np.array([np.median(counts[weekday == one]) if (weekday == one).any() else 0 for one in range(7)])
    return frozenset(days[(counts == 0) & (usual[weekday] >= CERTAIN)].tolist())


def _levels(days: Numbers, counts: Numbers, expected: Floats, first_day: int, weeks: int) -> Floats:
    """Each week's arrivals against what its days let expect, drawn towards 1 as far as chance explains them."""
    week = (days - first_day) // 7
    whole = slice(1, -1) if len(days) > 14 else slice(None)  # the log may begin and break off within a day
    came: Floats = np.bincount(week[whole], counts[whole], minlength=weeks).astype(np.float64)
    due: Floats = np.bincount(week[whole], expected[whole], minlength=weeks).astype(np.float64)
    wide = 0 if came.mean() >= FEWEST else min(NEIGHBOURS, (weeks - 1) // 2)
    window = np.ones(2 * wide + 1)
    came, due = (np.convolve(each, window, "same") for each in (came, due))
    known = due >= 1
    if known.sum() < 3:
        return np.ones(weeks)
    level = np.where(known, came / np.maximum(due, 1), 1.0)
    varies = max(0.0, float(np.var(level[known])) - float(np.mean(1 / due[known])))
    believed = np.where(known, varies / (varies + 1 / np.maximum(due, 1e-9)), 0.0)
    return np.asarray(1 + believed * (level - 1))


def _evenness(arrival: Floats, rates: Floats, first: int) -> float:
    """How much more evenly than by chance cases come from hour to hour: 1 over the dispersion of the counts."""
    hour = np.floor_divide(arrival - first * DAY, 3600).astype(np.int64)
    counts = np.bincount(hour, minlength=len(rates))[: len(rates)]
    busy = rates >= 1
    if busy.sum() < 50:
        return 1.0
    dispersion = float(((counts[busy] - rates[busy]) ** 2 / rates[busy]).mean())
    return float(np.clip(1 / max(dispersion, 1e-9), 1.0, 50.0)) if dispersion < EVEN else 1.0


def _spread(counts: Numbers, expected: Floats) -> float:
    """How much more the days vary than chance: the variance of the factor of a day (method of moments)."""
    busy = expected >= 1
    if busy.sum() < 10:
        return 0.0
    came, due = counts[busy], expected[busy]
    dispersion = float(((came - due) ** 2 / due).mean())
    if dispersion < 1 + 2 * (2 / len(due)) ** 0.5:  # no more than chance would show
        return 0.0
    return float(np.clip(((came - due) ** 2 - due).sum() / (due**2).sum(), 0.0, 1.0))
