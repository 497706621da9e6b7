"""One contrast of a linear model whose errors follow AR(1): estimate, p-value and interval, many series at once.

The estimate is Prais and Winsten's (1954) with the autocorrelation corrected for its bias in short series. Both
p-value and interval come from a parametric bootstrap under the hypothesis (restricted): the statistic does not
depend on level, scale or the other coefficients, so it need be simulated only once for each model and for a few
values of the autocorrelation, between which is interpolated. That makes it exact and fast for any number of series.

Source: Prais, Winsten (1954), Trend Estimators and Serial Correlation; Park, Mitchell (1980), Journal of
Econometrics 13, 185-201; on restricting: Davidson, MacKinnon (1999), Econometric Theory 15, 361-376.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

NODES = np.array([-0.8, -0.6, -0.4, -0.2, -0.1, *np.arange(0, 0.81, 0.1), 0.85, 0.9, 0.95, 0.98])
MEDIAN_DRAWS = 1000
STEP = 0.01  # autocorrelations are rounded to it where a model is transformed
EXACT = 1e-10  # share of the spread below which residuals are no noise but rounding
REACHES, POINTS = (4.0, 8.0, 16.0, 32.0), 400  # how far out an interval is sought, in standard errors


@dataclass(frozen=True)
class Estimates:
    """For m series: effect, standard error, t, p and autocorrelation, each of shape (m,)."""

    effect: Array
    error: Array
    t: Array
    p: Array
    rho: Array


def draw(count: int, gaps: Array, rho: float, rng: np.random.Generator) -> Array:
    """Errors (count, n) of AR(1) with innovations of variance 1; gaps (n-1,) say how far apart the points lie."""
    return _run(rng.standard_normal((count, len(gaps) + 1)), gaps, rho)


def _run(noise: Array, gaps: Array, rho: float) -> Array:
    """Errors (count, n) from independent shocks; laid out time by time, as the recursion runs."""
    shocks = np.ascontiguousarray(noise.T)
    errors = np.empty_like(shocks)
    level = 1 / np.sqrt(1 - rho**2)
    errors[0] = shocks[0] * level
    for place, gap in enumerate(gaps, start=1):
        kept = np.sign(rho) ** gap * abs(rho) ** gap
        errors[place] = kept * errors[place - 1] + shocks[place] * level * np.sqrt(1 - kept**2)
    return errors.T


def whiten(columns: Array, gaps: Array, rho: float) -> Array:
    """Prais and Winsten's transformation of (n, k): afterwards errors of AR(1) are independent, with variance 1."""
    kept = np.sign(rho) ** gaps * np.abs(rho) ** gaps
    scale = np.sqrt((1 - rho**2) / (1 - kept**2))
    rest = (columns[1:] - kept[:, None] * columns[:-1]) * scale[:, None]
    return np.concatenate([columns[:1] * np.sqrt(1 - rho**2), rest])


