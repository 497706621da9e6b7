"""The design system is tried without the site that stands above it."""

from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

KEPT = "django."


@pytest.fixture(autouse=True)
def alone(settings: Settings) -> None:
    """Addresses and frame of `tests.ui.addresses` in place of the site's."""
    templates: dict[str, Any] = settings.TEMPLATES[0]
    processors = [name for name in templates["OPTIONS"]["context_processors"] if name.startswith(KEPT)]
    options = {**templates["OPTIONS"], "context_processors": [*processors, "tests.ui.addresses.frame"]}
    settings.TEMPLATES = [{**templates, "DIRS": [Path(__file__).parent / "templates"], "OPTIONS": options}]
    settings.ROOT_URLCONF = "tests.ui.addresses"
