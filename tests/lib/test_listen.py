"""Every app of the house is started as one of ours, so that it hears the news it reacts to."""

import sys
from importlib.util import find_spec

from django.apps import apps

from madang.lib.apps import App


def test_every_app_of_the_house_listens() -> None:
    reacting = [config for config in apps.get_app_configs() if find_spec(f"{config.name}.reactions")]
    assert len(reacting) >= 2
    assert [config.name for config in reacting if not isinstance(config, App)] == []
    assert [config.name for config in reacting if f"{config.name}.reactions" not in sys.modules] == []
