"""Asking a register: through its connector, for so long and no longer, with a clear outcome whatever happens."""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from uuid import UUID

from django.conf import settings

from madang.lib import connectors
from madang.work.services.registers.demo import DemoRegister
from madang.work.services.registers.rules import (
    Answer,
    Evidence,
    Found,
    NotFound,
    RegisterConnector,
    Unavailable,
)

__all__ = [
    "Answer",
    "Evidence",
    "Found",
    "NotFound",
    "RegisterConnector",
    "Unavailable",
    "connector_to",
    "look_up",
]

log = logging.getLogger(__name__)
_waiting = ThreadPoolExecutor(max_workers=16, thread_name_prefix="register")


def connector_to(register: str) -> RegisterConnector:
    """The connector named in the settings (`REGISTERS`) or brought by a package, else the demo's."""
    named = {f"register.{key}": address for key, address in getattr(settings, "REGISTERS", {}).items()}
    found: RegisterConnector | None = connectors.find(f"register.{register}", named)
    return found if found is not None else DemoRegister(register)


def look_up(
    register: str, identity: str, fields: Sequence[str], *, purpose: str, basis: str, case: UUID
) -> Answer:
    """What the register says; `Unavailable` if it fails or takes longer than its connector allows."""
    try:
        connector = connector_to(register)
        if connector.seconds is None:
            return connector.look_up(identity, fields, purpose=purpose, basis=basis, case=case)
        asked = _waiting.submit(connector.look_up, identity, fields, purpose=purpose, basis=basis, case=case)
        return asked.result(timeout=connector.seconds)
    except TookTooLong:
        return _failed(register, "it did not answer in time")
    except Exception as error:  # a connector may fail in any way; the service goes on as its definition says
        return _failed(register, f"{type(error).__name__}: {error}")


def _failed(register: str, reason: str) -> Unavailable:
    log.warning("register %s: %s", register, reason)
    return Unavailable(reason)
