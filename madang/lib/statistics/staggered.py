"""Group-time effects where units change at different times: each group against units not yet changed.

A regression with unit and time effects alone compares late starters with early ones as if these were unchanged, and
can even turn the sign. Here each group g is compared, from the time before it started, with clean controls only.
Source: Callaway, Sant'Anna (2021), Journal of Econometrics 225, 200-230 (without covariates); Goodman-Bacon (2021),
same volume, 254-277.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

Array = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
NEVER = -1


@dataclass(frozen=True)
class Effect:
    """An effect with its bootstrap error, bounds of 95 % and p (normal)."""

    effect: float
    error: float
    low: float
    high: float
    p: float


@dataclass(frozen=True)
class GroupTime:
    """Effects by (start, time); `simple` over all of them after start, `by_group` mean of the groups' means,
    `dynamic` by times since start (before it: placebos against the time before), `overall` the mean of the dynamic
    ones after start. `control` is "never" or "not_yet".
    """

    effects: dict[tuple[int, int], Effect]
    simple: Effect
    by_group: Effect
    dynamic: dict[int, Effect]
    overall: Effect
    control: str


def group_times(
    values: Array, starts: Codes, *, control: str = "never", draws: int = 999, seed: int = 1
) -> GroupTime:
    """Effects from values (units, times) and each unit's place in time of its start (units,), NEVER if none.

    Units are resampled with `seed`. Raises ValueError where no group has both a time before and a control.
    """
    groups = [int(g) for g in np.unique(starts) if 1 <= g < values.shape[1]]
    keys = [
        (g, t) for g in groups for t in range(1, values.shape[1]) if _controls(starts, g, t, control).any()
    ]
    if not any(t >= g for g, t in keys):
        raise ValueError("no group of units has a time before its start and units that had not started")
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(len(values), np.full(len(values), 1 / len(values)), draws).astype(float)
    weights = np.concatenate([np.ones((1, len(values))), weights])
    table = np.column_stack([_one(values, starts, weights, g, t, control) for g, t in keys])
    sizes = np.column_stack([weights @ (starts == g).astype(float) for g, _ in keys])
    return _gathered(keys, table, sizes, control)


def _controls(starts: Codes, group: int, time: int, control: str) -> npt.NDArray[np.bool_]:
    never = starts == NEVER
    if control == "never":
        return np.asarray(never)
    return np.asarray((never | (starts > max(time, group))) & (starts != group))


def _one(values: Array, starts: Codes, weights: Array, group: int, time: int, control: str) -> Array:
    """The effect on one group at one time, in the sample and in each resample (1 + draws,)."""
    grown = values[:, time] - values[:, (group if time >= group else time) - 1]
    means = []
    for chosen in (starts == group, _controls(starts, group, time, control)):
        with np.errstate(invalid="ignore", divide="ignore"):
            means.append(weights[:, chosen] @ grown[chosen] / weights[:, chosen].sum(axis=1))
    return np.asarray(means[0] - means[1], np.float64)


def _gathered(keys: list[tuple[int, int]], table: Array, sizes: Array, control: str) -> GroupTime:
    since = np.array([time - group for group, time in keys])
    after = since >= 0
    dynamic = {int(e): _weighted(table, sizes, since == e) for e in np.unique(since)}
    groups = np.array([group for group, _ in keys])
    means, weights = [], []
    for group in np.unique(groups[after]):
        chosen = (groups == group) & after
        means.append(table[:, chosen].mean(axis=1))
        weights.append(sizes[:, chosen][:, 0])
    grouped = np.column_stack(means)
    overall = np.mean([dynamic[e] for e in dynamic if e >= 0], axis=0)
    return GroupTime(
        {key: _effect(table[:, place]) for place, key in enumerate(keys)},
        _effect(_weighted(table, sizes, after)),
        _effect(_weighted(grouped, np.column_stack(weights), np.ones(len(means), bool))),
        {e: _effect(column) for e, column in dynamic.items()},
        _effect(np.asarray(overall, np.float64)), control,
    )  # fmt: skip


def _weighted(table: Array, sizes: Array, chosen: npt.NDArray[np.bool_]) -> Array:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(
            (table[:, chosen] * sizes[:, chosen]).sum(axis=1) / sizes[:, chosen].sum(axis=1), np.float64
        )


def _effect(column: Array) -> Effect:
    """The sample's value with the spread of the resamples; those that lost a group are passed over."""
    drawn = column[1:][np.isfinite(column[1:])]
    effect = float(column[0])
    error = float(drawn.std(ddof=1)) if len(drawn) > 1 else float("nan")
    p = float(2 * stats.norm.sf(abs(effect) / error)) if error > 0 else float("nan")
    return Effect(effect, error, effect - 1.959964 * error, effect + 1.959964 * error, p)
