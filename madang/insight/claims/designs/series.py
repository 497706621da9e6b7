"""One series with a change at a date: segmented regression where it is long enough, else what can be said of less."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from madang.insight.claims import grades
from madang.insight.claims.designs import doubts
from madang.insight.claims.designs.two_values import two_values
from madang.insight.claims.verdict import E1, Remark, Verdict
from madang.lib.statistics import series
from madang.lib.statistics.autoregression import Contrast, World
from madang.lib.statistics.series import LEVEL, Model, Part, Segmented

Array = npt.NDArray[np.float64]

YEARLY = {4, 12, 52}  # periods of which so many make a year
ENOUGH = 12  # periods before, and after, from which on a series is tested
MOST_DRAWS, DRAWN = 2000, 250_000  # simulated series; fewer where the series is long


def of_series(
    values: Sequence[float] | Array, times: Sequence[int] | npt.NDArray[np.int64], change: int, *,
    period: int = 12, log: bool = False,
    concurrent: Sequence[str] = (), name: Callable[[int], str] = str, unit: str = "", seed: int = 1,
) -> Verdict:  # fmt: skip
    """What changed in a series from the period `change` on.

    `times` are whole-numbered periods, each once, gaps allowed; nan is missing. With `log` the logarithm is explained,
    so that effects are log points and `relative` = exp(effect) - 1. `name` says a period to the reader; with
    `unit` "seconds" sentences tell days. Raises
    ValueError where all periods lie on one side, or --log meets a negative value.
    """
    order = np.argsort(np.asarray(times, float))
    whole, when = np.asarray(values, np.float64)[order], np.asarray(times, np.float64)[order]
    kept = ~np.isnan(whole)
    seen, when = whole[kept], when[kept]
    before = int((when < change).sum())
    after = len(when) - before
    if not before or not after:
        raise ValueError("periods before and after the change are needed")
    if log and (seen < 0).any():
        raise ValueError("a negative value has no logarithm")
    if before == after == 1:
        return two_values(
            float(seen[0]), float(seen[1]), n_before=1, n_after=1, concurrent=concurrent, grade=E1
        )
    used = _logged(seen) if log else seen
    remarks = doubts.of_data(seen, when, log=log, name=name)
    explained = _model(when, float(change), period, before, after)
    if explained is None:
        return _means(used, before, remarks, concurrent, log=log)
    return _judged(used, explained, remarks, concurrent, log=log, name=name, unit=unit, seed=seed)


def _logged(values: Array) -> Array:
    """Logarithms; a zero counts as half of the smallest value above it."""
    positive = values[values > 0]
    return np.asarray(
        np.log(np.where(values > 0, values, (positive.min() if len(positive) else 1.0) / 2)), np.float64
    )


def _model(times: Array, change: float, period: int, before: int, after: int) -> Model | None:
    """The richest model that the series can carry: slope and season, season alone, two levels, or none."""
    if min(before, after) < series.SHORTEST_SIDE:
        return None
    tried = []
    if before >= ENOUGH:
        tried = [series.model(times, change, period, sloped=after >= ENOUGH)]
    tried.append(series.model(times, change, period, trend=False))
    usable = (m for m in tried if len(times) >= m.columns.shape[1] + 2
              and np.linalg.matrix_rank(m.columns) == m.columns.shape[1])  # fmt: skip
    return next(usable, None)


def _judged(
    values: Array, explained: Model, remarks: list[Remark], concurrent: Sequence[str], *, log: bool,
    name: Callable[[int], str], unit: str, seed: int,
) -> Verdict:  # fmt: skip
    draws = int(min(MOST_DRAWS, max(500, DRAWN / len(values))))
    found = series.segmented(values, explained, draws=draws, seed=seed)
    after = explained.columns[:, LEVEL] > 0
    design, counts = "series" if explained.sloped else "short_series", _counts(after)
    shifted = tuple(series.moved(values, explained))
    placebo = series.placebo(values, explained, draws=draws // 2, seed=seed) if explained.sloped else None
    persistence = _persistence(values, found, explained, after)
    remarks += doubts.of_model(found, explained, placebo, shifted, persistence, concurrent, name, unit)
    return Verdict(
        design, found.level.effect, relative(found.level.effect, found.base, log=log),
        (found.level.low, found.level.high), found.level.p, grades.of_design(design, tested=True),
        Remark(design, counts), tuple(remarks), counts["before"], counts["after"],
        shifted, _placebo(placebo, name), persistence, tuple(concurrent),
        mde=None if found.exact else found.smallest,
        extras={
            "log": log, "season": explained.season, "period": explained.period, "rho": found.rho,
            "level_without": found.base, "slope": _part(found.slope),
            "average": {**_part(found.average), "relative": _average_relative(found, after, log=log)},
            "after_a_year": _after_a_year(values, explained, found, draws, seed),
            "without": [round(float(value), 10) for value in found.without],
            "residual_autocorrelation_p": found.ljung_box,
        },
    )  # fmt: skip


def _counts(after: npt.NDArray[np.bool_]) -> dict[str, int]:
    return {"before": int((~after).sum()), "after": int(after.sum())}


def relative(effect: float, without: float, *, log: bool) -> float | None:
    """The effect as a share of what would have been; None where that is nothing."""
    if log:
        return float(np.expm1(effect))
    return effect / abs(without) if abs(without) > 1e-12 * max(abs(effect), 1e-300) and without else None


def _average_relative(found: Segmented, after: npt.NDArray[np.bool_], *, log: bool) -> float | None:
    return relative(found.average.effect, float(found.without[after].mean()), log=log)


def _part(part: Part | None) -> dict[str, object]:
    if part is None:
        return {}
    return {"effect": part.effect, "ci95": [part.low, part.high], "p": part.p}


def _after_a_year(
    values: Array, explained: Model, found: Segmented, draws: int, seed: int
) -> dict[str, object] | None:
    """The effect a year after the change, where the series reaches as far."""
    reaches = explained.times[-1] - explained.start >= explained.period
    if not explained.sloped or explained.period not in YEARLY or not reaches:
        return None
    world = World(explained.columns, explained.times, draws=draws, seed=seed)
    return _part(series.part(Contrast(world, series.target(explained, 1.0)), values))


def _persistence(
    values: Array, found: Segmented, explained: Model, after: npt.NDArray[np.bool_]
) -> float | None:
    """The mean effect of the second year over that of the first; None where the first is not beyond chance."""
    since = explained.times - explained.start
    gap = values - found.without
    years = [after & (since >= start) & (since < start + explained.period) for start in (0, explained.period)]
    if explained.period not in YEARLY or any(year.sum() < 0.75 * explained.period for year in years):
        return None
    first, second = (float(gap[year].mean()) for year in years)
    reliable = found.average.p <= 0.05 or found.level.p <= 0.05
    return second / first if reliable and abs(first) > 1e-9 * float(np.abs(values).max()) else None


def _placebo(placebo: tuple[float, Part] | None, name: Callable[[int], str]) -> dict[str, object] | None:
    if placebo is None:
        return None
    return {"at": name(int(placebo[0])), "effect": placebo[1].effect, "p": placebo[1].p}


def _means(
    values: Array, before: int, remarks: list[Remark], concurrent: Sequence[str], *, log: bool
) -> Verdict:
    """Too few periods on one side for any test: the difference of the means, and no more."""
    first, second = float(values[:before].mean()), float(values[before:].mean())
    after = len(values) - before
    remarks += [Remark("too_few_to_test", {"before": before, "after": after}), *doubts.of_others(concurrent)]
    return Verdict(
        "short_series", second - first, relative(second - first, first, log=log), None, None,
        grades.of_design("short_series", tested=False), Remark("short_series", {"before": before, "after": after}),
        tuple(remarks), before, after, concurrent=tuple(concurrent),
        extras={"log": log, "before": first, "after": second},
    )  # fmt: skip
