"""Segmented regression of one series: what changed at a date, beside trend and season, with errors of AR(1).

    value = b0 + b1 t + b2 D + b3 (t - T0) D + season + error,    D = 1 from T0 on

Source: Wagner, Soumerai, Zhang, Ross-Degnan (2002), J. Clinical Pharmacy and Therapeutics 27, 299-309; Linden (2015),
Stata Journal 15, 480-500. How p and interval come about: `autoregression`.
"""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from madang.lib.statistics.autoregression import Array, Contrast, World

LEVEL, SLOPE = 1, 3  # the columns of D and of (t - T0) D in the models made here
MOST_TERMS = 0.45  # share of the points that trend, change and season may use up
SHORTEST_SIDE = 3  # points needed before and after


@dataclass(frozen=True)
class Model:
    """How a series is explained: columns (n, k), whether the slope may change, and how season is taken.

    `season` is "dummies" (one for each place in the year), "waves" (one or two harmonics), "none" (period 1) or
    "not_separable" (too few points before the change to tell season from change).
    """

    columns: Array
    times: Array
    start: float
    period: int
    sloped: bool
    season: str


@dataclass(frozen=True)
class Part:
    """One coefficient: its effect, 95 % bounds and p."""

    effect: float
    low: float
    high: float
    p: float


@dataclass(frozen=True)
class Segmented:
    """What changed: at the date (`level`), on average afterwards (`average`), per period (`slope`, None if not asked).

    `without` (n,) is what the series would have been without the change, `base` the same at the date, season averaged
    out; `rho` the autocorrelation, `smallest` the
    change of level that would be found in 8 of 10 times, `ljung_box` the p of what autocorrelation is left, `spike`
    the largest shock in standard deviations.
    """

    level: Part
    average: Part
    slope: Part | None
    without: Array
    base: float
    rho: float
    smallest: float
    ljung_box: float
    spike: float
    exact: bool


def model(times: Array, start: float, period: int, *, sloped: bool = True, trend: bool = True) -> Model:
    """The columns for points at whole-numbered `times` (n,), rising, with the change from `start` on.

    Without `trend` a short series is explained by its level before and after alone.
    """
    after = (times >= start).astype(float)
    since = (times - start) / max(period, 1)
    columns = [np.ones(len(times)), after]
    columns += [since] * trend + [since * after] * (trend and sloped)
    kept = np.column_stack(columns)
    if period == 1 or not trend:
        return Model(kept, times, start, period, trend and sloped, "none" if period == 1 else "not_separable")
    season, kind = _season(times, start, period, kept)
    whole = kept if season is None else np.column_stack([kept, season])
    return Model(whole, times, start, period, sloped, kind)


def course(times: Array, period: int) -> Array:
    """The columns (n, k) of a series without change: level, trend and season."""
    end = float(times[-1]) + 1
    kept = np.column_stack([np.ones(len(times)), (times - end) / max(period, 1)])
    season = None if period == 1 else _season(times, end, period, kept)[0]
    return kept if season is None else np.column_stack([kept, season])


def _season(times: Array, start: float, period: int, kept: Array) -> tuple[Array | None, str]:
    """Dummies where two whole periods lie before the change, else waves, else nothing."""
    before = int((times < start).sum())
    dummies = 2 * period <= before and period <= 24
    waves = 2 if before >= 1.5 * period else 1
    tried = ([_dummies(times, period)] if dummies else []) + (
        [_waves(times, period, count) for count in range(waves, 0, -1)] if before >= period else []
    )
    for place, season in enumerate(tried):
        both = np.column_stack([kept, season])
        if both.shape[1] <= MOST_TERMS * len(times) and np.linalg.matrix_rank(both) == both.shape[1]:
            return season, "dummies" if dummies and place == 0 else "waves"
    return None, "not_separable"


def _dummies(times: Array, period: int) -> Array:
    """One column for each place in the year that occurs but the last, which takes minus their sum.

    So they average to nothing; days of the week on which an office is closed need no column.
    """
    place = times.astype(int) % period
    there = np.unique(place)
    last = (place == there[-1]).astype(float)
    return np.column_stack([(place == one).astype(float) - last for one in there[:-1]])


def _waves(times: Array, period: int, count: int) -> Array:
    waves = [
        np.array(turn(2 * np.pi * k * times / period))
        for k in range(1, count + 1)
        for turn in (np.cos, np.sin)
    ]
    flat = [wave for wave in waves if np.ptp(wave) > 1e-9]  # the sine of half a period is nothing
    return np.column_stack(flat)


