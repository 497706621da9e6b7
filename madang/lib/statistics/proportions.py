"""Shares and means of people asked, their differences, and what was reported set against what was felt."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, ceil, inf, isfinite, sqrt

from scipy import stats

Z = float(stats.norm.ppf(0.975))
MANY = 10  # people on either side of a question, from which the normal distribution serves


@dataclass(frozen=True)
class Share:
    """A share of `n` people asked; `deff` says by how much unequal weights widen its variance."""

    value: float
    n: float
    deff: float = 1.0

    def __post_init__(self) -> None:
        if not (0 <= self.value <= 1 and self.n > 0 and self.deff > 0):
            raise ValueError(f"a share lies between 0 and 1 and is of somebody: {self}")

    @property
    def variance(self) -> float:
        """The variance of the share as an estimate."""
        return self.value * (1 - self.value) * self.deff / self.n


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval; infinite ends mean that nothing is known."""

    value: float
    low: float
    high: float

    @property
    def direction(self) -> str:
        """`up` or `down` where the interval leaves out zero, else `unclear`."""
        return "up" if self.low > 0 else "down" if self.high < 0 else "unclear"


def wilson(share: Share) -> Estimate:
    """The interval of a share (Wilson 1927), for the number of people that the design leaves it worth."""
    p, n = share.value, share.n / share.deff
    middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    return Estimate(p, max(0.0, min(p, middle - half)), min(1.0, max(p, middle + half)))


def cohens_h(a: float, b: float) -> float:
    """The standardised size of a difference of shares, 2·asin√a - 2·asin√b (Cohen 1988, ch. 6)."""
    return 2 * asin(sqrt(a)) - 2 * asin(sqrt(b))


def size_in_words(size: float) -> str:
    """The usual word for a standardised size (Cohen 1988): none, small (.2), medium (.5), large (.8)."""
    return next(
        (word for bound, word in ((0.8, "large"), (0.5, "medium"), (0.2, "small")) if abs(size) >= bound),
        "none",
    )


def difference(a: Share, b: Share) -> Estimate:
    """a - b of two different samples, with the interval from both Wilson intervals (Newcombe 1998, method 10).

    Unlike ± 1.96 standard errors it holds for small numbers and for shares near 0 and 1; for some hundreds
    of people the two agree to a tenth of a point.
    """
    first, second, gap = wilson(a), wilson(b), a.value - b.value
    low = gap - sqrt((a.value - first.low) ** 2 + (second.high - b.value) ** 2)
    high = gap + sqrt((first.high - a.value) ** 2 + (b.value - second.low) ** 2)
    return Estimate(gap, max(-1.0, low), min(1.0, high))


@dataclass(frozen=True)
class Gap:
    """What was reported less what is felt, with its interval, standard error and standardised size."""

    reported: Share
    felt: Share
    gap: Estimate
    se: float
    h: float


def gap(reported: Share, felt: Share) -> Gap:
    """g = r - f: by how much more is reported than is felt, ± 1.96 standard errors.

    Where on either side fewer than ten say yes or fewer than ten say no, the interval is Newcombe's instead.
    """
    value, se = reported.value - felt.value, sqrt(reported.variance + felt.variance)
    few = min(min(s.value, 1 - s.value) * s.n / s.deff for s in (reported, felt)) < MANY
    inside = difference(reported, felt) if few else Estimate(value, value - Z * se, value + Z * se)
    return Gap(reported, felt, inside, se, cohens_h(reported.value, felt.value))


def gap_to_known(reported: float, felt: Share) -> Estimate:
    """The gap where the reported share is a bare number without the people behind it: only felt is uncertain."""
    inside = wilson(felt)
    return Estimate(reported - felt.value, reported - inside.high, reported - inside.low)


@dataclass(frozen=True)
class Split:
    """The gap taken apart: g = unaware·(1 - q) + aware·q, where q is the share who know of the change.

    `communication` is the part of the gap that would go if those who do not know of it felt as those who
    do; the rest is substance: the gap that is left among those who know, `aware`. The interval of
    `communication` takes q as it was found.
    """

    gap: float
    aware_share: Estimate
    unaware: Estimate
    aware: Estimate
    communication: Estimate


def awareness_split(reported: float, aware: Share, unaware: Share) -> Split:
    """Is it communication or substance? `aware` and `unaware` are the shares who feel it in either group."""
    n = aware.n + unaware.n
    deff = (aware.deff * aware.n + unaware.deff * unaware.n) / n
    return split_by(reported, Share(aware.n / n, n, deff), aware, unaware)


def split_by(reported: float, q: Share, aware: Share, unaware: Share) -> Split:
    """The split where the share who know of it is known apart, as from a weighted sample."""
    felt = q.value * aware.value + (1 - q.value) * unaware.value
    between = difference(aware, unaware)
    scale = 1 - q.value
    return Split(
        reported - felt,
        wilson(q),
        gap_to_known(reported, unaware),
        gap_to_known(reported, aware),
        Estimate(scale * between.value, scale * between.low, scale * between.high),
    )


@dataclass(frozen=True)
class Mean:
    """A mean of `n` answers with their standard deviation."""

    value: float
    sd: float
    n: float
    deff: float = 1.0

    @property
    def variance(self) -> float:
        """The variance of the mean as an estimate."""
        return self.sd**2 * self.deff / self.n


