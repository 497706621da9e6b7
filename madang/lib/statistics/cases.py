"""Two groups of cases compared without believing in any distribution: shift, its interval, and how often it holds."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from madang.lib.statistics import resampling
from madang.lib.statistics.resampling import Array

ALL_PAIRS = 4_000_000  # up to so many pairs are held at once
EXACT_UP_TO = 20  # cases on each side up to which Mann and Whitney's p is counted out


@dataclass(frozen=True)
class Shift:
    """How far one group lies above another: Hodges and Lehmann's shift with bounds, Cliff's delta, p."""

    shift: float
    low: float
    high: float
    delta: float
    p: float


@dataclass(frozen=True)
class Change:
    """A figure before and after, the difference, and its bootstrap bounds of 95 %."""

    before: float
    after: float
    effect: float
    low: float
    high: float


def shift(before: Array, after: Array) -> Shift:
    """Compare two groups of values (n,) and (m,), each of one or more.

    `shift` is the median of all differences after - before, its bounds those of the test (Hodges, Lehmann 1963;
    Bauer 1972); `delta` the share of pairs with the later case larger, minus those with it smaller (Cliff 1993).
    """
    n, m = len(before), len(after)
    if not n or not m:
        raise ValueError("both groups need a value")
    small = max(n, m) <= EXACT_UP_TO
    ties = len(np.unique(np.concatenate([before, after]))) < n + m
    tested = stats.mannwhitneyu(after, before, method="exact" if small and not ties else "asymptotic")
    delta = 2 * float(tested.statistic) / (n * m) - 1
    reach = _reach(before, after, small and not ties)
    ranks = [(n * m - 1) // 2, n * m // 2, reach, n * m - 1 - reach]
    ordered = _ranked(before, after, [max(0, min(rank, n * m - 1)) for rank in ranks])
    p = 1.0 if np.isnan(tested.pvalue) else float(tested.pvalue)
    return Shift((ordered[0] + ordered[1]) / 2, ordered[2], ordered[3], delta, p)


def _reach(before: Array, after: Array, exact: bool) -> int:
    """The rank, from 0, of the difference at which the interval of 95 % begins."""
    n, m = len(before), len(after)
    if exact:
        return _exact_reach(n, m)
    _, counts = np.unique(np.concatenate([before, after]), return_counts=True)
    whole = n + m
    tied = float((counts.astype(float) ** 3 - counts).sum()) / (whole * (whole - 1)) if whole > 1 else 0.0
    spread = np.sqrt(n * m / 12 * (whole + 1 - tied))
    return max(0, int(np.floor(n * m / 2 - 1.959964 * spread)) - 1)


def _exact_reach(n: int, m: int) -> int:
    """The same from all orders of n and m cases, each as likely: U below it in fewer than 2.5 % of them."""
    counts = np.zeros(n * m + 1)
    counts[0] = 1.0
    for size in range(1, m + 1):  # Gaussian binomial: multiply by 1 - q^(n+size), divide by 1 - q^size
        for place in range(n * m, n + size - 1, -1):
            counts[place] -= counts[place - n - size]
        for place in range(size, n * m + 1):
            counts[place] += counts[place - size]
    below = np.cumsum(counts / counts.sum())
    return max(0, int(np.searchsorted(below, 0.025)) - 1)


def _ranked(before: Array, after: Array, ranks: list[int]) -> list[float]:
    """The differences after - before of these ranks (0 is the smallest), never holding more than ALL_PAIRS."""
    if len(before) * len(after) <= ALL_PAIRS:
        pairs = np.subtract.outer(after, before).ravel()
        chosen = sorted(set(ranks))
        pairs.partition(chosen)
        return [float(pairs[rank]) for rank in ranks]
    before, after = np.sort(before), np.sort(after)
    return [_one_ranked(before, after, rank) for rank in ranks]


def _one_ranked(before: Array, after: Array, rank: int) -> float:
    """By halving: how many differences are at most this? Exact to a part in 10^13 of the range."""
    low, high = float(after[0] - before[-1]), float(after[-1] - before[0])
    fine = (high - low) * 1e-13
    while high - low > fine:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if int(np.searchsorted(before, after - middle, side="left").sum()) >= len(before) * len(after) - rank:
            low = middle  # so many differences are larger that this one is too small
        else:
            high = middle
    return high


def changes(
    before: Array, after: Array, *, limit: float | None = None, draws: int = 2000, seed: int = 1
) -> dict[str, Change]:
    """Mean, median, nine in ten ("p90") and, with a limit, the share above it ("late"), before and after."""
    rng = np.random.default_rng(seed)
    found = {
        "mean": _change(
            before.mean(), after.mean(), *(resampling.means(g, draws, rng) for g in (before, after))
        )
    }
    for name, share in (("median", 0.5), ("p90", 0.9)):
        drawn = [resampling.quantiles(group, share, draws, rng) for group in (before, after)]
        found[name] = _change(np.quantile(before, share), np.quantile(after, share), *drawn)
    if limit is not None:
        late = [int((group > limit).sum()) for group in (before, after)]
        drawn = [
            resampling.shares(yes, len(g), draws, rng) for yes, g in zip(late, (before, after), strict=True)
        ]
        found["late"] = _change(late[0] / len(before), late[1] / len(after), *drawn)
    return found


def _change(before: np.floating | float, after: np.floating | float, first: Array, second: Array) -> Change:
    low, high = resampling.interval(second - first)
    return Change(float(before), float(after), float(after) - float(before), low, high)


@dataclass(frozen=True)
class Standardised:
    """The change of the mean with the mix of kinds held as before, and what the mix alone did.

    `left_out` is the share of all cases whose kind exists on one side only and so cannot be compared.
    """

    effect: float
    low: float
    high: float
    by_mix: float
    left_out: float


def standardised(
    before: Array, after: Array, kinds_before: npt.NDArray[np.str_], kinds_after: npt.NDArray[np.str_],
    *, draws: int = 2000, seed: int = 1,
) -> Standardised | None:  # fmt: skip
    """The change of the mean if the mix of kinds had stayed; None where no kind occurs on both sides."""
    shared = np.intersect1d(kinds_before, kinds_after)
    if not len(shared):
        return None
    first = [before[kinds_before == kind] for kind in shared]
    second = [after[kinds_after == kind] for kind in shared]
    weights = np.array([len(group) for group in first]) / sum(len(group) for group in first)
    rng = np.random.default_rng(seed)
    drawn = np.zeros(draws)
    for weight, one, other in zip(weights, first, second, strict=True):
        drawn += weight * (resampling.means(other, draws, rng) - resampling.means(one, draws, rng))
    effect = sum(w * (o.mean() - f.mean()) for w, f, o in zip(weights, first, second, strict=True))
    plain = np.concatenate(second).mean() - np.concatenate(first).mean()
    kept = sum(len(group) for group in first + second)
    return Standardised(
        float(effect),
        *resampling.interval(drawn),
        float(plain - effect),
        1 - kept / (len(before) + len(after)),
    )