class World:
    """A linear model with errors of AR(1), and the series that it makes when nothing changes.

    `model` (n, k) of full rank, n > k + 1; `times` (n,) rising whole numbers, gaps allowed; `draws` simulated series
    for each autocorrelation of NODES, made when first needed. Raises ValueError for a model that cannot be judged.
    """

    def __init__(self, model: Array, times: Array, *, draws: int = 2000, seed: int = 1) -> None:
        self.n, self.k = model.shape
        if self.n < self.k + 2 or np.linalg.matrix_rank(model) < self.k:
            raise ValueError("the model has too few points for its terms")
        self.model, self.gaps = model, np.diff(times).astype(float)
        self.basis = np.linalg.qr(model)[0]
        self.draws, self.seed = draws, seed
        self._next = self.gaps == 1
        self.scale = self.n / (self._next.sum() + 1)  # gaps leave fewer pairs than points
        self._transformed: dict[int, tuple[Array, Array]] = {}
        self._fits: dict[int, Fit] = {}

    @cached_property
    def noise(self) -> Array:
        """The shocks (draws, n) of which every simulated series is made."""
        return np.random.default_rng(self.seed).standard_normal((self.draws, self.n))

    @cached_property
    def free(self) -> Array:
        """What the raw autocorrelation is, in the middle, where the true one is each of NODES."""
        return self.middles(self.basis)

    def middles(self, basis: Array) -> Array:
        """The same after regression on another basis (n, j); strictly rising, as interpolation needs it."""
        few = self.noise[:MEDIAN_DRAWS]
        found = [np.median(self.raw(_run(few, self.gaps, rho), basis)) for rho in NODES]
        return np.asarray(np.maximum.accumulate(np.array(found)) + 1e-9 * np.arange(len(NODES)), np.float64)

    def rho(self, series: Array) -> Array:
        """Autocorrelation (m,) of the errors of each series (m, n), corrected for its bias."""
        return np.asarray(np.interp(self.raw(series, self.basis), self.free, NODES), np.float64)

    def raw(self, series: Array, basis: Array) -> Array:
        """First autocorrelation (m,) of what ordinary least squares leaves; 0 where it leaves only rounding."""
        left = series - (series @ basis) @ basis.T
        whole = np.einsum("ij,ij->i", left, left)
        noise = whole > EXACT**2 * np.einsum("ij,ij->i", series, series)
        share = np.where(noise, self.lagged(left, left) / np.where(noise, whole, 1), 0.0)
        return np.asarray(share * self.scale, np.float64)

    def lagged(self, one: Array, other: Array) -> Array:
        """Sums (m,) of the products of neighbours in time, rows of `one` leading."""
        return np.asarray(
            np.einsum("ij,j,ij->i", one[:, 1:], self._next.astype(float), other[:, :-1]), np.float64
        )

    def fit(self, series: Array) -> "Fit":
        """Generalised least squares of each series (m, n), at its own autocorrelation."""
        rho = self.rho(series)
        steps = np.rint(rho / STEP).astype(int)
        projected, size = np.empty((len(series), self.k)), np.empty(len(series))
        for step in np.unique(steps):
            chosen = steps == step
            basis, _ = self.at(int(step))
            seen = whiten(series[chosen].T, self.gaps, step * STEP)
            inside = basis.T @ seen
            left = seen - basis @ inside
            projected[chosen] = inside.T
            size[chosen] = np.einsum("ij,ij->j", left, left)
            size[chosen] *= size[chosen] > EXACT**2 * np.einsum("ij,ij->j", seen, seen)
        return Fit(projected, size / (self.n - self.k), steps, rho)

    def at(self, step: int) -> tuple[Array, Array]:
        """The transformed model at that autocorrelation: basis (n, k) and upper triangle (k, k)."""
        if step not in self._transformed:
            self._transformed[step] = np.linalg.qr(whiten(self.model, self.gaps, step * STEP))
        return self._transformed[step]

    def fit_at_node(self, node: int) -> "Fit":
        """The fits of all series simulated at one of NODES."""
        if node not in self._fits:
            self._fits[node] = self.fit(self.series_at(node))
        return self._fits[node]

    def series_at(self, node: int) -> Array:
        """The series (draws, n) simulated at one of NODES."""
        return _run(self.noise, self.gaps, float(NODES[node]))

    def coefficients(self, values: Array, rho: float) -> Array:
        """All coefficients (k,) of one series (n,) at that autocorrelation."""
        seen = whiten(values[:, None], self.gaps, rho)[:, 0]
        return np.asarray(
            np.linalg.lstsq(whiten(self.model, self.gaps, rho), seen, rcond=None)[0], np.float64
        )

    def shocks(self, values: Array, rho: float) -> Array:
        """What the model does not explain of one series (n,), as independent shocks (n,)."""
        left = values - self.model @ self.coefficients(values, rho)
        return whiten(left[:, None], self.gaps, rho)[:, 0]


@dataclass(frozen=True)
class Fit:
    """Of m series: projections (m, k), variance of shocks (m,), autocorrelation in steps and as it is (m,)."""

    projected: Array
    variance: Array
    steps: npt.NDArray[np.int64]
    rho: Array


