"""Acts on records."""

from madang.ground.records.packages import write

__all__ = ["write"]
