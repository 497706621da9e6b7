"""Hashes by which anybody sees that terms and data are those of the day they were given."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from madang.ground.events.queries import canonical


def terms_hash(terms: dict[str, Any]) -> str:
    """SHA-256 of the terms in one spelling."""
    return sha256(canonical(terms)).hexdigest()


def content_hash(content: str) -> str:
    """SHA-256 of a text in UTF-8."""
    return sha256(content.encode()).hexdigest()


def hash_over(hashes: Iterable[str]) -> str:
    """SHA-256 over several hashes, in their order."""
    return sha256("\n".join(hashes).encode()).hexdigest()
