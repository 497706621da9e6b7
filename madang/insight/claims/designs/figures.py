"""Figures in sentences: four digits that matter, seconds in the largest unit they fill."""

import math

LENGTHS = (("d", 86400.0), ("h", 3600.0), ("min", 60.0), ("s", 0.0))


def figure(value: float, unit: str = "", *, signed: bool = False) -> str:
    """The number as text; with unit "seconds" as days, hours, minutes or seconds."""
    after = ""
    if unit == "seconds":
        name, length = next((name, length) for name, length in LENGTHS if abs(value) >= length)
        value, after = value / (length or 1.0), f" {name}"
    digits = max(0, 3 - math.floor(math.log10(abs(value)))) if value and math.isfinite(value) else 0
    return f"{value:{'+' if signed else ''},.{min(digits, 6)}f}{after}"