class Contrast:
    """One combination of coefficients, target'b, judged: effect, p and interval of many series at once."""

    def __init__(self, world: World, target: Array) -> None:
        self.world, self.target = world, target
        inside = np.linalg.svd(target[None])[2][
            1:
        ].T  # the models (k, k-1) in which the combination is nothing
        self._rest = np.linalg.qr(world.model @ inside)[0]
        one = world.model @ (target / (target @ target))
        self._moved = one - self._rest @ (self._rest.T @ one)
        self._sizes: dict[int, Array] = {}

    @cached_property
    def _bound(self) -> Array:
        return self.world.middles(self._rest)

    def estimate(self, series: Array) -> Estimates:
        """Effect, error, t, p and rho of each of the series (m, n)."""
        fit = self.world.fit(series)
        effect, error = self._judge(fit)
        with np.errstate(divide="ignore", invalid="ignore"):
            t = np.where(error > 0, effect / error, np.where(effect == 0, 0, np.inf * np.sign(effect)))
        bound = np.interp(self.world.raw(series, self._rest), self._bound, NODES)
        return Estimates(effect, error, t, self._p(np.abs(t), bound), fit.rho)

    def interval(self, series: Array, found: Estimates, level: float = 0.95) -> Array:
        """The values (m, 2) that the test does not reject at 1 - `level`: bounds of the effect of each series."""
        rest = series - (series @ self._rest) @ self._rest.T
        bounds = np.empty((len(series), 2))
        for side, sign in enumerate((-1.0, 1.0)):
            for farthest in REACHES:
                reach = np.linspace(0, farthest, POINTS)
                value = found.effect[:, None] + sign * reach * found.error[:, None]
                room = self._limit(self._raw_supposed(rest, value), level) - reach
                if (room[:, -1] < 0).all():
                    break
            bounds[:, side] = found.effect + sign * found.error * _crossing(reach, room)
        return bounds

    def smallest(self, error: float, rho: float, power: float = 0.8) -> float:
        """The effect that a series with this error and autocorrelation would show, at 5 %, with such a power."""
        near = np.array([[np.interp(rho, NODES, self._bound)]])
        return float(error * (self._limit(near, 0.95) + self._limit(near, 2 * power - 1))[0, 0])

    def _judge(self, fit: Fit) -> tuple[Array, Array]:
        """Effect and standard error (m,)."""
        effect, error = np.empty(len(fit.rho)), np.empty(len(fit.rho))
        for step in np.unique(fit.steps):
            chosen = fit.steps == step
            row = np.linalg.solve(self.world.at(int(step))[1].T, self.target)
            effect[chosen] = fit.projected[chosen] @ row
            error[chosen] = np.sqrt(fit.variance[chosen] * (row @ row))
        return effect, error

    def _at(self, node: int) -> Array:
        """Sizes (draws,) of t without effect, sorted, at one of NODES."""
        if node not in self._sizes:
            effect, error = self._judge(self.world.fit_at_node(node))
            self._sizes[node] = np.sort(np.abs(effect / error))
        return self._sizes[node]

    def _p(self, size: Array, rho: Array) -> Array:
        """Share of simulated series with a larger t, between the two nearest autocorrelations."""
        place = np.interp(rho, NODES, np.arange(len(NODES)))
        low = np.minimum(np.floor(place).astype(int), len(NODES) - 2)
        share = place - low
        tails = np.empty((2, len(size)))
        for side in (0, 1):
            for node in np.unique(low + side):
                chosen = low + side == node
                sizes = self._at(int(node))
                tails[side, chosen] = len(sizes) - np.searchsorted(sizes, size[chosen]) + 1
        return np.asarray(((1 - share) * tails[0] + share * tails[1]) / (self.world.draws + 1), np.float64)

    def _limit(self, raw: Array, level: float) -> Array:
        """The largest t that still fits, where the raw autocorrelation within the hypothesis is `raw`."""
        rho = np.interp(raw, self._bound, NODES)
        low, high = np.searchsorted(NODES, [rho.min(), rho.max()], side="right")
        nodes = range(max(int(low) - 1, 0), min(int(high), len(NODES) - 1) + 1)
        limits = [float(np.quantile(self._at(node), level)) for node in nodes]
        return np.asarray(np.interp(rho, NODES[list(nodes)], limits), np.float64)

    def _raw_supposed(self, rest: Array, value: Array) -> Array:
        """The raw autocorrelation (m, points) if the effect were `value` (m, points)."""
        moved = np.broadcast_to(self._moved, rest.shape)
        whole = np.einsum("ij,ij->i", rest, rest)[:, None]
        size = whole - 2 * value * (rest @ self._moved)[:, None] + value**2 * (self._moved @ self._moved)
        both = self.world.lagged(rest, moved) + self.world.lagged(moved, rest)
        alone = self.world.lagged(self._moved[None], self._moved[None])[0]
        lag = self.world.lagged(rest, rest)[:, None] - value * both[:, None] + value**2 * alone
        return np.asarray(lag / np.where(size > 0, size, np.inf) * self.world.scale, np.float64)


def _crossing(reach: Array, room: Array) -> Array:
    """How far (m,) out the last point with room (m, points) lies, interpolated to where the room ends."""
    last = room.shape[1] - 1 - np.argmax(room[:, ::-1] >= 0, axis=1)
    after = np.minimum(last + 1, room.shape[1] - 1)
    rows = np.arange(len(room))
    inner, outer = room[rows, last], room[rows, after]
    fall = np.where(inner > outer, inner / np.where(inner > outer, inner - outer, 1), 0.0)
    return np.asarray(reach[last] + fall * (reach[after] - reach[last]), np.float64)