def segmented(values: Array, explained: Model, *, draws: int = 2000, seed: int = 1) -> Segmented:
    """What changed in one series (n,) at the date of the model; raises ValueError if there are too few points."""
    after = explained.columns[:, LEVEL] > 0
    if min(after.sum(), (~after).sum()) < SHORTEST_SIDE:
        raise ValueError("too few points before or after the change")
    world = World(explained.columns, explained.times, draws=draws, seed=seed)
    at_once = Contrast(world, target(explained))
    found = at_once.estimate(values[None])
    level, rho = part(at_once, values), float(found.rho[0])
    average, slope = level, None
    if explained.sloped:
        middle = float(explained.columns[after, SLOPE].mean())
        average = part(Contrast(world, target(explained, middle)), values)
        slope = part(Contrast(world, np.eye(world.k)[SLOPE] / explained.period), values)
    shocks = world.shocks(values, rho)
    spread = float(np.sqrt((shocks**2).sum() / (world.n - world.k)))
    return Segmented(
        level, average, slope, without(values, explained, rho),
        float(world.coefficients(values, rho)[0]), rho,
        at_once.smallest(float(found.error[0]), rho), ljung_box(shocks, min(10, len(values) // 5)),
        float(np.abs(shocks).max() / spread) if spread > 0 else 0.0, bool(found.error[0] == 0),
    )  # fmt: skip


def target(explained: Model, years: float = 0.0) -> Array:
    """The combination of coefficients that is the effect so many years after the change."""
    combined = np.zeros(explained.columns.shape[1])
    combined[LEVEL] = 1.0
    if explained.sloped:
        combined[SLOPE] = years
    return combined


def part(contrast: Contrast, values: Array) -> Part:
    """The effect, bounds and p of one series (n,)."""
    found = contrast.estimate(values[None])
    effect = float(found.effect[0])
    if found.error[0] == 0 and abs(effect) <= 1e-9 * float(np.abs(values).max()):
        return Part(0.0, 0.0, 0.0, 1.0)
    low, high = contrast.interval(values[None], found)[0]
    return Part(effect, float(low), float(high), float(found.p[0]))


def without(values: Array, explained: Model, rho: float) -> Array:
    """What the series (n,) would have been without the change, season and trend as before."""
    columns = explained.columns
    coefficients = World(columns, explained.times).coefficients(values, rho)
    changed = [LEVEL, SLOPE] if explained.sloped else [LEVEL]
    kept = np.delete(np.arange(columns.shape[1]), changed)
    return np.asarray(columns[:, kept] @ coefficients[kept], np.float64)


def moved(
    values: Array, explained: Model, shifts: tuple[int, ...] = (-3, -2, -1, 1, 2, 3)
) -> list[tuple[int, float]]:
    """The lasting effect if the date lay so many periods earlier or later, where three points remain each side.

    By plain least squares and with one effect for the whole time after: a slope, or errors that depend on each other,
    would take up what a wrong date leaves over.
    """
    found = []
    for shift in shifts:
        other = model(
            explained.times, explained.start + shift, explained.period, sloped=False,
            trend=explained.columns.shape[1] > LEVEL + 1,
        )  # fmt: skip
        after = other.columns[:, LEVEL] > 0
        if min(after.sum(), (~after).sum()) < SHORTEST_SIDE or not _usable(other.columns):
            continue
        found.append((shift, float(World(other.columns, other.times).coefficients(values, 0.0)[LEVEL])))
    return found


def _usable(columns: Array) -> bool:
    return len(columns) >= columns.shape[1] + 2 and bool(np.linalg.matrix_rank(columns) == columns.shape[1])


def placebo(
    values: Array, explained: Model, *, draws: int = 1000, seed: int = 1
) -> tuple[float, Part] | None:
    """A change that never was, in the middle of the time before: its time and effect; None below 12 points."""
    before = explained.times < explained.start
    if before.sum() < 12:
        return None
    times = explained.times[before]
    middle = float(times[len(times) // 2])
    trial = model(times, middle, explained.period, sloped=explained.sloped)
    if not _usable(trial.columns):
        return None
    world = World(trial.columns, times, draws=draws, seed=seed)
    return middle, part(Contrast(world, target(trial)), values[before])


def ljung_box(shocks: Array, lags: int) -> float:
    """p of the hypothesis that shocks (n,) are independent (Ljung, Box 1978), one degree lost to rho; 1 if none."""
    size = float(shocks @ shocks)
    if lags < 2 or size == 0:
        return 1.0
    n = len(shocks)
    lagged = np.array([(shocks[lag:] @ shocks[:-lag] / size) ** 2 / (n - lag) for lag in range(1, lags + 1)])
    return float(stats.chi2.sf(n * (n + 2) * lagged.sum(), lags - 1))
