"""How an event is hashed into the chain of its stream. Pure; the same in the office and at an auditor's desk."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any
from uuid import UUID

BEGINNING = bytes(32)
_SPELL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(value: object) -> bytes:
    """One spelling for equal JSON: keys in order, no spaces, UTF-8. Floats are refused: they spell in many ways."""
    _refuse_floats(value)
    return _SPELL.encode(value).encode()


def link(
    previous: bytes,
    *,
    stream: UUID,
    seq: int,
    government: int,
    type: str,
    recorded_at: datetime,
    effective_at: datetime,
    actor: int | None,
    authority: Mapping[str, Any] | None,
    data: Mapping[str, Any],
    key: UUID,
) -> bytes:
    """The hash of an event: SHA-256 over the previous hash of its stream and all that the event says."""
    said = [
        stream.hex, seq, government, type, _spell(recorded_at), _spell(effective_at), actor, authority, data, key.hex
    ]  # fmt: skip
    return sha256(previous + canonical(said)).digest()


def link_as_kept(
    previous: bytes,
    stream: str,
    seq: int,
    government: int,
    type: str,
    recorded_at: str,
    effective_at: str,
    actor: int | None,
    authority: str | None,
    data: str,
    key: str,
) -> bytes:
    """The same hash from what the database keeps: hexadecimal numbers, moments in UTC without zone, JSON as text."""
    said = (
        f'["{stream}",{seq},{government},{_spell_word(type)},"{recorded_at}+00:00","{effective_at}+00:00",'
        f'{"null" if actor is None else actor},{_spell_again(authority)},{_spell_again(data)},"{key}"]'
    )
    return sha256(previous + said.encode()).digest()


_spell_word = lru_cache(maxsize=1024)(_SPELL.encode)


def _spell_again(text: str | None) -> str:
    return "null" if text is None else _SPELL.encode(json.loads(text))


def root(previous: bytes, hashes: bytes) -> bytes:
    """The root of a checkpoint: SHA-256 over the root before and the hashes since, in order."""
    return sha256(previous + hashes).digest()


def _spell(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("an event carries whole numbers or text, not floats: they cannot be hashed reliably")
    if isinstance(value, Mapping):
        for inner in value.values():
            _refuse_floats(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _refuse_floats(inner)
