"""What a tested effect says about a claim: shown, smaller than promised, refuted, opposite, or cannot tell. Pure."""

from collections.abc import Mapping
from typing import Any

LEVEL = 0.05


def better_by(effect: float, better: str) -> float:
    """How much better it became: positive is better, whichever way that is for the measure."""
    return -effect if better == "down" else effect


def interval(ci95: tuple[float, float], better: str) -> tuple[float, float]:
    """The interval of how much better it became, low and high."""
    ends = sorted(better_by(end, better) for end in ci95)
    return ends[0], ends[1]


def standing(verdict: Mapping[str, Any], better: str, promised: float | None, p: float | None = None) -> str:
    """The standing of one measure; `promised` in units of the effect, `p` where it is not the verdict's own.

    Without a promised size nothing can be refuted: an interval that holds zero then says only that nobody can tell.
    """
    ci95, chance = verdict.get("ci95"), verdict.get("p") if p is None else p
    if ci95 is None or chance is None or verdict.get("grade") in ("E0", "E1"):
        return "unverified"
    low, high = interval((ci95[0], ci95[1]), better)
    if chance < LEVEL and high < 0:
        return "opposite"
    if chance < LEVEL and low > 0:
        return "smaller" if promised is not None and high < promised else "shown"
    if promised is not None and high < promised:
        return "refuted"
    return "uncertain"


def promised_size(promised: Mapping[str, Any] | None, before: float | None, *, log: bool) -> float | None:
    """The promised size in units of the effect; nothing where none was promised or before is not known."""
    from math import log as ln

    if promised is None:
        return None
    size = float(promised["size"])
    if promised["as"] == "percent":
        if log:
            return abs(ln(max(1e-9, 1 - size / 100)))
        return None if before is None else abs(before) * size / 100
    if log:
        return None if not before else abs(ln(max(1e-9, 1 - size / abs(before))))
    return size
