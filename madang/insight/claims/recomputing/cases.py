"""Cases before against cases after again: Hodges and Lehmann's shift with its interval, Mann and Whitney's p."""

from collections import Counter
from math import floor, sqrt
from statistics import NormalDist, fmean, median

EXACT_UP_TO = 20
MOST_PAIRS = 4_000_000


def compared(before: list[float], after: list[float]) -> dict[str, float]:
    """Shift, its interval, p, and mean and median on both sides."""
    pairs = sorted(late - early for late in after for early in before)
    n, m, whole = len(before), len(after), len(before) * len(after)
    counts = Counter([*before, *after])
    exact = max(n, m) <= EXACT_UP_TO and all(count == 1 for count in counts.values())
    larger = sum(1.0 if pair > 0 else 0.5 if pair == 0 else 0.0 for pair in pairs)
    reach = _exact_reach(n, m) if exact else _reach(n, m, counts)
    return {
        "effect": (pairs[(whole - 1) // 2] + pairs[whole // 2]) / 2,
        "low": pairs[max(0, min(reach, whole - 1))],
        "high": pairs[max(0, min(whole - 1 - reach, whole - 1))],
        "p": _exact_p(n, m, larger) if exact else _p(n, m, counts, larger),
        "mean_before": fmean(before),
        "mean_after": fmean(after),
        "median_before": median(before),
        "median_after": median(after),
    }


def _spread(n: int, m: int, counts: Counter[float]) -> float:
    whole = n + m
    tied = sum(count**3 - count for count in counts.values()) / (whole * (whole - 1))
    return sqrt(n * m / 12 * (whole + 1 - tied))


def _p(n: int, m: int, counts: Counter[float], larger: float) -> float:
    spread = _spread(n, m, counts)
    far = max(larger, n * m - larger) - n * m / 2 - 0.5
    return min(1.0, 2 * (1 - NormalDist().cdf(far / spread))) if spread else 1.0


def _reach(n: int, m: int, counts: Counter[float]) -> int:
    return max(0, floor(n * m / 2 - 1.959964 * _spread(n, m, counts)) - 1)


def _orders(n: int, m: int) -> list[float]:
    """How likely each value of U is when all orders are."""
    counts = [0.0] * (n * m + 1)
    counts[0] = 1.0
    for size in range(1, m + 1):
        for place in range(n * m, n + size - 1, -1):
            counts[place] -= counts[place - n - size]
        for place in range(size, n * m + 1):
            counts[place] += counts[place - size]
    whole = sum(counts)
    return [count / whole for count in counts]


def _exact_reach(n: int, m: int) -> int:
    below = 0.0
    for place, chance in enumerate(_orders(n, m)):
        below += chance
        if below >= 0.025:
            return max(0, place - 1)
    return 0


def _exact_p(n: int, m: int, larger: float) -> float:
    return min(1.0, 2 * sum(_orders(n, m)[int(max(larger, n * m - larger)) :]))
