"""What weakens the reading of a series, found in the data and in the model."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from madang.insight.claims.designs.figures import figure
from madang.insight.claims.verdict import Remark
from madang.lib.statistics.series import Model, Part, Segmented

Array = npt.NDArray[np.float64]

LEVEL = 0.05
STRICT = 0.01  # for tests that only warn, so that they do not cry often
SPIKE = 4.0


def of_data(values: Array, times: Array, *, log: bool, name: Callable[[int], str]) -> list[Remark]:
    """Gaps in time, values that do not vary, zeros under a logarithm."""
    remarks = []
    lacking = (
        sorted(set(range(int(times[0]), int(times[-1]) + 1)) - set(times.astype(int).tolist()))
        if len(times)
        else []
    )
    if lacking:
        remarks.append(Remark("gaps", {"count": len(lacking), "first": name(lacking[0])}))
    if np.ptp(values) == 0:
        remarks.append(Remark("no_variation"))
    if log and (values == 0).any():
        remarks.append(Remark("zeros_in_log", {"count": int((values == 0).sum())}))
    return remarks


def of_model(
    found: Segmented, explained: Model, placebo: tuple[float, Part] | None, shifted: Sequence[tuple[int, float]],
    persistence: float | None, concurrent: Sequence[str], name: Callable[[int], str], unit: str,
) -> list[Remark]:  # fmt: skip
    """What the model could not separate, and where its answer hangs on a choice."""
    remarks = [*_of_length(explained), *_of_season(explained)]
    if found.exact:
        return [*remarks, Remark("no_noise"), *of_others(concurrent)]
    if found.level.low <= 0 <= found.level.high:
        remarks.append(Remark("cannot_tell", {"smallest": figure(found.smallest, unit)}))
    if found.slope and found.slope.p <= LEVEL:
        values = {"slope": figure(found.slope.effect, unit), "average": figure(found.average.effect, unit)}
        remarks.append(Remark("slope_changed", values))
    if placebo and placebo[1].p <= LEVEL:
        remarks.append(
            Remark("placebo_found", {"at": name(int(placebo[0])), "effect": figure(placebo[1].effect, unit)})
        )
    if _hangs_on_date(found.average, shifted):
        remarks.append(Remark("depends_on_date"))
    if persistence is not None and persistence < 0.5:
        remarks.append(Remark("fades", {"share": f"{persistence:.0%}"}))
    if found.rho >= 0.9:
        remarks.append(Remark("wanders", {"rho": f"{found.rho:.2f}"}))
    if found.ljung_box <= STRICT:
        remarks.append(Remark("errors_depend_longer"))
    if found.spike >= SPIKE:
        remarks.append(Remark("spike", {"size": f"{found.spike:.1f}"}))
    return [*remarks, *of_others(concurrent)]


def _of_length(explained: Model) -> list[Remark]:
    if explained.sloped:
        return []
    after = int((explained.times >= explained.start).sum())
    remarks = [Remark("few_periods", {"before": len(explained.times) - after, "after": after})]
    if explained.columns.shape[1] == 2:
        remarks.append(Remark("trend_not_excluded"))
    return remarks


def _of_season(explained: Model) -> list[Remark]:
    if explained.season == "not_separable":
        return [Remark("season_not_separable", {"period": explained.period})]
    before = int((explained.times < explained.start).sum())
    rough = explained.season == "waves" and before < 2 * explained.period
    return [Remark("season_by_waves", {"period": explained.period})] if rough else []


def _hangs_on_date(lasting: Part, shifted: Sequence[tuple[int, float]]) -> bool:
    """Does the lasting effect turn or lose half of its size, where it was found, if the date moves by one to three?"""
    if lasting.p > LEVEL:
        return False
    near = [effect for shift, effect in shifted if abs(shift) == 1]
    turned = any(effect * lasting.effect < 0 for _, effect in shifted)
    return turned or any(abs(effect) < 0.5 * abs(lasting.effect) for effect in near)


def of_others(concurrent: Sequence[str]) -> list[Remark]:
    """Other changes near the date, as they were named."""
    return [Remark("concurrent_changes", {"changes": "; ".join(concurrent)})] if concurrent else []
