"""Connectors to outside systems, found by name: named in the settings, or brought by an installed package.

A package brings one by an entry point of the group `madang.connectors` whose name says what it connects,
for example `register.residents = "my_city.residents:Residents"`.
"""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from typing import Any

from django.utils.module_loading import import_string

GROUP = "madang.connectors"


class NoSuchConnector(Exception):
    """A connector that the settings name and that cannot be loaded; says which and why."""


def find(name: str, named: Mapping[str, str]) -> Any | None:
    """The connector of that name, made once: from the settings' `named`, else from a package, else none."""
    address = named.get(name)
    if address is not None:
        return _from_settings(name, address)
    return _from_packages().get(name)


@cache
def _from_settings(name: str, address: str) -> Any:
    try:
        return import_string(address)()
    except ImportError as error:
        raise NoSuchConnector(f"{name}: {address} cannot be loaded: {error}") from error


@cache
def _from_packages() -> dict[str, Any]:
    return {found.name: found.load()() for found in entry_points(group=GROUP)}
