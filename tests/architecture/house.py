"""What the tests of the house's shape share: its files, its apps and its imports."""

from functools import cache
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "madang"


@cache
def imports() -> grimp.ImportGraph:
    """Who imports whom in the package."""
    return grimp.build_graph("madang")


def apps() -> list[str]:
    """The dotted names of all apps, found by their `apps.py`."""
    return sorted(
        ".".join(file.parent.relative_to(ROOT).parts)
        for file in PACKAGE.rglob("apps.py")
        if file.parent != PACKAGE / "lib"
    )


def source_files() -> list[Path]:
    """All Python files of the package but migrations."""
    return sorted(file for file in PACKAGE.rglob("*.py") if "migrations" not in file.parts)
