"""For all tests: translations are compiled first, and the event log may be emptied between tests, and only there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations
from hypothesis import HealthCheck, settings

from madang.lib.messages import compile_all


def pytest_configure(config: pytest.Config) -> None:
    """Compile the translations once, before the workers of a parallel run begin; give slow machines time."""
    settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("patient")
    if not hasattr(config, "workerinput"):
        compile_all(Path(__file__).parent / "madang")


_flush = DatabaseOperations.sql_flush


def _flush_past_the_triggers(self: Any, *arguments: Any, **options: Any) -> list[str]:
    """Outside of tests the triggers refuse TRUNCATE; a replica's session does not ask them."""
    statements = _flush(self, *arguments, **options)
    return ["SET session_replication_role = replica", *statements, "SET session_replication_role = origin"]


@pytest.fixture(scope="session", autouse=True)
def emptied_between_tests() -> Iterator[None]:
    DatabaseOperations.sql_flush = _flush_past_the_triggers  # type: ignore[method-assign]  # for tests alone
    yield
    DatabaseOperations.sql_flush = _flush  # type: ignore[method-assign]  # as it was
