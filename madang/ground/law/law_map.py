"""Write docs/law-map.md, what carries out which article: `python -m madang.ground.law.law_map`."""

import importlib
import re
from pathlib import Path

from madang.ground.law import definition
from madang.ground.law.articles import Carried, carried

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "madang"
TARGET = ROOT / "docs" / "law-map.md"
HEAD = """# Law map

Which function carries out which article, and what tries it. `make docs` generates this from `@article`.
"""


def meet_all_rules() -> None:
    """Import every `rules` module of the package, so that each registers its articles."""
    for file in sorted(PACKAGE.rglob("*.py")):
        parts = file.relative_to(ROOT).with_suffix("").parts
        if "rules" in parts:
            importlib.import_module(".".join(parts).removesuffix(".__init__"))


def law_map() -> str:
    """The whole page."""
    meet_all_rules()
    tests = {file: file.read_text("utf-8") for file in sorted((ROOT / "tests").rglob("*")) if _tries(file)}
    pages = [HEAD]
    by_act: dict[str, list[Carried]] = {}
    for entry in carried():
        by_act.setdefault(entry.act, []).append(entry)
    for act, entries in by_act.items():
        pages.append(_act(act))
        pages.append("| Article | Function | What it does | Tried by |\n|---|---|---|---|")
        pages.extend(_row(entry, tests) for entry in entries)
    return "\n".join(pages) + "\n"


def _tries(file: Path) -> bool:
    return file.suffix in {".py", ".yaml"} and file.is_file()


def _act(key: str) -> str:
    act = definition.acts()[key]
    since = f" · in force from {act.in_force}" if act.in_force else ""
    number = f"{act.number.ko} · {act.number.en}{since}"
    return f"\n## {act.name.ko} · {act.name.en}\n\n{number}. {act.checked.en.capitalize()}.\n"


def _row(entry: Carried, tests: dict[Path, str]) -> str:
    mark = f"{entry.act} {entry.article}"
    name = re.compile(rf"\b{re.escape(entry.function)}\(")
    tried = [
        f"`{file.relative_to(ROOT)}`"
        for file, text in tests.items()
        if mark in text or (file.suffix == ".py" and name.search(text))
    ]
    function = f"`{entry.module.removeprefix('madang.')}.{entry.function}`"
    return f"| {entry.article} | {function} | {entry.sentence} | {', '.join(tried) or 'nothing yet'} |"


def main() -> None:
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(law_map(), "utf-8")


if __name__ == "__main__":
    main()
