"""The answer of the laboratory as plain data: base, changed, difference, fit."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from madang.insight.laboratory.changing import changed, promised
from madang.insight.laboratory.definition.redesign import Redesign
from madang.insight.laboratory.fitting.check import checked, poor
from madang.insight.laboratory.fitting.intake import Events
from madang.insight.laboratory.model import Model
from madang.insight.laboratory.predicting import (
    CASES,
    GRID,
    REPLICATIONS,
    Outcome,
    predict,
    with_interval,
)
from madang.insight.laboratory.saying import Note, in_english

ENGINE = "laboratory/1"  # raised when the same model, change and seed would give other figures
CROWDED = 0.97  # load from which a queue grows for as long as one looks
TIMES = ("median", "mean", "p90")


@dataclass(frozen=True)
class Asked:
    """How often, how many cases, which dice."""

    replications: int = REPLICATIONS
    cases: int = CASES
    seed: int = 1


def answer(
    model: Model, redesign: Redesign | None, asked: Asked, *, events: Events | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> dict[str, Any]:  # fmt: skip
    """Simulate the model, and the changed one with the same chance; say what to expect of each."""
    if redesign:
        model = promised(model, redesign)
    models = [model, changed(model, redesign)] if redesign else [model]
    found = predict(
        models, replications=asked.replications, cases=asked.cases, seed=asked.seed, progress=progress
    )
    told: dict[str, Any] = {"base": told_of(models[0], found[0])}
    notes = [*model.notes, *_crowded("crowded-now", models[0], found[0])]
    if redesign:
        told["changed"] = told_of(models[1], found[1])
        told["difference"] = difference(found[0], models[1], found[1])
        notes += _crowded("crowded-after", models[1], found[1])
    if events is not None:
        told["fit"] = checked(events, model, found[0])
        notes += poor(told["fit"])
    return {
        **told, "replications": asked.replications,
        "cases_per_replication": round(float(found[0].figure("cases").mean())),
        "seed": asked.seed, "engine": ENGINE, "warnings": in_english(notes),
        "notes": [list(note) for note in notes],
    }  # fmt: skip


def told_of(model: Model, found: Outcome) -> dict[str, Any]:
    """What to expect of a model: figures, and for each its two intervals; times in seconds."""
    told = _shaped(
        model, {name: with_interval(found.figure(name), found.value(name)) for name in _names(found)}
    )
    told["roles"] = [
        {"role": role.name, "staff": role.staff, "hours_per_week": round(role.week_hours, 2)}
        for role in model.roles
    ]
    told["quantiles"] = [
        [round(float(p), 3), float(v)] for p, v in zip(GRID, found.distribution, strict=True)
    ]
    if model.standard and model.standard.share is not None:
        told["promised_share"] = model.standard.share
    return told


def difference(base: Outcome, model: Model, after: Outcome) -> dict[str, Any]:
    """Changed less base, replication by replication with the same chance, and relative to the base."""
    names = [name for name in _names(after) if name in _names(base)]
    apart = {
        name: with_interval(after.figure(name) - base.figure(name), after.value(name) - base.value(name))
        for name in names
    }
    told = _shaped(model, apart)
    before = {name: base.value(name) for name in (*TIMES, "cost", "cost_per_case") if name in names}
    told["relative"] = {name: apart[name]["value"] / whole for name, whole in before.items() if whole}
    return told


def _names(found: Outcome) -> list[str]:
    """The figures that every replication has."""
    return [name for name in found.runs[0] if all(name in run for run in found.runs)]


def _shaped(model: Model, figures: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Figures by kind: the values, and below `ci95` and `range95` the same again with two ends."""
    told: dict[str, Any] = {}
    for kind, part in (("value", told), ("ci95", {}), ("range95", {})):
        part["cycle_time_seconds"] = {name: figures[name][kind] for name in TIMES}
        for name in ("within_standard", "cost", "cost_per_case"):
            if name in figures:
                part[name] = figures[name][kind]
        for name in ("load", "queue"):
            part["queue_seconds" if name == "queue" else name] = {
                role.name: figures[f"{name}:{role.name}"][kind]
                for role in model.roles
                if f"{name}:{role.name}" in figures
            }
        if part is not told:
            told[kind] = part
    return told


def _crowded(code: str, model: Model, found: Outcome) -> list[Note]:
    """Roles that cannot do their work in their hours."""
    loads = {role.name: float(np.mean(found.figure(f"load:{role.name}"))) for role in model.roles}
    return [(code, {"role": name, "load": f"{load:.0%}"}) for name, load in loads.items() if load >= CROWDED]


def hash_of(answered: dict[str, Any]) -> str:
    """SHA-256 of an answer, so that a kept prediction can be seen to be the one that was made."""
    text = json.dumps(answered, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
