"""Opening hours read from a log: the parts of the week in which work is done, and the days without any."""

from dataclasses import dataclass

import numpy as np

from madang.insight.laboratory.hours import (
    ALWAYS,
    DAY,
    HOUR,
    Floats,
    Numbers,
    Truths,
    Week,
    is_always,
    week_of,
    weekday_of,
)

QUIET = 0.15  # share of the usual number of events below which a part of the week is closed
ENOUGH = 20  # events that a usual quarter of an hour must have before hours are read that finely
FEW = 8  # events that a usual hour of one weekday must have; else all open weekdays are read together
CERTAIN = 12  # events expected on a day that has none before the day counts as closed
HOURS = 24
MOST_STRETCHES = 3  # in a day; a log that shows more is too short or too regular to show breaks
NEARLY_ALWAYS = 0.8  # share of the week open from which no closing is believed
OUTSIDE = 0.12  # share of events outside the hours found above which no closing is believed


@dataclass(frozen=True)
class Opening:
    """The usual week, the days that were closed, and the days of the log that were open."""

    week: Week
    closed: frozenset[int]
    open_days: Numbers
    by_day_only: bool = False  # the log tells days, not hours


def opening_of(moments: Floats, closed: frozenset[int] | None = None) -> Opening:
    """The hours in which these moments of work lie."""
    moments = moments[np.isfinite(moments)]
    by_day = bool((np.mod(moments, DAY) == 0).mean() > 0.98)
    week = _whole_days(moments) if by_day else _read(moments)
    shut = _closed_days(moments, week) if closed is None else closed
    days = np.arange(int(moments.min() // DAY), int(moments.max() // DAY) + 1)
    used = np.array([bool(parts) for parts in week])[weekday_of(days * DAY)]
    open_days = days[used & ~np.isin(days, list(shut))]
    return Opening(week, shut, open_days, by_day)


def _whole_days(moments: Floats) -> Week:
    counts = np.bincount(weekday_of(moments), minlength=7)
    return tuple(((0, DAY),) if count >= QUIET * np.median(counts[counts > 0]) else () for count in counts)


def _read(moments: Floats) -> Week:
    """The open parts of the week, by quarters of an hour where the log is long enough, else by hours."""
    hours = _counted(moments, HOUR)
    usual = _usual(hours)
    if usual < FEW:
        return _believed(moments, _pooled(hours))
    if usual / 4 >= ENOUGH:
        quarters = _counted(moments, HOUR // 4)
        return _believed(moments, _smoothed(quarters >= QUIET * _usual(quarters)))
    return _believed(moments, hours >= QUIET * usual)


def _counted(moments: Floats, length: int) -> Numbers:
    parts = DAY // length
    place = weekday_of(moments) * parts + (np.mod(moments, DAY) // length).astype(np.int64)
    return np.bincount(place, minlength=7 * parts).reshape(7, parts)


def _usual(counts: Numbers) -> float:
    """The middle of the busiest parts of the week that together hold four in five events."""
    ordered = np.sort(counts.ravel())[::-1]
    busy = int(np.searchsorted(np.cumsum(ordered), 0.8 * ordered.sum())) + 1
    return float(np.median(ordered[:busy]))


def _pooled(hours: Numbers) -> Truths:
    """One pattern of hours for all weekdays that are worked."""
    by_day = hours.sum(axis=1)
    worked = by_day >= QUIET * np.median(by_day[by_day > 0])
    day = hours[worked].sum(axis=0)
    return np.asarray(worked[:, None] & (day >= QUIET * _usual(day))[None, :])


def _smoothed(granules: Truths) -> Truths:
    """A single quarter that differs from both its neighbours is taken for chance."""
    before, after = np.roll(granules, 1, axis=1), np.roll(granules, -1, axis=1)
    alone = (before == after) & (granules != before)
    return np.asarray(np.where(alone, before, granules))


def _believed(moments: Floats, granules: Truths) -> Week:
    """The week if it explains the log; else it is taken to be open always."""
    breaks = (np.diff(granules.astype(np.int8), axis=1, prepend=0) == 1).sum(axis=1).max()
    if breaks > (MOST_STRETCHES if granules.shape[1] > HOURS else MOST_STRETCHES - 1):
        since = np.maximum.accumulate(granules, axis=1)
        granules = since & np.maximum.accumulate(granules[:, ::-1], axis=1)[:, ::-1]
    place = (np.mod(moments, DAY) // (DAY // granules.shape[1])).astype(np.int64)
    inside = granules[weekday_of(moments), place].mean()
    if granules.mean() >= NEARLY_ALWAYS or inside < 1 - OUTSIDE:
        return ALWAYS
    return week_of(granules)


def _closed_days(moments: Floats, week: Week) -> frozenset[int]:
    """Days without any event on which, by their neighbours of the same weekday, at least twelve were expected."""
    day = np.floor_divide(moments, DAY).astype(np.int64)
    first = int(day.min())
    counts = np.bincount(day - first)
    shut = []
    usual = float(np.median(counts[counts > 0]))
    busy = np.flatnonzero(counts >= QUIET * usual)
    for number in np.flatnonzero(counts == 0).tolist():
        if not busy[0] < number < busy[-1]:
            continue  # before the log sets in and while it dies away
        near = [number + 7 * weeks for weeks in range(-4, 5) if weeks]
        known = [int(counts[place]) for place in near if 0 <= place < len(counts)]
        if known and np.median(known) >= CERTAIN and (week[(number + first - 4) % 7] or is_always(week)):
            shut.append(number + first)
    return frozenset(shut)
