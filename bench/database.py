"""A database of its own for a measurement: made, migrated, and removed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def fresh() -> Iterator[None]:
    """Django on an empty, migrated database that vanishes afterwards."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings")
    import django

    django.setup()
    from django.test.runner import DiscoverRunner

    runner: Any = DiscoverRunner(verbosity=0, interactive=False)
    before = runner.setup_databases()
    try:
        yield
    finally:
        runner.teardown_databases(before)


def address() -> str:
    """Where the present database is, as psycopg takes it."""
    from django.db import connection

    options = connection.settings_dict
    return f"host={options['HOST']} port={options['PORT'] or 5432} dbname={options['NAME']} user={options['USER']}"
