"""What a redesign does to a model: each change a pure function from model to model."""

from dataclasses import replace

from madang.insight.laboratory.changing import people, ways
from madang.insight.laboratory.changing.names import role_of
from madang.insight.laboratory.definition.redesign import Change, Redesign
from madang.insight.laboratory.model import Model, Standard

VERBS = {
    "staff": people.staff,
    "hours": people.hours,
    "pool": people.pool,
    "split": people.split,
    "order": people.order,
    "assign": people.assign,
    "demand": people.demand,
    "remove": ways.remove,
    "skip": ways.skip,
    "merge": ways.merge,
    "together": ways.together,
    "duration": ways.duration,
    "waiting": ways.waiting,
    "register_": ways.register,
    "rework": ways.rework,
}


def changed(model: Model, redesign: Redesign) -> Model:
    """The model after all changes, one after the other; raises BadInput where one names what is not there."""
    for change in redesign.changes:
        model = after(model, change)
    return model


def after(model: Model, change: Change) -> Model:
    """The model after one change."""
    kind = change.kind
    return VERBS[kind](model, getattr(change, kind))  # type: ignore[operator, no-any-return]  # a table of verbs, one a kind


def promised(model: Model, redesign: Redesign) -> Model:
    """The model with the promise and the prices that the redesign states; they hold for the base as well."""
    if redesign.standard:
        model = replace(model, standard=Standard(redesign.standard.seconds, redesign.standard.share))
    if redesign.prices:
        default = redesign.prices.get("all", 0.0)
        prices = {role.name: default for role in model.roles}
        for name, price in redesign.prices.items():
            if name != "all":
                prices[model.roles[role_of(model, name)].name] = price
        model = replace(model, prices=prices)
    return model