def mean_interval(mean: Mean) -> Estimate:
    """The interval of a mean (Student 1908); infinite for a single answer."""
    worth = mean.n / mean.deff
    half = float(stats.t.ppf(0.975, worth - 1)) * sqrt(mean.variance) if worth > 1 else inf
    return Estimate(mean.value, mean.value - half, mean.value + half)


@dataclass(frozen=True)
class MeanDifference:
    """The difference of two means, with its interval and Hedges' g (bias-corrected Cohen's d)."""

    difference: Estimate
    size: float | None


def mean_difference(a: Mean, b: Mean) -> MeanDifference:
    """a - b of two different samples (Welch 1947), standardised by the pooled spread (Hedges 1981)."""
    value, variance = a.value - b.value, a.variance + b.variance
    n, m = a.n / a.deff, b.n / b.deff
    if n <= 1 or m <= 1:
        return MeanDifference(Estimate(value, -inf, inf), None)
    if variance == 0:
        return MeanDifference(Estimate(value, value, value), None)
    df = variance**2 / (a.variance**2 / (n - 1) + b.variance**2 / (m - 1))
    half = float(stats.t.ppf(0.975, df)) * sqrt(variance)
    pooled = sqrt((a.sd**2 * (a.n - 1) + b.sd**2 * (b.n - 1)) / (a.n + b.n - 2))
    correction = 1 - 3 / (4 * (a.n + b.n - 2) - 1)
    return MeanDifference(Estimate(value, value - half, value + half), correction * value / pooled)


def difference_in_differences(
    before: Share, after: Share, other_before: Share, other_after: Share
) -> Estimate:
    """(after - before) here less (after - before) there, of four different samples.

    The interval joins those of the two changes as Newcombe joins those of two shares (the square-and-add
    rule of Zou and Donner 2008).
    """
    here, there = difference(after, before), difference(other_after, other_before)
    value = here.value - there.value
    low = value - sqrt((here.value - here.low) ** 2 + (there.high - there.value) ** 2)
    high = value + sqrt((here.high - here.value) ** 2 + (there.value - there.low) ** 2)
    return Estimate(value, max(-2.0, low), min(2.0, high))


@dataclass(frozen=True)
class Trend:
    """How a share moves a year over rounds of the same wording; `bend` is the p-value of a straight line."""

    per_year: Estimate
    bend: float | None


def trend(years: Sequence[float], shares: Sequence[Share]) -> Trend | None:
    """The slope a year, each round weighted by how sure it is (Cochran 1954); nothing below two moments.

    `years` are moments in years, such as 2026.5. From three rounds on it is tested whether a straight line
    describes them.
    """
    if len(set(years)) < 2:
        return None
    # A share of 0 or 1 has no spread of its own; Agresti and Coull's two successes and failures lend it one.
    weights = [1 / _steady(share) for share in shares]
    whole = sum(weights)
    when = sum(w * x for w, x in zip(weights, years, strict=True)) / whole
    level = sum(w * s.value for w, s in zip(weights, shares, strict=True)) / whole
    spread = sum(w * (x - when) ** 2 for w, x in zip(weights, years, strict=True))
    slope = sum(w * (x - when) * s.value for w, x, s in zip(weights, years, shares, strict=True)) / spread
    half = Z / sqrt(spread)
    rest = sum(
        w * (s.value - level - slope * (x - when)) ** 2
        for w, x, s in zip(weights, years, shares, strict=True)
    )
    bend = float(stats.chi2.sf(rest, len(shares) - 2)) if len(shares) > 2 else None
    return Trend(Estimate(slope, slope - half, slope + half), bend)


def _steady(share: Share) -> float:
    n = share.n / share.deff
    p = (share.value * n + 2) / (n + 4)
    return p * (1 - p) / (n + 4)


def half_width(n: int, share: float = 0.5, deff: float = 1.0, population: int | None = None) -> float:
    """How far the interval of a share will reach to either side, given so many answers.

    Where the population is small and much of it is asked, it is narrower (finite population correction).
    """
    left = (population - n) / (population - 1) if population and population > 1 else 1.0
    return Z * sqrt(share * (1 - share) * deff / n * max(0.0, left))


def answers_needed(width: float, share: float = 0.5, deff: float = 1.0, population: int | None = None) -> int:
    """How many answers bring the interval of a share down to ± `width`."""
    if not 0 < width < 1 or not isfinite(width):
        raise ValueError("the half width lies between 0 and 1")
    n = Z * Z * share * (1 - share) * deff / width**2
    if population:
        n = n / (1 + (n - 1) / population)
    return min(ceil(n - 1e-9), population) if population else ceil(n - 1e-9)


def least_change(n: int, m: int, share: float = 0.5, deff: float = 1.0, power: float = 0.8) -> float:
    """The smallest change of a share between rounds of n and m answers that is found so often, at 5 %."""
    reach = Z + float(stats.norm.ppf(power))
    return reach * sqrt(share * (1 - share) * deff * (1 / n + 1 / m))


def median_interval(values: Sequence[float]) -> Estimate:
    """The median with the interval between two of the values that holds it 95 times in 100 (sign test).

    Below six values no two of them are sure enough: then the ends are infinite.
    """
    ordered, n = sorted(values), len(values)
    middle = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    below = int(stats.binom.ppf(0.025, n, 0.5))
    if n < 6 or below < 1:
        return Estimate(middle, -inf, inf)
    return Estimate(middle, float(ordered[below - 1]), float(ordered[n - below]))
