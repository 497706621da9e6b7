"""A thousand random mutations of valid files: each is valid or told at its place, never a traceback."""

import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from madang.work.services.checking import check
from madang.work.services.definition import shipped

FILES = [
    file
    for shipped_file in shipped()
    for file in (shipped_file, shipped_file.with_name("examples.yaml"))
    if file.exists()
]
TEXTS = {file: file.read_text("utf-8") for file in FILES}
STRANGE: list[Any] = [
    None,
    True,
    -1,
    0,
    3.5,
    "",
    "x",
    "한글",
    "9" * 30,
    "2026-13-45",
    [],
    {},
    [[]],
    {"a": {"b": 1}},
    "1 days",
    "100%",
]
SNIPPETS = [
    ":",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "\t",
    '"',
    "'",
    "#",
    "&a ",
    "*a",
    "!x ",
    "|",
    "  ",
    "\n",
    "\x00",
    "\u202e",
    "? ",
    "<<: ",
]


def by_text(text: str, chance: random.Random) -> str:
    """Characters deleted, inserted, doubled or swapped; lines removed, doubled, moved or indented."""
    lines = text.split("\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(7):
        case 0:
            del lines[at]
        case 1:
            lines.insert(other, lines[at])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines[at] = chance.choice(["  ", "\t", " "]) + lines[at]
        case 4:
            lines[at] = lines[at].lstrip()
        case _:
            line = lines[at]
            spot = chance.randrange(len(line) + 1)
            lines[at] = line[:spot] + chance.choice(SNIPPETS) + line[spot + chance.randrange(3) :]
    return "\n".join(lines)


def by_tree(text: str, chance: random.Random) -> str:
    """One place of the tree removed, renamed, replaced by something strange or by another part."""
    tree = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506  # the base loader makes only texts
    spots = list(places(tree))
    holder, key = chance.choice(spots)
    match chance.randrange(4):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[str(key) + chance.choice(["x", "", "-2"])] = holder.pop(key)
        case 2:
            other, where = chance.choice(spots)
            holder[key] = yaml.safe_load(yaml.safe_dump(other[where]))
        case _:
            holder[key] = chance.choice(STRANGE)
    return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False)


def places(tree: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    waiting = [tree]
    while waiting:
        holder = waiting.pop()
        inner = list(holder.items()) if isinstance(holder, dict) else list(enumerate(holder))
        for key, value in inner:
            found.append((holder, key))
            if isinstance(value, dict | list):
                waiting.append(value)
    return found


@pytest.mark.parametrize("seed", range(10))
def test_mutations_are_valid_or_told_at_their_place(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311  # seeded on purpose
    told = 0
    for number in range(100):
        original = chance.choice(FILES)
        mutate = chance.choice([by_text, by_tree])
        text = mutate(TEXTS[original], chance)
        folder = tmp_path / str(number) / original.parent.name
        folder.mkdir(parents=True)
        for file in original.parent.glob("*.yaml"):
            mutated = text if file.name == original.name else TEXTS[file]
            (folder / file.name).write_bytes(mutated.encode("utf-8", "surrogatepass"))
        checked = check(folder)
        told += bool(checked.problems)
        for problem in checked.problems:
            assert Path(problem.file).parent == folder
            assert problem.line >= 1
            assert all(
                [problem.problem["ko"], problem.problem["en"], problem.remedy["ko"], problem.remedy["en"]]
            )
    assert told > 30
