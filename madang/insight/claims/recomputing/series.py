"""One series again: segmented regression with errors of AR(1), p and interval by simulation under the hypothesis."""

from itertools import pairwise
from math import cos, pi, sin, sqrt
from random import Random
from statistics import median

from .algebra import Column, Columns, back, between, dot, forth, inside, minus, orthonormal, outside, quantile

NODES = [-0.8, -0.6, -0.4, -0.2, -0.1, *(n / 10 for n in range(9)), 0.85, 0.9, 0.95, 0.98]
LEVEL, STEP, PERIOD, MOST_TERMS = 1, 0.01, 12, 0.45
MEDIANS, DRAWS, POINTS = 150, 600, 120


class Model:
    """A series' times and columns: level, change, trend, slope of change, season."""

    def __init__(self, times: list[int], start: int) -> None:
        before = sum(time < start for time in times)
        enough = before >= 12
        self.times, self.sloped = times, enough and len(times) - before >= 12
        since = [(time - start) / PERIOD for time in times]
        after = [float(time >= start) for time in times]
        self.columns: Columns = [[1.0] * len(times), after]
        if enough:
            self.columns += [since] + [[a * b for a, b in zip(since, after, strict=True)]] * self.sloped
            self.columns += _season(times, before, len(self.columns))
        self.gaps = [later - sooner for sooner, later in pairwise(times)]
        self.basis = orthonormal(self.columns)[0]
        self.rest = orthonormal([c for place, c in enumerate(self.columns) if place != LEVEL])[0]
        self.scale = len(times) / (sum(gap == 1 for gap in self.gaps) + 1)
        self.whitened: dict[int, tuple[Columns, Columns]] = {}

    def raw(self, values: Column, basis: Columns) -> float:
        """The first autocorrelation of what regression on the basis leaves."""
        return self.lag(outside(basis, values))

    def lag(self, left: Column) -> float:
        """The first autocorrelation of residuals, over neighbours in time."""
        whole = dot(left, left)
        near = sum(left[n] * left[n + 1] for n, gap in enumerate(self.gaps) if gap == 1)
        return near / whole * self.scale if whole else 0.0

    def whiten(self, column: Column, rho: float) -> Column:
        """Prais and Winsten's transformation."""
        found = [column[0] * sqrt(1 - rho**2)]
        for place, gap in enumerate(self.gaps):
            kept = rho**gap
            scale = sqrt((1 - rho**2) / (1 - kept**2))
            found.append((column[place + 1] - kept * column[place]) * scale)
        return found

    def at(self, step: int) -> tuple[Columns, Columns]:
        """The whitened columns as basis and triangle."""
        if step not in self.whitened:
            self.whitened[step] = orthonormal([self.whiten(column, step * STEP) for column in self.columns])
        return self.whitened[step]

    def level(self, values: Column, rho: float) -> float:
        """The level without the change, at this autocorrelation and not at a rounded one."""
        basis, triangle = orthonormal([self.whiten(column, rho) for column in self.columns])
        return back(triangle, inside(basis, self.whiten(values, rho)))[0]

    def judge(self, values: Column, rho: float, place: int = LEVEL) -> tuple[float, float]:
        """A coefficient and its standard error at this autocorrelation."""
        basis, triangle = self.at(round(rho / STEP))
        seen = self.whiten(values, round(rho / STEP) * STEP)
        left = outside(basis, seen)
        target = [float(n == place) for n in range(len(self.columns))]
        row = forth(triangle, target)
        effect = back(triangle, inside(basis, seen))[place]
        return effect, sqrt(dot(left, left) / (len(values) - len(self.columns)) * dot(row, row))


