"""Steps and roles by the names that a file gives them."""

from difflib import get_close_matches

import numpy as np

from madang.insight.laboratory.model import Model
from madang.lib.commands import BadInput

SHOWN = 20


def step_of(model: Model, name: str) -> int:
    """The step of that name; raises BadInput with the names there are."""
    return _found(list(model.steps), name, "step")


def role_of(model: Model, name: str) -> int:
    """The role of that name, or the role that does most of the step of that name."""
    names = [role.name for role in model.roles]
    if not names:
        raise BadInput(
            "the log shows no queue for people (it names nobody, or tells days only), so no role can be changed."
        )
    exact = _exact(names, name)
    if exact is not None:
        return exact
    step = _exact(list(model.steps), name)
    if step is not None:
        doing = model.paths.role[model.paths.step == step]
        if (doing >= 0).any():
            return int(np.bincount(doing[doing >= 0]).argmax())
    return _found(names, name, "role")


def _exact(names: list[str], name: str) -> int | None:
    if name in names:
        return names.index(name)
    alike = [
        place for place, known in enumerate(names) if known.casefold().strip() == name.casefold().strip()
    ]
    return alike[0] if len(alike) == 1 else None


def _found(names: list[str], name: str, what: str) -> int:
    exact = _exact(names, name)
    if exact is not None:
        return exact
    near = get_close_matches(name, names, 1)
    meant = f" Did you mean '{near[0]}'?" if near else ""
    listed = ", ".join(f"'{known}'" for known in names[:SHOWN])
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    raise BadInput(f"there is no {what} '{name}'.{meant} The log has: {listed}{more}.")
