"""Changes of who works, when, and in which order; and of how many cases come."""

from dataclasses import replace

import numpy as np

from madang.insight.laboratory.changing.names import role_of, step_of
from madang.insight.laboratory.definition import redesign as said
from madang.insight.laboratory.hours import open_hours
from madang.insight.laboratory.model import NOBODY, Model, Role, Shift
from madang.lib.commands import BadInput


def staff(model: Model, change: said.Staff) -> Model:
    """More or fewer people; what is added keeps the longest hours of the role."""
    number = role_of(model, change.role)
    role = model.roles[number]
    if change.shifts:
        shifts = tuple(Shift(said.week_from(one.hours), one.staff) for one in change.shifts if one.staff)
    else:
        wanted = change.to if change.to is not None else role.staff + (change.add or 0.0)
        shifts = _resized(role, wanted)
    if sum(shift.staff * open_hours(shift.week) for shift in shifts) <= 0:
        if (model.paths.role == number).any():
            raise BadInput(
                f"'{role.name}' would have nobody left, and no case would end; leave at least half a post."
            )
        shifts = role.shifts
    return _with_role(model, number, replace(role, shifts=shifts))


def _resized(role: Role, wanted: float) -> tuple[Shift, ...]:
    if wanted < 0:
        raise BadInput(f"'{role.name}' has {role.staff:g} people; so many cannot be taken away.")
    if len(role.shifts) == 1:
        return (Shift(role.shifts[0].week, wanted),) if wanted else ()
    share = wanted / max(role.staff, 1e-9)
    return tuple(Shift(one.week, max(round(one.staff * share * 2) / 2, 0.5)) for one in role.shifts)


def hours(model: Model, change: said.OpeningHours) -> Model:
    """Other opening hours; the days on which the office was closed stay closed."""
    week = said.week_from(change.open)
    which = range(len(model.roles)) if change.role == "all" else [role_of(model, change.role)]
    for number in which:
        role = model.roles[number]
        shifts = (Shift(week, sum(one.staff for one in role.shifts)),)
        model = _with_role(model, number, replace(role, shifts=shifts))
    return model


def pool(model: Model, change: said.Pool) -> Model:
    """Several roles become one: the first takes over the people and the work of the others."""
    numbers = [role_of(model, name) for name in change.roles]
    if len(set(numbers)) < 2:
        raise BadInput("a pool needs two different roles.")
    first = numbers[0]
    by_week: dict[object, float] = {}
    for number in numbers:
        for shift in model.roles[number].shifts:
            by_week[shift.week] = by_week.get(shift.week, 0.0) + shift.staff
    shifts = tuple(Shift(week, count) for week, count in by_week.items())  # type: ignore[arg-type]  # keys are weeks
    role = replace(model.roles[first], name=change.into, shifts=shifts)
    role = replace(role, people=sum(model.roles[number].people for number in numbers))
    doing = np.where(np.isin(model.paths.role, numbers), first, model.paths.role)
    gone = [number for number in numbers if number != first]
    return _without(_with_role(_with_doing(model, doing), first, role), gone)


def split(model: Model, change: said.Split) -> Model:
    """Steps and people of a role become counters of their own; the rest stays with the role."""
    number = role_of(model, change.role)
    role, doing = model.roles[number], model.paths.role.copy()
    rest = role.staff - sum(counter.staff for counter in change.into)
    if rest < -1e-9:
        raise BadInput(
            f"'{role.name}' has {role.staff:g} people; the counters would need more. Add staff before."
        )
    roles = list(model.roles)
    for counter in change.into:
        steps = [step_of(model, name) for name in counter.steps]
        doing[(doing == number) & np.isin(model.paths.step, steps)] = len(roles)
        roles.append(replace(role, name=counter.name, shifts=(Shift(role.week, counter.staff),), people=0))
    left = bool((doing == number).any())
    if left and rest <= 0:
        raise BadInput(
            f"'{role.name}' would keep steps but nobody to do them; give the counters fewer people."
        )
    if rest > 0:
        roles[number] = replace(role, shifts=_resized(role, rest))
    model = _with_doing(replace(model, roles=tuple(roles)), doing)
    return model if left else _without(model, [number])


def order(model: Model, change: said.Order) -> Model:
    """Whom a role takes next."""
    number = role_of(model, change.role)
    model = _with_role(model, number, replace(model.roles[number], discipline=change.by))
    if change.first is None:
        return model
    meets = model.paths.step == step_of(model, change.first)
    first = np.zeros(len(model.paths), bool)
    first[np.unique(model.paths.case[meets])] = True
    priority = np.where(first, 0, 1).astype(np.int64)
    return replace(model, paths=replace(model.paths, priority=priority))


def assign(model: Model, change: said.Assign) -> Model:
    """Another role does a step, or nobody needs to."""
    mine = model.paths.step == step_of(model, change.step)
    role = NOBODY if change.role == "nobody" else role_of(model, change.role)
    return _with_doing(model, np.where(mine, role, model.paths.role))


def demand(model: Model, change: said.Demand) -> Model:
    """So many times the cases."""
    factor = model.arrivals.factor * change.factor
    return replace(model, arrivals=replace(model.arrivals, factor=factor))


def _with_role(model: Model, number: int, role: Role) -> Model:
    roles = list(model.roles)
    roles[number] = role
    return replace(model, roles=tuple(roles))


def _with_doing(model: Model, doing: "np.typing.NDArray[np.int64]") -> Model:
    return replace(model, paths=replace(model.paths, role=doing))


def _without(model: Model, gone: list[int]) -> Model:
    """The model without roles that nobody needs any more."""
    kept = [number for number in range(len(model.roles)) if number not in gone]
    place = np.full(len(model.roles) + 1, NOBODY)
    place[kept] = np.arange(len(kept))
    doing = place[model.paths.role]
    roles = tuple(model.roles[number] for number in kept)
    return _with_doing(replace(model, roles=roles), doing)
