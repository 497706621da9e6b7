"""Fixtures that every test may use: the small city and its people."""

import pytest
from pytest_django import Settings

from madang.ground.organisations.models import Government
from madang.ground.people.models import Person
from tests import people


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """Tests sign people in by the hundred; the slow hash that protects real passwords protects nothing here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


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
