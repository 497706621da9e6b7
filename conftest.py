"""For all tests: translations are compiled first, and slow machines are given time."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from madang.lib.messages import compile_all


def pytest_configure(config: pytest.Config) -> None:
    """Compile the translations once, before the workers of a parallel run begin."""
    settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("patient")
    if not hasattr(config, "workerinput"):
        compile_all(Path(__file__).parent / "madang")
