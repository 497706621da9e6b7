"""Every app of the house is started as one of ours, so that it hears the news it reacts to."""

from importlib.util import find_spec

from django.apps import apps

from madang.lib import news
from madang.lib.apps import App


def test_every_app_of_the_house_listens() -> None:
    ours = [config for config in apps.get_app_configs() if config.name.startswith("madang.")]
    strange = [
        config.name
        for config in ours
        if not isinstance(config, App) and find_spec(f"{config.name}.reactions")
    ]
    assert not strange
    hearing = {listener.__module__ for listeners in news._listeners.values() for listener in listeners}
    silent = [
        c.name for c in ours if find_spec(f"{c.name}.reactions") and f"{c.name}.reactions" not in hearing
    ]
    assert not silent
