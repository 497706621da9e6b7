"""Fixtures that every test may use: the small city and its people."""

from collections.abc import Iterable, Iterator

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations
from django.utils import translation
from pytest_django import Settings

from madang.ground.organisations.models import Government
from madang.ground.people.models import Person
from tests import people


@pytest.fixture(scope="session", autouse=True)
def emptied_between_tests() -> Iterator[None]:
    """Let tests with their own transactions empty all tables, also those of which nothing may ever be deleted."""
    flush = DatabaseOperations.execute_sql_flush

    def without_triggers(operations: DatabaseOperations, statements: Iterable[str]) -> None:
        flush(operations, ["SET LOCAL session_replication_role = replica;", *statements])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", without_triggers)
        yield


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """Tests sign in people by the hundred; the slow hash that protects passwords protects nothing here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def speaks_korean_first() -> Iterator[None]:
    """Every test begins in the first language of the pages, whatever the test before it spoke."""
    with translation.override("ko"):
        yield


@pytest.fixture
def city(db: None) -> Government:
    """The fictional city."""
    return people.city()


@pytest.fixture
def citizen(db: None) -> Person:
    """김하늘, a citizen."""
    return people.kim_haneul()


@pytest.fixture
def clerk(db: None) -> Person:
    """박서연, clerk in civil affairs."""
    return people.park_seoyeon()


@pytest.fixture
def head(db: None) -> Person:
    """최준호, head of civil affairs."""
    return people.choi_junho()
