"""How often the test of a series finds what is not there, and how often its interval holds what is.

    python -m tests.insight.claims.calibration [--runs 2000] [--seed 20261121]

Run by hand; its table stands in docs/use/verify_changes.md. Each series has trend and season, and errors of AR(1).
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from madang.lib.statistics.autoregression import Contrast, World, draw
from madang.lib.statistics.series import LEVEL, Model, model, target

Array = npt.NDArray[np.float64]

LENGTHS, RHOS, STEPS = (24, 48, 96), (0.0, 0.4, 0.7), (1.0, 2.0, 3.0)
TREND, AMPLITUDE = -0.05, 1.0
PERIOD = 12
FALSE, HELD = (0.03, 0.08), (0.92, 0.97)


@dataclass(frozen=True)
class Cell:
    """One row of the table: what was found in series without effect, and with effects of 1, 2 and 3.

    `plain` is how often the same regression by least squares, as textbooks have it, finds an effect where none is.
    """

    length: int
    rho: float
    false: float
    plain: float
    held: float
    found: tuple[float, ...]
    width: float

    @property
    def calibrated(self) -> bool:
        """Within the bounds that were promised."""
        return FALSE[0] <= self.false <= FALSE[1] and HELD[0] <= self.held <= HELD[1]


def cell(length: int, rho: float, runs: int, seed: int, errors: str = "ar1", draws: int = 2000) -> Cell:
    """Series of that length with the change in the middle; `errors` is how their shocks come about."""
    times = np.arange(length, dtype=float)
    explained = model(times, length // 2, PERIOD)
    world = World(explained.columns, times, draws=draws, seed=seed + 1)
    contrast = Contrast(world, target(explained))
    rng = np.random.default_rng([seed, length, int(100 * rho)])
    base = TREND * times + AMPLITUDE * np.sin(2 * np.pi * times / PERIOD)
    series = base + _errors(errors, runs, length, rho, rng)
    found = contrast.estimate(series)
    bounds = contrast.interval(series, found)
    step = explained.columns[:, LEVEL]
    held = (bounds[:, 0] <= 0) & (bounds[:, 1] >= 0)
    powers = tuple(float(np.mean(contrast.estimate(series + size * step).p <= 0.05)) for size in STEPS)
    plain = _plain(explained.columns, series)
    width = float(np.median(bounds[:, 1] - bounds[:, 0]))
    return Cell(length, rho, float(np.mean(found.p <= 0.05)), plain, float(np.mean(held)), powers, width)


def _plain(columns: Array, series: Array) -> float:
    """Share of series in which least squares and Student's t find a change of level at 5 %."""
    inverse = np.linalg.inv(columns.T @ columns)
    coefficients = series @ columns @ inverse
    left = series - coefficients @ columns.T
    freedom = columns.shape[0] - columns.shape[1]
    error = np.sqrt((left**2).sum(axis=1) / freedom * inverse[LEVEL, LEVEL])
    return float(np.mean(np.abs(coefficients[:, LEVEL] / error) > stats.t.ppf(0.975, freedom)))


def _errors(kind: str, runs: int, length: int, rho: float, rng: np.random.Generator) -> Array:
    if kind == "ar1":
        return draw(runs, np.ones(length - 1), rho, rng)
    burnt = 200
    if kind == "heavy":
        shocks = rng.standard_t(4, (runs, length + burnt)) / np.sqrt(2)
    elif kind == "skewed":
        shocks = rng.exponential(1, (runs, length + burnt)) - 1
    else:
        shocks = rng.standard_normal((runs, length + burnt))
    found = np.zeros_like(shocks)
    second = 0.2 if kind == "ar2" else 0.0
    for place in range(2, length + burnt):
        found[:, place] = rho * found[:, place - 1] + second * found[:, place - 2] + shocks[:, place]
    return np.asarray(found[:, burnt:], np.float64)


GAPPY: Array = np.sort(np.random.default_rng(3).choice(70, 48, replace=False)).astype(np.float64)
SHAPES: dict[str, Callable[[], Model]] = {
    "3 + 3, two levels": lambda: model(np.arange(6.0), 3, PERIOD, trend=False),
    "6 + 6, two levels": lambda: model(np.arange(12.0), 6, PERIOD, trend=False),
    "36 + 6, one slope": lambda: model(np.arange(42.0), 36, PERIOD, sloped=False),
    "24 + 12": lambda: model(np.arange(36.0), 24, PERIOD),
    "24 + 24 of 70, with gaps": lambda: model(GAPPY, float(GAPPY[24]), PERIOD),
    "20 + 20 quarters": lambda: model(np.arange(40.0), 20, 4),
}


def shape(explained: Model, rho: float, runs: int, seed: int) -> tuple[float, float]:
    """False alarms, and intervals that hold the truth, of a series of another shape."""
    world = World(explained.columns, explained.times, draws=2000, seed=seed + 1)
    contrast = Contrast(world, target(explained))
    series = draw(runs, world.gaps, rho, np.random.default_rng([seed, world.n, int(100 * rho)]))
    found = contrast.estimate(series)
    bounds = contrast.interval(series, found)
    return float(np.mean(found.p <= 0.05)), float(np.mean((bounds[:, 0] <= 0) & (bounds[:, 1] >= 0)))


def shapes(runs: int, seed: int) -> str:
    """False alarms of all shapes at each autocorrelation, as a table of Markdown."""
    lines = ["| Series | " + " | ".join(f"at {rho}" for rho in RHOS) + " |", "|---" * (1 + len(RHOS)) + "|"]
    for name, made in SHAPES.items():
        found = [shape(made(), rho, runs, seed) for rho in RHOS]
        lines.append(f"| {name} | " + " | ".join(f"{false:.1%} ({held:.1%})" for false, held in found) + " |")
    return "\n".join(lines)


def table(cells: list[Cell]) -> str:
    """The cells as a table of Markdown."""
    lines = [
        "| Periods | Autocorrelation | False alarms | by least squares | Interval held | Found at 1 / 2 / 3 | Width |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.length} | {one.rho} | {one.false:.1%} | {one.plain:.1%} | {one.held:.1%} | "
        f"{' / '.join(f'{share:.2f}' for share in one.found)} | {one.width:.1f} |"
        for one in cells
    ]
    return "\n".join(lines)


def main() -> int:
    """Print the tables; 1 if a cell lies outside of the bounds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=20261121)
    parsed = parser.parse_args()
    began = time.process_time()
    cells = [cell(length, rho, parsed.runs, parsed.seed) for length in LENGTHS for rho in RHOS]
    sys.stdout.write(f"{parsed.runs} series a cell, seed {parsed.seed}\n\n{table(cells)}\n")
    sys.stdout.write(
        f"\nOther series: false alarms (intervals that held)\n\n{shapes(parsed.runs, parsed.seed)}\n"
    )
    for kind in ("heavy", "skewed", "ar2"):
        others = [
            cell(length, rho, parsed.runs, parsed.seed, kind) for length in LENGTHS for rho in (0.0, 0.4)
        ]
        sys.stdout.write(f"\nErrors: {kind}\n\n{table(others)}\n")
    sys.stdout.write(f"\n{time.process_time() - began:.0f} s of processor time\n")
    return 0 if all(one.calibrated for one in cells) else 1


if __name__ == "__main__":
    sys.exit(main())
