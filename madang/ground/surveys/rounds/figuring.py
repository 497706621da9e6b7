"""What is published of a round: weighted figures with intervals, and nothing about fewer than five people."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from math import isfinite
from typing import Any

import numpy as np
import numpy.typing as npt

from madang.ground.surveys.definition import Asks, Question, Survey
from madang.ground.surveys.rounds.rules import COMPARED, Margins, Strata
from madang.ground.surveys.rules import FLOOR, groups_shown
from madang.lib.statistics.proportions import Mean, Share, mean_interval, median_interval, wilson
from madang.lib.statistics.reliability import NotEnough, reliability
from madang.lib.statistics.weighting import CannotWeight, kish, rake

Weights = npt.NDArray[np.float64]
Figures = dict[str, Any]
SPLIT_BY: tuple[Asks, ...] = ("aware", "used")


@dataclass(frozen=True)
class Given:
    """The answers of one person, with the strata that are known of that person."""

    values: Mapping[str, str]
    strata: Strata = field(default_factory=dict)


def figures(given: Sequence[Given], questionnaire: Survey, margins: Margins, invited: int) -> Figures:
    """All that is published of a round, as plain data; below five answers only that there are too few."""
    if len(given) < FLOOR:
        return {"suppressed": True, "invited": invited}
    weights, weighting = _weights(given, margins)
    return {
        "suppressed": False,
        "n": len(given),
        "invited": invited,
        "response": len(given) / invited if invited else None,
        "weighting": weighting,
        "questions": {
            question.key: _figure(question, given, weights)
            for question in questionnaire.questions
            if question.kind != "words"
        },
        "groups": _groups(given, weights, questionnaire, list(margins)),
        "splits": _splits(given, weights, questionnaire),
        "reliability": _reliability(given, questionnaire),
    }


def _weights(given: Sequence[Given], margins: Margins) -> tuple[Weights, Figures]:
    equal = np.ones(len(given))
    if not margins:
        return equal, {"state": "none", "deff": 1.0, "effective_n": float(len(given))}
    known = {name: [one.strata.get(name, "") for one in given] for name in margins}
    try:
        found = rake(known, margins)
    except CannotWeight as error:
        why = {"margin": error.margin, "category": error.category, "why": error.why}
        return equal, {"state": "impossible", "deff": 1.0, "effective_n": float(len(given)), **why}
    return found.weights, {"state": "raked", "deff": found.deff, "effective_n": found.effective_n}


def share_of(good: Sequence[bool], weights: Weights) -> Share:
    """The weighted share, with the design effect of the weights of just these people."""
    told = np.asarray(good, float)
    value = float((told * weights).sum() / weights.sum())
    return Share(min(1.0, max(0.0, value)), len(told), kish(weights))


def _figure(question: Question, given: Sequence[Given], weights: Weights) -> Figures:
    values = [one.values[question.key] for one in given]
    told: Figures = {"kind": question.kind, "asks": question.asks}
    if question.kind == "number":
        numbers = [float(value) for value in values]
        return told | {
            "median": _finite(asdict(median_interval(numbers))) | {"n": len(numbers)},
            "mean": _mean(np.array(numbers), weights),
        }
    counts = Counter(values)
    told["counts"] = {value: counts[value] for value in question.values}
    if question.kind == "scale":
        return told | {"mean": _mean(np.array([float(value) for value in values]), weights)}
    good = {answer.value for answer in question.answers if answer.good}
    whole = weights.sum()
    told["shares"] = {
        value: float(sum(w for w, given_ in zip(weights, values, strict=True) if given_ == value) / whole)
        for value in question.values
    }
    return told | ({"share": _share(share_of([value in good for value in values], weights))} if good else {})


def _share(share: Share) -> Figures:
    return {**asdict(wilson(share)), "n": int(share.n), "deff": share.deff}


def _mean(values: Weights, weights: Weights) -> Figures:
    value = float(np.average(values, weights=weights))
    spread = float(np.average((values - value) ** 2, weights=weights))
    n = len(values)
    mean = Mean(value, (spread * n / (n - 1)) ** 0.5, n, kish(weights))
    return _finite(asdict(mean_interval(mean))) | {"sd": mean.sd, "n": n, "deff": mean.deff}


def _finite(estimate: Mapping[str, float]) -> Figures:
    return {name: value if isfinite(value) else None for name, value in estimate.items()}


def _groups(
    given: Sequence[Given], weights: Weights, questionnaire: Survey, variables: Sequence[str]
) -> Figures:
    """The shares by group, where what is left out of a variable holds nobody or enough people together."""
    found: Figures = {}
    for variable in variables:
        members = [one.strata.get(variable, "") for one in given]
        shown = groups_shown(Counter(members)) - {""}
        told = {
            group: _shares_of(given, weights, questionnaire, [member == group for member in members])
            for group in sorted(shown)
        }
        if told:
            found[variable] = told
    return found


def _shares_of(
    given: Sequence[Given], weights: Weights, questionnaire: Survey, inside: Sequence[bool]
) -> Figures:
    places = [place for place, is_in in enumerate(inside) if is_in]
    told: Figures = {"n": len(places)}
    for question in questionnaire.questions:
        if good := _good(question):
            values = [given[place].values[question.key] in good for place in places]
            told[question.key] = _share(share_of(values, weights[places]))
    return told


def _good(question: Question) -> set[str]:
    return {answer.value for answer in question.answers if answer.good}


def _splits(given: Sequence[Given], weights: Weights, questionnaire: Survey) -> Figures:
    """Who feels it among those who know of it or use it, and among those who do not; both or neither."""
    felt = questionnaire.asking("felt")
    found: Figures = {}
    for what in SPLIT_BY:
        question = questionnaire.asking(what)
        if felt is None or question is None:
            continue
        good = _good(question)
        does = [one.values[question.key] in good for one in given]
        if FLOOR <= sum(does) <= len(does) - FLOOR:
            found[what] = {
                name: _felt_of(given, weights, felt, [each == side for each in does])
                for name, side in (("yes", True), ("no", False))
            }
    return found


def _felt_of(given: Sequence[Given], weights: Weights, felt: Question, inside: Sequence[bool]) -> Figures:
    places, good = [place for place, is_in in enumerate(inside) if is_in], _good(felt)
    return _share(share_of([given[place].values[felt.key] in good for place in places], weights[places]))


def _reliability(given: Sequence[Given], questionnaire: Survey) -> Figures | None:
    """Whether the scales of the questionnaire measure one thing; from ten answers on."""
    keys = [question.key for question in questionnaire.questions if question.kind == "scale"]
    if len(keys) < 2 or len(given) < COMPARED:
        return None
    try:
        found = reliability(np.array([[float(one.values[key]) for key in keys] for one in given]), keys)
    except NotEnough:
        return None
    return asdict(found)
