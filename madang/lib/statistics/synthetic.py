"""Synthetic control: the one treated unit against a mixture of untreated ones that went its way before the change.

The mixture is convex: weights of at least 0 that sum to 1, so nothing is extrapolated. The weights are found exactly,
as the point of a convex hull nearest to a target, by non-negative least squares; the duality gap proves it.
Source: Abadie, Diamond, Hainmueller (2010), JASA 105, 493-505; on nearest points: Mészáros-type augmentation as in
Wilhelmsen (1976), Mathematics of Computation 30, 48-57.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import nnls

Array = npt.NDArray[np.float64]

RIDGE = 1e-6  # makes the mixture unique where several fit equally well; relative to how far donors lie away
GAP = 1e-6  # largest duality gap, relative, that counts as solved
POOR_FIT = 20.0  # a placebo whose squared gap before exceeds the treated one's so many times says nothing


class NotSolved(Exception):
    """The weights did not reach the best mixture."""


@dataclass(frozen=True)
class Mixture:
    """Weights (donors,) of the nearest mixture, and the duality gap relative to how far donors lie away."""

    weights: Array
    gap: float


@dataclass(frozen=True)
class Synthetic:
    """The treated unit against its mixture.

    `gaps` (times,) treated minus mixture; `effect` their mean after; `error_before`, `error_after` root mean squared;
    `rank` of the treated unit's ratio after / before among `compared` units, 1 is the largest; `p` = rank / compared;
    `low`, `high` the effect give or take what units without change show in 19 of 20 cases (`donors` tell how many).
    """

    mixture: Mixture
    gaps: Array
    effect: float
    error_before: float
    error_after: float
    rank: int
    compared: int
    p: float
    low: float
    high: float
    placebos: Array


def nearest(target: Array, donors: Array) -> Mixture:
    """The convex mixture of donors (times, j) nearest to the target (times,); raises NotSolved if it is not.

    min |A u|^2 + (sum u - 1)^2 over u >= 0, with A = donors - target, is reached by a multiple of the best weights.
    """
    apart = donors - target[:, None]
    size = float(np.sqrt(np.mean(np.square(apart)))) or 1.0
    apart /= size * np.sqrt(len(target))
    ridge = RIDGE * np.eye(donors.shape[1])
    system = np.vstack([apart, ridge, np.ones((1, donors.shape[1]))])
    goal = np.zeros(len(system))
    goal[-1] = 1.0
    found, _ = nnls(system, goal, maxiter=30 * donors.shape[1] + 100)
    if not found.sum() > 0:
        raise NotSolved("no mixture was found")
    weights = np.asarray(found / found.sum(), np.float64)
    slope = apart.T @ (apart @ weights) + RIDGE**2 * weights
    gap = float(slope @ weights - slope.min())
    if gap > GAP:
        raise NotSolved(f"the duality gap is {gap:.1e}")
    return Mixture(weights, max(gap, 0.0))


def compare(values: Array, treated: int, before: npt.NDArray[np.bool_]) -> Synthetic:
    """The treated unit, a column of values (times, units), against the others; `before` (times,) says when."""
    units = values.shape[1]
    if units < 3 or before.sum() < 2 or before.all():
        raise ValueError("one treated unit, two donors, two times before and one after are needed")
    donors = [unit for unit in range(units) if unit != treated]
    mixture, gaps = _gaps(values, treated, donors, before)
    placebos = np.array([_gaps(values, one, [d for d in donors if d != one], before)[1] for one in donors])
    error_before, error_after = _root(gaps[before]), _root(gaps[~before])
    first = np.sqrt(np.square(placebos[:, before]).mean(axis=1))
    ratios = np.sqrt(np.square(placebos[:, ~before]).mean(axis=1)) / np.maximum(first, 1e-12)
    rank = 1 + int((ratios >= error_after / max(error_before, 1e-12)).sum())
    effect = float(gaps[~before].mean())
    reach = _reach(np.abs(placebos[:, ~before].mean(axis=1)), first, error_before)
    return Synthetic(
        mixture, gaps, effect, error_before, error_after, rank, units, rank / units,
        effect - reach, effect + reach, placebos,
    )  # fmt: skip


def _gaps(
    values: Array, unit: int, donors: list[int], before: npt.NDArray[np.bool_]
) -> tuple[Mixture, Array]:
    mixture = nearest(values[before, unit], values[before][:, donors])
    return mixture, np.asarray(values[:, unit] - values[:, donors] @ mixture.weights, np.float64)


def _root(gaps: Array) -> float:
    return float(np.sqrt(np.mean(np.square(gaps))))


def _reach(sizes: Array, errors: Array, own: float) -> float:
    """What donors without change show at most in 19 of 20 cases; with fewer donors, the most that any shows."""
    fitting = sizes[np.square(errors) <= POOR_FIT * own**2]
    if not len(fitting):
        fitting = sizes
    rank = int(np.ceil(0.95 * (len(fitting) + 1))) - 1
    return float(np.sort(fitting)[min(rank, len(fitting) - 1)])
