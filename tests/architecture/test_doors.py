"""Two doors: from outside an app is asked by `queries` and acted on by `actions`."""

from tests.architecture.house import apps, imports

DOORS = {"queries", "actions", "events", "definition"}
DOORS_OF_THE_SITE = DOORS | {"urls", "api", "commands", "jobs"}
TOOLS = {"madang.ui", "madang.lib"}


def test_from_outside_an_app_is_entered_by_its_doors_only() -> None:
    wrong = []
    for app in apps():
        if app in TOOLS:
            continue
        for module in imports().modules:
            if module.startswith(f"{app}."):
                wrong += [
                    f"{user} → {module}"
                    for user in _users_from_outside(app, module)
                    if not _door(app, module, user)
                ]
    assert not wrong, "\n".join(sorted(wrong))


def _users_from_outside(app: str, module: str) -> list[str]:
    users = imports().find_modules_that_directly_import(module) - {"madang.__main__"}
    return [user for user in users if not user.startswith(f"{app}.") and user != app]


def _door(app: str, module: str, user: str) -> bool:
    inner = module.removeprefix(f"{app}.").split(".")
    doors = DOORS_OF_THE_SITE if user.startswith("madang.site") else DOORS
    return inner[0] in doors or (len(inner) == 2 and inner[1] in doors)