def _season(times: list[int], before: int, kept: int) -> Columns:
    """Eleven dummies where two whole years lie before the change, else waves, else nothing."""
    limit = MOST_TERMS * len(times)
    if before >= 2 * PERIOD and kept + PERIOD - 1 <= limit:
        last = [time % PERIOD == PERIOD - 1 for time in times]
        return [
            [float(time % PERIOD == one) - float(end) for time, end in zip(times, last, strict=True)]
            for one in range(PERIOD - 1)
        ]
    for count in range(2 if before >= 1.5 * PERIOD else 1, 0, -1):
        if before >= PERIOD and kept + 2 * count <= limit:
            turns = [(turn, k) for k in range(1, count + 1) for turn in (cos, sin)]
            return [[turn(2 * pi * k * time / PERIOD) for time in times] for turn, k in turns]
    return []


class Simulated:
    """Series that a model makes when nothing changes, and what the test would say of them."""

    def __init__(self, model: Model, seed: int) -> None:
        dice = Random(seed)  # noqa: S311  # numbers, no secrets
        self.model, self.sizes_at = model, dict[int, Column]()
        self.noise = [[dice.gauss(0, 1) for _ in model.times] for _ in range(DRAWS)]
        self.free, self.bound = self._middles(model.basis), self._middles(model.rest)

    def run(self, noise: Column, rho: float) -> Column:
        """Errors of AR(1) from independent shocks."""
        level = 1 / sqrt(1 - rho**2)
        found = [noise[0] * level]
        for gap, shock in zip(self.model.gaps, noise[1:], strict=True):
            found.append(rho**gap * found[-1] + shock * level * sqrt(1 - rho ** (2 * gap)))
        return found

    def _middles(self, basis: Columns) -> Column:
        found: Column = []
        for rho in NODES:
            drawn = [self.model.raw(self.run(noise, rho), basis) for noise in self.noise[:MEDIANS]]
            found.append(max(median(drawn), found[-1] + 1e-9 if found else -9.0))
        return found

    def sizes(self, node: int) -> Column:
        """Sizes of t without effect at one of NODES, sorted."""
        if node not in self.sizes_at:
            found = []
            for noise in self.noise:
                values = self.run(noise, NODES[node])
                rho = between(self.model.raw(values, self.model.basis), self.free, NODES)
                effect, error = self.model.judge(values, rho)
                found.append(abs(effect / error))
            self.sizes_at[node] = sorted(found)
        return self.sizes_at[node]

    def p(self, values: Column, t: float) -> float:
        """The share of series without effect that show as large a t."""
        rho = between(self.model.raw(values, self.model.rest), self.bound, NODES)
        low = max(n for n in range(len(NODES) - 1) if NODES[n] <= rho or n == 0)
        share = min(1.0, max(0.0, (rho - NODES[low]) / (NODES[low + 1] - NODES[low])))
        tails = [sum(size >= abs(t) for size in self.sizes(node)) + 1 for node in (low, low + 1)]
        return ((1 - share) * tails[0] + share * tails[1]) / (DRAWS + 1)

    def limit(self, rho: float) -> float:
        """The largest t that still fits at 5 %."""
        near = [n for n in range(len(NODES)) if abs(NODES[n] - rho) <= 0.2 + 1e-9]
        nodes = sorted(near, key=lambda n: abs(NODES[n] - rho))[:2]
        nodes.sort()
        return between(rho, [NODES[n] for n in nodes], [quantile(self.sizes(n), 0.95) for n in nodes])

    def interval(self, values: Column, effect: float, error: float) -> tuple[float, float]:
        """The effects that the test does not reject at 5 %."""
        rest, moved = outside(self.model.rest, values), outside(self.model.rest, self.model.columns[LEVEL])
        ends = []
        for sign in (-1, 1):
            last = 0.0
            for point in range(1, POINTS + 1):
                reach = 8 * point / POINTS
                raw = self.model.lag(minus(rest, effect + sign * reach * error, moved))
                if self.limit(between(raw, self.bound, NODES)) >= reach:
                    last = reach
            ends.append(effect + sign * (last + 4 / POINTS) * error)
        return ends[0], ends[1]
