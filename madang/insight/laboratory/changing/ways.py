"""Changes of the way that cases take and of the work in its steps."""

from dataclasses import replace
from statistics import NormalDist

import numpy as np

from madang.insight.laboratory.changing.names import step_of
from madang.insight.laboratory.definition import redesign as said
from madang.insight.laboratory.hours import Numbers, Truths
from madang.insight.laboratory.model import NOBODY, Model, Paths
from madang.lib.commands import BadInput

MINUTE = 60.0


def remove(model: Model, change: said.StepOnly) -> Model:
    """No case takes the step any more."""
    return _keeping(model, model.paths.step != step_of(model, change.step))


def skip(model: Model, change: said.Skip) -> Model:
    """A share of the cases no longer takes the step."""
    step = step_of(model, change.step)
    spared = _dice(model, step)[model.paths.case] < change.share
    return _keeping(model, ~((model.paths.step == step) & spared))


def merge(model: Model, change: said.Merge) -> Model:
    """Where the second step directly follows the first, its work is done with it and no second queue is met."""
    paths = model.paths
    first, second = (step_of(model, name) for name in change.steps)
    at = _pairs(paths, first, second, change.steps)
    work, step = paths.work.copy(), paths.step.copy()
    work[at] = (work[at] + work[at + 1]) * change.factor
    steps = model.steps
    if change.into:
        if change.into not in steps:
            steps = (*steps, change.into)
        step[at] = steps.index(change.into)
    kept = np.ones(len(step), bool)
    kept[at + 1] = False
    return replace(_keeping(replace(model, paths=replace(paths, work=work, step=step)), kept), steps=steps)


def together(model: Model, change: said.Together) -> Model:
    """Where two steps follow each other they begin at the same time; what follows waits for both."""
    paths = model.paths
    first, second = (step_of(model, name) for name in change.steps)
    beside = paths.beside.copy()
    beside[_pairs(paths, first, second, change.steps) + 1] = True
    return replace(model, paths=replace(paths, beside=beside))


def _pairs(paths: Paths, first: int, second: int, names: list[str]) -> Numbers:
    """Where a case takes the second step directly after the first."""
    case = paths.case
    follows = (paths.step[:-1] == first) & (paths.step[1:] == second) & (case[:-1] == case[1:])
    at = np.flatnonzero(follows)
    if not len(at):
        raise BadInput(f"'{names[1]}' never follows '{names[0]}' directly, so nothing would change.")
    return at


def duration(model: Model, change: said.Duration) -> Model:
    """Another length of the work in a step."""
    mine = model.paths.step == step_of(model, change.step)
    work = model.paths.work.copy()
    if change.factor is not None:
        work[mine] *= change.factor
    elif change.minutes is not None:
        work[mine] = change.minutes * MINUTE
    else:
        work[mine] = _lengths(change, int(mine.sum()), model) * MINUTE
    return replace(model, paths=replace(model.paths, work=work))


def _lengths(change: said.Duration, count: int, model: Model) -> "np.typing.NDArray[np.float64]":
    """Lengths in minutes that together have the distribution: exponential by its mean, else lognormal."""
    rank = (np.random.default_rng([7, count]).permutation(count) + 0.5) / max(count, 1)
    if change.mean is not None:
        return np.asarray(-change.mean * np.log1p(-rank))
    assert change.median is not None
    assert change.p90 is not None
    spread = np.log(change.p90 / change.median) / NormalDist().inv_cdf(0.9)
    normal = np.array([NormalDist().inv_cdf(one) for one in rank.tolist()])
    return np.asarray(change.median * np.exp(spread * normal))


def waiting(model: Model, change: said.Waiting) -> Model:
    """Longer or shorter waiting that no queue explains."""
    mine = model.paths.step == step_of(model, change.step)
    return _delayed(model, mine, change.factor)


def register(model: Model, change: said.FromRegister) -> Model:
    """For the cases that the register knows the asking falls away, the answer, and the wait for it."""
    paths = model.paths
    asks = step_of(model, change.step)
    known = (_dice(model, asks) < change.share)[paths.case]
    asking = (paths.step == asks) & known
    after = np.concatenate([[False], asking[:-1] & (paths.case[1:] == paths.case[:-1])])
    model = _delayed(model, after, 0.0)
    gone = asking
    if change.answer is not None:
        gone = gone | (after & (paths.step == step_of(model, change.answer)))
    work = np.where(after & (paths.role == NOBODY), 0.0, paths.work)  # the applicant's time, told as a step
    return _keeping(replace(model, paths=replace(model.paths, work=work)), ~gone)


def rework(model: Model, change: said.Rework) -> Model:
    """Of the times that a step is done again only a share remains; what was done between falls away with it."""
    paths = model.paths
    step = step_of(model, change.step)
    mine = np.flatnonzero(paths.step == step)
    again = mine[1:][paths.case[mine[1:]] == paths.case[mine[:-1]]]
    before = mine[:-1][paths.case[mine[1:]] == paths.case[mine[:-1]]]
    if not len(again):
        raise BadInput(f"'{change.step}' is never done again, so nothing would change.")
    spared = np.random.default_rng([11, step]).random(len(again)) >= change.factor
    marks = np.zeros(len(paths.step) + 1, np.int64)
    np.add.at(marks, before[spared] + 1, 1)
    np.add.at(marks, again[spared] + 1, -1)
    return _keeping(model, np.cumsum(marks)[:-1] == 0)


def _dice(model: Model, step: int) -> "np.typing.NDArray[np.float64]":
    """A number by chance for each case, the same whenever the same step is asked about."""
    return np.random.default_rng([5, step]).random(len(model.paths))


def _delayed(model: Model, mine: Truths, factor: float) -> Model:
    delay = np.where(mine, model.paths.delay * factor, model.paths.delay)
    return replace(model, paths=replace(model.paths, delay=delay))


def _keeping(model: Model, kept: Truths) -> Model:
    """The model without those steps; a change after which no case has a step left is refused."""
    paths = model.paths.keeping(kept)
    if not len(paths.step):
        raise BadInput("after this change no case would have a step left.")
    return replace(model, paths=paths)
