"""How long one must look, and how small an effect can be seen, told before the change by simulation."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import stats

from madang.lib.statistics.autoregression import Array, Contrast, World, draw
from madang.lib.statistics.series import LEVEL, course, model, target

WANTED = 0.8
ROUNDING = 1e-10  # share of the values below which shocks are no noise
LEVEL_OF_TEST = 0.05
SLOPED_FROM = 12  # periods after the change from which on a slope is told from a level


@dataclass(frozen=True)
class Noise:
    """What a history says beside trend and season: autocorrelation, and the standard deviation of its shocks."""

    rho: float
    shock: float


def noise(history: Array, times: Array, period: int, *, seed: int = 1) -> Noise:
    """The noise of a history (n,) without change; raises ValueError below 8 points."""
    if len(history) < 8:
        raise ValueError("a history of at least 8 points is needed")
    world = World(course(times, period), times, draws=1000, seed=seed)
    rho = float(world.rho(history[None])[0])
    shocks = world.shocks(history, rho)
    shock = float(np.sqrt((shocks**2).sum() / (world.n - world.k)))
    return Noise(rho, shock if shock > ROUNDING * float(np.abs(history).max()) else 0.0)


def power(
    before: int, after: int, seen: Noise, effect: float, period: int, *, runs: int = 500, seed: int = 1
) -> float:
    """Share of simulated series in which a change of level by `effect` would be found at 5 %."""
    contrast, step = _trial(before, after, period, seed)
    rng = np.random.default_rng([seed, before, after])
    series = seen.shock * draw(runs, contrast.world.gaps, seen.rho, rng) + effect * step
    return float(np.mean(contrast.estimate(series).p <= LEVEL_OF_TEST))


@lru_cache(maxsize=64)
def _trial(before: int, after: int, period: int, seed: int) -> tuple[Contrast, Array]:
    """The test that a series of that length will meet, and the column (n,) of its step; made once."""
    times = np.arange(before + after, dtype=float)
    explained = model(times, float(before), period, sloped=after >= SLOPED_FROM)
    world = World(explained.columns, times, draws=1000, seed=seed)
    return Contrast(world, target(explained)), explained.columns[:, LEVEL]


def smallest(before: int, after: int, seen: Noise, period: int, *, runs: int = 500, seed: int = 1) -> float:
    """The effect found in 8 of 10 simulated series of that length, by halving."""
    low, high = 0.0, 2 * seen.shock
    while power(before, after, seen, high, period, runs=runs, seed=seed) < WANTED:
        low, high = high, 2 * high
    for _ in range(7):
        middle = (low + high) / 2
        found = power(before, after, seen, middle, period, runs=runs, seed=seed) >= WANTED
        low, high = (low, middle) if found else (middle, high)
    return high


def periods_needed(
    before: int, seen: Noise, effect: float, period: int, *, most: int = 60, runs: int = 500, seed: int = 1
) -> int | None:
    """How many periods after the change show such an effect in 8 of 10 series; None where `most` are not enough."""
    steps = [count for count in (6, 9, 12, 15, 18, 21, 24, 30, 36, 48, 60, 72, 96, 120) if count <= most]
    for count in steps:
        if power(before, count, seen, effect, period, runs=runs, seed=seed) >= WANTED:
            return count
    return None


def cases_needed(history: Array, effect: float, *, share_after: float = 0.5) -> int | None:
    """Cases in all, before and after, that show such a shift in 8 of 10 trials; None where nothing would.

    Source: Noether (1987), JASA 82, 645-647, with the chance of a longer case counted in the history itself.
    """
    if len(history) < 2 or effect == 0 or not 0 < share_after < 1:
        raise ValueError("two cases, an effect and a share between 0 and 1 are needed")
    ordered = np.sort(history)
    below = np.searchsorted(ordered, ordered + effect, side="left").sum()
    upto = np.searchsorted(ordered, ordered + effect, side="right").sum()
    larger = float(below + upto) / 2 / len(ordered) ** 2
    if abs(larger - 0.5) < 1e-6:
        return None
    z = float(stats.norm.ppf(1 - LEVEL_OF_TEST / 2) + stats.norm.ppf(WANTED))
    return int(np.ceil(z**2 / (12 * share_after * (1 - share_after) * (larger - 0.5) ** 2)))
