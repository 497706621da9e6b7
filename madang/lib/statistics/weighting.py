"""Weights that make a sample look like the people it was drawn from: raking to known margins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Weights = npt.NDArray[np.float64]

UNKNOWN = ""  # a category that is not known of a respondent; the margin leaves its weight alone


class CannotWeight(ValueError):
    """A sample that cannot be weighted to these margins; `margin`, `category` and `why` say where and why."""

    def __init__(self, margin: str, category: str, why: str) -> None:
        super().__init__(
            {
                "empty": f"{margin}: nobody of '{category}' has answered, but the margin gives it a share;"
                " join it with a neighbouring category.",
                "unknown": f"{margin}: '{category}' stands in the answers and not in the margin; add its share.",
                "shares": f"{margin}: the share of '{category}' must be a number from 0 on, and some above 0.",
                "length": f"{margin}: there must be one category for each respondent.",
                "convergence": f"{margin}: no weights were found that meet all margins at once;"
                " join small categories or leave a margin out.",
            }[why]
        )
        self.margin, self.category, self.why = margin, category, why


@dataclass(frozen=True)
class Weighted:
    """Weights with mean 1, in the order of the respondents.

    `discrepancy` is the largest difference that is left between a weighted and a known share; `deff` is
    Kish's design effect of unequal weights, `effective_n` the size of an equally weighted sample that
    would be as sure.
    """

    weights: Weights
    deff: float
    effective_n: float
    rounds: int
    discrepancy: float


def kish(weights: Weights) -> float:
    """The design effect of unequal weights, n·Σw²/(Σw)² (Kish 1965, section 11.7)."""
    return float(len(weights) * (weights**2).sum() / weights.sum() ** 2)


def rake(
    known: Mapping[str, Sequence[str]],
    margins: Mapping[str, Mapping[str, float]],
    *,
    tolerance: float = 1e-9,
    most: int = 2000,
) -> Weighted:
    """Weights so that every margin comes out as known, by fitting one after the other (Deming and Stephan 1940).

    `known` tells of each respondent, margin by margin, the category; `margins` the share (or number) of each
    category among all. Raises CannotWeight for an empty or unknown category and where no weights meet all.
    """
    plans = [_plan(name, known[name], shares) for name, shares in margins.items()]
    n = max((len(values) for values in known.values()), default=0)
    for name, values in known.items():
        if len(values) != n:
            raise CannotWeight(name, "", "length")
    weights = np.ones(n)
    rounds, off = 0, _discrepancy(weights, plans)
    while off > tolerance:
        if rounds == most:
            raise CannotWeight(" + ".join(margins), "", "convergence")
        for codes, shares in plans:
            weights = _fitted(weights, codes, shares)
        rounds, off = rounds + 1, _discrepancy(weights, plans)
    weights = weights * (n / weights.sum()) if n else weights
    deff = kish(weights) if n else 1.0
    return Weighted(weights, deff, n / deff, rounds, off)


Plan = tuple[npt.NDArray[np.int64], Weights]  # the category of each respondent (-1: not known), the shares


def _plan(name: str, values: Sequence[str], shares: Mapping[str, float]) -> Plan:
    for category, share in shares.items():
        if not np.isfinite(share) or share < 0 or sum(shares.values()) <= 0:
            raise CannotWeight(name, category, "shares")
    places = {category: place for place, (category, share) in enumerate(shares.items()) if share > 0}
    for value in values:
        if value != UNKNOWN and value not in places:
            raise CannotWeight(name, value, "unknown")
    present = set(values)
    for category in places:
        if category not in present:
            raise CannotWeight(name, category, "empty")
    whole = np.array(list(shares.values()), float)
    return np.array([places.get(value, -1) for value in values], np.int64), whole / whole.sum()


def _shares(weights: Weights, codes: npt.NDArray[np.int64], size: int) -> Weights:
    told = codes >= 0
    sums = np.bincount(codes[told], weights[told], size)
    return np.asarray(sums / sums.sum())


def _fitted(weights: Weights, codes: npt.NDArray[np.int64], shares: Weights) -> Weights:
    now = _shares(weights, codes, len(shares))
    factors = np.divide(shares, now, out=np.ones(len(shares)), where=now > 0)
    return np.where(codes >= 0, weights * factors[np.maximum(codes, 0)], weights)


def _discrepancy(weights: Weights, plans: Sequence[Plan]) -> float:
    return max(
        (float(np.abs(_shares(weights, codes, len(shares)) - shares).max()) for codes, shares in plans),
        default=0.0,
    )
