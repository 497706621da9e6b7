"""Panels again: synthetic control with its weights and placebo ranks, and difference in differences."""

from math import ceil, sqrt
from statistics import fmean

from .algebra import Column, Columns, dot, solve

RIDGE, POOR_FIT = 1e-6, 20.0
Values = dict[str, dict[int, float]]  # unit, period


def nearest(target: Column, donors: Columns) -> Column:
    """Weights of at least 0 that sum to 1, of the mixture nearest to the target (Lawson and Hanson's method)."""
    squares = [value**2 for donor in donors for value in donor]
    size = (sqrt(fmean(squares)) + 0.0) ** 2 + fmean([value**2 for value in target])
    size = sqrt(size) * sqrt(len(target)) or 1.0
    apart = [[(a - b) / size for a, b in zip(donor, target, strict=True)] for donor in donors]
    gram = [
        [dot(one, other) + 1.0 + (RIDGE**2 if n == m else 0.0) for m, other in enumerate(apart)]
        for n, one in enumerate(apart)
    ]
    found = _not_negative(gram, [1.0] * len(donors))
    whole = sum(found)
    return [weight / whole for weight in found]


def _not_negative(gram: Columns, right: Column) -> Column:
    """The smallest x'Gx/2 - r'x over x of at least 0."""
    count = len(right)
    found, free = [0.0] * count, list[int]()
    for _ in range(30 * count):
        slope = [right[n] - dot(gram[n], found) for n in range(count)]
        bound = [n for n in range(count) if n not in free]
        if not bound or max(slope[n] for n in bound) <= 1e-14:
            break
        free.append(max(bound, key=lambda n: slope[n]))
        while True:
            part = solve([[gram[m][n] for n in free] for m in free], [right[n] for n in free])
            if min(part) > 0:
                found = [0.0] * count
                for n, value in zip(free, part, strict=True):
                    found[n] = value
                break
            turning = [(found[n] / (found[n] - v), n) for n, v in zip(free, part, strict=True) if v <= 0]
            share = min(turning)[0] if turning else 0.0
            for n, value in zip(free, part, strict=True):
                found[n] += share * (value - found[n])
            free = [n for n in free if found[n] > 1e-15]
            if not free:
                return found
    return found


def synthetic(values: Values, treated: str, start: int) -> dict[str, object]:
    """Effect, weights, errors, rank among placebos and interval of the one unit that changed."""
    times = sorted(values[treated])
    donors = sorted(
        unit for unit in values if unit != treated and all(time in values[unit] for time in times)
    )
    early = [time for time in times if time < start]
    late = [time for time in times if time >= start]

    def gaps(unit: str, others: list[str]) -> tuple[Column, dict[int, float]]:
        weights = nearest([values[unit][t] for t in early], [[values[o][t] for t in early] for o in others])
        mixed = {t: sum(w * values[o][t] for w, o in zip(weights, others, strict=True)) for t in times}
        return weights, {t: values[unit][t] - mixed[t] for t in times}

    weights, own = gaps(treated, donors)
    placebos = [gaps(one, [other for other in donors if other != one])[1] for one in donors]
    first, own_first = [_root(each, early) for each in placebos], _root(own, early)
    ratios = [_root(each, late) / max(base, 1e-12) for each, base in zip(placebos, first, strict=True)]
    rank = 1 + sum(ratio >= _root(own, late) / max(own_first, 1e-12) for ratio in ratios)
    effect = fmean(own[t] for t in late)
    sizes = [abs(fmean(each[t] for t in late)) for each in placebos]
    reach = _reach(sizes, first, own_first)
    return {
        "effect": effect, "low": effect - reach, "high": effect + reach, "p": rank / (len(donors) + 1), "rank": rank,
        "pre_rmspe": own_first, "weights": dict(zip(donors, weights, strict=True)),
    }  # fmt: skip


def _root(gaps: dict[int, float], times: list[int]) -> float:
    return sqrt(fmean(gaps[time] ** 2 for time in times))


def _reach(sizes: Column, errors: Column, own: float) -> float:
    fitting = [s for s, e in zip(sizes, errors, strict=True) if e**2 <= POOR_FIT * own**2] or sizes
    rank = ceil(0.95 * (len(fitting) + 1)) - 1
    return sorted(fitting)[min(rank, len(fitting) - 1)]


def differences(values: Values, treated: set[str], start: int) -> float:
    """The effect of a difference in differences with unit and time effects, also where values are missing."""
    cells = [(unit, time) for unit in values for time in values[unit]]
    outcome = {cell: values[cell[0]][cell[1]] for cell in cells}
    changed = {cell: float(cell[0] in treated and cell[1] >= start) for cell in cells}
    outcome, changed = _demeaned(outcome), _demeaned(changed)
    return sum(outcome[c] * changed[c] for c in cells) / sum(changed[c] ** 2 for c in cells)


def _demeaned(cells: dict[tuple[str, int], float]) -> dict[tuple[str, int], float]:
    for _ in range(500):
        before = cells
        for place in (0, 1):
            sums: dict[object, list[float]] = {}
            for cell, value in cells.items():
                sums.setdefault(cell[place], []).append(value)
            means = {key: fmean(each) for key, each in sums.items()}
            cells = {cell: value - means[cell[place]] for cell, value in cells.items()}
        if max(abs(cells[cell] - before[cell]) for cell in cells) < 1e-11:
            break
    return cells
