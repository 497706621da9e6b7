"""Bootstrap of one sample's mean, quantiles and shares, without copying the sample for each draw.

A resample's k-th value is the value whose place in the sorted sample is drawn from a beta distribution, so that a
quantile costs the same for a hundred cases and for ten million.
"""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
MOST_CELLS = 20_000_000  # above this many drawn values the mean is drawn from its normal limit


def means(values: Array, draws: int, rng: np.random.Generator) -> Array:
    """Means (draws,) of resamples of the values (n,)."""
    n = len(values)
    if n * draws > MOST_CELLS:
        return np.asarray(values.mean() + values.std() / np.sqrt(n) * rng.standard_normal(draws), np.float64)
    return np.array([values[rng.integers(0, n, n)].mean() for _ in range(draws)])


def quantiles(values: Array, share: float, draws: int, rng: np.random.Generator) -> Array:
    """Quantiles (draws,) of resamples, interpolated on a straight line (type 7), of the values (n,)."""
    n, ordered = len(values), np.sort(values)
    place = share * (n - 1)
    low = int(np.floor(place))
    first = rng.beta(low + 1, n - low, draws)
    lower = ordered[np.minimum((first * n).astype(int), n - 1)]
    if low + 1 >= n:
        return np.asarray(lower, np.float64)
    second = first + (1 - first) * rng.beta(1, n - low - 1, draws)
    upper = ordered[np.minimum((second * n).astype(int), n - 1)]
    return np.asarray(lower + (place - low) * (upper - lower), np.float64)


def shares(yes: int, n: int, draws: int, rng: np.random.Generator) -> Array:
    """Shares (draws,) of yes in resamples of n answers."""
    return np.asarray(rng.binomial(n, yes / n, draws) / n, np.float64)


def interval(drawn: Array, level: float = 0.95) -> tuple[float, float]:
    """The percentile interval of what was drawn."""
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
