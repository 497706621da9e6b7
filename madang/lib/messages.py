"""Catalogues of translations, compiled to what the site reads; run as a program: all of Madang's."""

import os
import sys
from pathlib import Path

import polib


def compile_all(root: Path) -> list[Path]:
    """Compile every catalogue below `root` that is newer than its compiled file; return those compiled."""
    stale = [source for source in sorted(root.rglob("locale/**/*.po")) if _is_stale(source)]
    for source in stale:
        _compile(source)
    return stale


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def _compile(source: Path) -> None:
    """Write beside it and move it into place, so that no reader meets half a file."""
    new = source.with_suffix(f".{os.getpid()}.mo.new")
    polib.pofile(str(source)).save_as_mofile(str(new))
    new.replace(source.with_suffix(".mo"))


if __name__ == "__main__":
    done = compile_all(Path(__file__).resolve().parent.parent)
    sys.stdout.write("".join(f"compiled {source}\n" for source in done))
