"""When a standard begins and is reached in a case, and how sure a share is. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Any

from madang.work.services.definition import ServiceDefinition, Standard

LEGAL = "legal"
# Ends that no office decided: such a case is neither a kept nor a broken promise.
NOT_OURS = frozenset({"withdrawn", "transferred"})
Z = 1.959963984540054  # the 97.5th percentile of the normal distribution


@dataclass(frozen=True)
class Entry:
    """An event as the standards read it."""

    type: str
    at: datetime
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Span:
    """From when a standard runs in a case and when it was reached (nothing: not yet)."""

    since: datetime
    reached_at: datetime | None


def key_of(standard: Standard) -> str:
    """What tells a standard from others: a changed name or span is another promise."""
    said = f"{standard.name.en}/{standard.since}/{','.join(standard.to)}/{standard.within}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def span(standard: Standard | None, promise: ServiceDefinition, entries: Sequence[Entry]) -> Span | None:
    """When the standard (nothing: the legal period) ran in a case; nothing where it promises nothing."""
    since = _since(standard, entries)
    if since is None or (entries[-1].data.get("outcome") in NOT_OURS and not _reaches_so(standard, promise)):
        return None
    targets = _targets(standard, promise)
    reached = (entry.at for entry in entries if entry.at >= since and entry.data.get("to") in targets)
    return Span(since, next(reached, None))


def _since(standard: Standard | None, entries: Sequence[Entry]) -> datetime | None:
    if standard is None or standard.since == "filed":
        return entries[0].at
    begins = (e.at for e in entries if standard.since in (e.data.get("to"), e.data.get("stage")))
    return next(begins, None)


def _targets(standard: Standard | None, promise: ServiceDefinition) -> set[str]:
    if standard is not None and standard.to:
        return set(standard.to)
    return {name for name, end in promise.ends.items() if end.outcome not in NOT_OURS}


def _reaches_so(standard: Standard | None, promise: ServiceDefinition) -> bool:
    """Whether the standard itself is about an end that no office decides."""
    return any(
        promise.ends[to].outcome in NOT_OURS for to in (standard.to if standard else []) if to in promise.ends
    )


@dataclass(frozen=True)
class Share:
    """A share with its 95 % interval by Wilson's method, each from 0 to 1."""

    value: float
    low: float
    high: float


def wilson(kept: int, whole: int) -> Share | None:
    """The share of the whole that was kept; nothing where there is no whole (Wilson 1927)."""
    if not whole:
        return None
    p, square = kept / whole, Z * Z
    middle = (p + square / (2 * whole)) / (1 + square / whole)
    half = Z * sqrt(p * (1 - p) / whole + square / (4 * whole * whole)) / (1 + square / whole)
    return Share(p, max(0.0, middle - half), min(1.0, middle + half))
