"""Difference in differences: units that changed against units that did not, over the same times.

    value = unit + time + effect x (treated and after) + error, errors of one unit depending on each other freely

Few units make the usual test reject too often, so with fewer than 40 a wild bootstrap by units decides, restricted
to the hypothesis and counted out where all signs can be tried.
Source: Bertrand, Duflo, Mullainathan (2004), QJE 119, 249-275; Cameron, Gelbach, Miller (2008), Review of Economics
and Statistics 90, 414-427; Roodman, MacKinnon, Nielsen, Webb (2019), Stata Journal 19, 4-60.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations, product
from math import comb

import numpy as np
import numpy.typing as npt
from scipy import stats

Array = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

ALL_SIGNS = 12  # up to so many units every pattern of signs is tried
FEW = 40  # below so many units the wild bootstrap decides
ROUNDS, CLOSE = 2000, 1e-11


@dataclass(frozen=True)
class Effect:
    """The effect on the treated with its error, bounds of 95 %, p, units, and how p came about.

    `how` is "wild" (bootstrap by units), "clustered" (t distribution), "permuted" (other units taken for the treated)
    or "none" (too few units to say).
    """

    effect: float
    error: float
    low: float
    high: float
    p: float
    units: int
    how: str


def demeaned(columns: Array, units: Codes, times: Codes) -> Array:
    """Columns (n, k) with the means of units and of times taken out, also of panels with holes."""
    left = columns - columns.mean(axis=0)
    size = np.abs(left).max(initial=0.0) or 1.0
    for _ in range(ROUNDS):
        before = left
        for codes in (units, times):
            left = left - _means(left, codes)[codes]
        if np.abs(left - before).max(initial=0.0) <= CLOSE * size:
            break
    return np.asarray(left, np.float64)


def _means(columns: Array, codes: Codes) -> Array:
    counts = np.maximum(np.bincount(codes), 1)
    return np.column_stack([np.bincount(codes, column) for column in columns.T]) / counts[:, None]


def difference(
    values: Array, treated: Array, units: Codes, times: Codes, *, draws: int = 1999, seed: int = 1
) -> Effect:
    """The effect on the treated from rows (n,): value, treated (0 or 1, the unit at that time), unit, time.

    Units and times are whole numbers from 0. Raises ValueError where nothing differs between units.
    """
    both = demeaned(np.column_stack([values, treated]), units, times)
    outcome, change = both[:, 0], both[:, 1]
    size = float(change @ change)
    if size < 1e-9:
        raise ValueError("treated units, others, and times before and after are all needed")
    effect = float(change @ outcome) / size
    count = int(units.max()) + 1
    error = _error(outcome - effect * change, change, units, times) / size
    if count < 3 or error <= 1e-12 * max(1.0, float(np.abs(values).max())):
        return Effect(effect, error, effect, effect, float("nan"), count, "none")
    if count < FEW:
        low, high, p = _wild(outcome, change, effect, units, times, draws, seed)
        return Effect(effect, error, low, high, p, count, "wild")
    reach = float(stats.t.ppf(0.975, count - 1)) * error
    p = float(2 * stats.t.sf(abs(effect) / error, count - 1))
    return Effect(effect, error, effect - reach, effect + reach, p, count, "clustered")


def _error(left: Array, change: Array, units: Codes, times: Codes) -> float:
    """Root of the sum of squared scores by unit, corrected for their number as is usual."""
    scores = np.bincount(units, left * change)
    return float(np.sqrt((scores @ scores) * _correction(len(left), len(scores), int(times.max()) + 1)))


def _correction(rows: int, units: int, times: int) -> float:
    return units / (units - 1) * (rows - 1) / max(rows - times - 1, 1)


def _wild(
    outcome: Array, change: Array, effect: float, units: Codes, times: Codes, draws: int, seed: int
) -> tuple[float, float, float]:
    """Bounds and p from signs given to whole units, the residuals being those without (or with that) effect.

    Everything is linear in the signs and in the effect supposed: two matrices (units, units) hold all that is needed.
    """
    count, size = int(units.max()) + 1, float(change @ change)
    signs = _signs(count, draws, seed)
    of_outcome = _scores(outcome, change, units, times)
    of_change = _scores(change, change, units, times)
    own = np.bincount(units, change * change)

    def p_of(supposed: float) -> float:
        by_unit = of_outcome[0] - supposed * of_change[0]
        spread = of_outcome[1] - supposed * of_change[1]
        drawn = signs @ by_unit / size
        scores = signs @ spread.T - drawn[:, None] * own
        seen = float(by_unit.sum()) / size
        seen_scores = spread.sum(axis=1) - seen * own
        with np.errstate(divide="ignore", invalid="ignore"):
            t = np.abs(drawn) / np.sqrt((scores**2).sum(axis=1))
            limit = abs(seen) / np.sqrt(seen_scores @ seen_scores)
        return float(np.mean(t >= limit * (1 - 1e-9)))

    error = _error(outcome - effect * change, change, units, times) / size
    return _edge(p_of, effect, -error), _edge(p_of, effect, error), p_of(0.0)


def permuted(changes: Array, treated: npt.NDArray[np.bool_], *, draws: int = 4999, seed: int = 1) -> Effect:
    """The difference in the mean change (units,) of treated units and others, judged by taking others for treated.

    For very few units on one side, where the wild bootstrap finds nothing: p is the share of all such sets of units (or
    of `draws` random ones) with a difference as large. Source: Fisher (1935); Conley, Taber (2011), Review of Economics
    and Statistics 93, 113-125.
    """
    sets = _sets(treated, draws, seed)
    effect = float(changes[treated].mean() - changes[~treated].mean())
    spread = float(
        np.sqrt(np.var(changes - effect * treated, ddof=2) * (1 / treated.sum() + 1 / (~treated).sum()))
    )

    def p_of(supposed: float) -> float:
        values = changes - supposed * treated
        inside = sets @ values
        gaps = inside / sets.sum(axis=1) - (values.sum() - inside) / (len(values) - sets.sum(axis=1))
        return float(np.mean(np.abs(gaps) >= abs(gaps[0]) - 1e-9 * spread))

    if spread <= 1e-12 * max(1.0, float(np.abs(changes).max())):
        return Effect(effect, 0.0, effect, effect, float("nan"), len(changes), "none")
    low, high = _edge(p_of, effect, -spread), _edge(p_of, effect, spread)
    return Effect(effect, spread, low, high, p_of(0.0), len(changes), "permuted")


def _sets(treated: npt.NDArray[np.bool_], draws: int, seed: int) -> Array:
    """Sets of as many units as are treated, as rows of 0 and 1, the true one first: all of them, or random ones."""
    units, count = len(treated), int(treated.sum())
    if comb(units, count) <= draws:
        chosen = [list(one) for one in combinations(range(units), count)]
    else:
        rng = np.random.default_rng(seed)
        chosen = [rng.choice(units, count, replace=False).tolist() for _ in range(draws)]
        chosen.append(np.nonzero(treated)[0].tolist())
    sets = np.zeros((len(chosen), units))
    for row, one in enumerate(chosen):
        sets[row, one] = 1.0
    own = np.nonzero((sets == treated).all(axis=1))[0][0]
    sets[[0, own]] = sets[[own, 0]]
    return sets


def _scores(column: Array, change: Array, units: Codes, times: Codes) -> tuple[Array, Array]:
    """Per unit h: change'column_h, and, for all g, change_g' of what is left of column_h without means: (g, h)."""
    count = int(units.max()) + 1
    apart = np.zeros((len(column), count))
    apart[np.arange(len(column)), units] = column
    left = demeaned(apart, units, times)
    spread = np.column_stack([np.bincount(units, change * part) for part in left.T])
    return np.asarray(np.bincount(units, change * column), np.float64), np.asarray(spread, np.float64)


def _signs(count: int, draws: int, seed: int) -> Array:
    """All patterns of signs for few units, else random ones with the sample itself among them."""
    if count <= ALL_SIGNS:
        return np.array(list(product((1.0, -1.0), repeat=count)))
    drawn = np.random.default_rng(seed).choice([-1.0, 1.0], (draws, count))
    return np.concatenate([np.ones((1, count)), drawn])


def _edge(p_of: Callable[[float], float], effect: float, step: float) -> float:
    """Where p falls to 5 % on the way from the effect; infinite where it never does."""
    inside, outside = effect, effect + 2 * step
    for _ in range(12):
        if p_of(outside) <= 0.05:
            break
        inside, outside = outside, effect + 2 * (outside - effect)
    else:
        return float(np.inf * np.sign(step))
    for _ in range(25):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if p_of(middle) > 0.05 else (inside, middle)
    return inside


def before_the_change(
    values: Array, treated_unit: Array, units: Codes, times: Codes, start: int, *, seed: int = 1
) -> Effect | None:
    """Did the treated already drift away before `start`? Their difference in trend per time; None below 3 times."""
    rows = times < start
    if len(np.unique(times[rows])) < 3:
        return None
    drift = treated_unit[rows] * (times[rows] - times[rows].mean())
    return difference(values[rows], drift, *(_dense(codes[rows]) for codes in (units, times)), seed=seed)


def by_time(values: Array, treated_unit: Array, units: Codes, times: Codes, start: int) -> dict[int, float]:
    """Difference of treated and others at each time, against the last time before `start` (an event study)."""
    apart = [int(time) for time in np.unique(times) if time != start - 1]
    columns = np.column_stack([treated_unit * (times == time) for time in apart])
    left = demeaned(np.column_stack([values, columns]), units, times)
    found = np.linalg.lstsq(left[:, 1:], left[:, 0], rcond=None)[0]
    return {time: float(effect) for time, effect in zip(apart, found, strict=True)}


def _dense(codes: Codes) -> Codes:
    return np.asarray(np.unique(codes, return_inverse=True)[1], np.int64)
