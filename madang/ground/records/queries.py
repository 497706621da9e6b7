"""Questions to records: what is in a package, and whether it is what was packed."""

from madang.ground.records.packages import Damaged, Package, problems_in, read, spelled
from madang.ground.records.rules import Retention, kept_until, longer

__all__ = ["Damaged", "Package", "Retention", "kept_until", "longer", "problems_in", "read", "spelled"]
