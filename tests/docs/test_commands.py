"""What the documents tell to type can be typed, and what they show as the answer is what is printed.

A block marked `console` is run, line by line, in one folder a page; what stands below a line is what it prints
(`…` stands for what differs from run to run). A file that is shown with `cat` is there. A block marked `sh` is not
run, but its commands must exist with the options given. `# → words` after a command promises words of its answer.
"""

import argparse
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from madang.site import cli
from tests.docs.pages import ROOT, Block, blocks, commands, inline, pages, split
from tests.docs.pages_of_commands import parser_of

SHELL = ("sh", "console", "indented")
PROMISED = re.compile(r"^(madang .*?)\s+# → ([^,]+)")
TARGETS = re.compile(r"^([a-z]+):", re.MULTILINE)


def _typed() -> list[tuple[str, str]]:
    """Every command of a block, with its place."""
    return [(str(block), line) for block in blocks(*SHELL) for line in commands(block.text)]


def _madang(line: str) -> list[str] | None:
    """The words after `madang`, without what the shell does with them; nothing for another command."""
    words = shlex.split(line.replace("…", "X"), comments=True) if line.startswith("madang ") else []
    stop = next((n for n, word in enumerate(words) if word in {"|", ">", "&&", "<"}), len(words))
    return words[1:stop] or None


def _name(words: list[str]) -> str:
    return next((n for n in (" ".join(words[:2]), words[0]) if n in cli.COMMANDS), "")


def _options(name: str) -> set[str]:
    return {option for action in parser_of(name)._actions for option in action.option_strings}


def test_every_madang_command_of_a_block_exists_with_its_options() -> None:
    wrong, tried = [], 0
    for place, line in _typed():
        words = _madang(line)
        if words is None or words[:1] == ["COMMAND"]:
            continue
        tried += 1
        name = _name(words)
        if not name:
            wrong.append(f"{place}: there is no {line}")
            continue
        try:
            parser_of(name).parse_args(words[len(name.split()) :])
        except (argparse.ArgumentError, SystemExit) as error:
            wrong.append(f"{place}: {line}: {error}")
    assert not wrong
    assert tried > 20


def test_every_madang_command_in_a_sentence_exists_with_its_options() -> None:
    wrong = []
    for page in pages():
        for said in inline(page):
            words = said.split()
            if words[0] != "madang" or len(words) < 2 or words[1] == "COMMAND":
                continue
            name = _name(words[1:])
            if not name or (name != "manage" and {w for w in words if w.startswith("--")} - _options(name)):
                wrong.append(f"{page.relative_to(ROOT)}: {said}")
    assert not wrong


def test_every_make_target_exists() -> None:
    there = set(TARGETS.findall((ROOT / "Makefile").read_text("utf-8")))
    named = {line.split()[1] for _, line in _typed() if line.startswith("make ")}
    for page in pages():
        named |= {said.split()[1] for said in inline(page) if re.match(r"make [a-z]+$", said)}
    assert named
    assert named <= there


def _run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "MADANG_DATA": str(folder / "data"), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        ["bash", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )


def _steps(block: Block) -> list[tuple[str, str]]:
    """The lines typed in a console block, each with what is shown below it."""
    parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    assert not parts[0].strip(), f"{block}: begins with an answer"
    return [(typed, shown.rstrip("\n")) for typed, _, shown in (part.partition("\n") for part in parts[1:])]


def _with_console() -> list[Path]:
    return [page for page in pages() if any(block.language == "console" for block in split(page)[1])]


@pytest.mark.parametrize("page", _with_console(), ids=lambda page: str(page.relative_to(ROOT)))
def test_what_is_shown_is_what_is_printed(page: Path, tmp_path: Path) -> None:
    for block in (block for block in split(page)[1] if block.language == "console"):
        for typed, shown in _steps(block):
            file = tmp_path / typed.removeprefix("cat ")
            if typed.startswith("cat ") and not file.exists():
                file.write_text(shown + "\n", "utf-8")
                continue
            done = _run(typed, tmp_path)
            wanted = ".*".join(re.escape(part) for part in shown.split("…"))
            assert re.fullmatch(wanted, done.stdout.rstrip("\n")), (
                f"{block}: {typed}\n{done.stdout}{done.stderr}"
            )


def test_what_is_promised_after_a_command_stands_in_its_answer(tmp_path: Path) -> None:
    promised = [match for _, line in _typed() if (match := PROMISED.match(line))]
    assert promised
    for match in promised:
        done = _run(match[1], tmp_path)
        assert match[2].strip() in done.stdout, f"{match[1]}\n{done.stdout}{done.stderr}"


def test_examples_in_json_are_json() -> None:
    found = blocks("json")
    assert found
    for block in found:
        for line in [block.text] if block.text.startswith("{\n") else block.text.splitlines():
            assert json.loads(line), str(block)


def test_examples_in_python_are_python() -> None:
    """They compile, and what they import from Madang is there."""
    found = blocks("python")
    assert found
    for block in found:
        compile(block.text, str(block), "exec")
        imported = re.findall(r"^ *(from (?:madang|tests)[\w.]* import .+)$", block.text, re.MULTILINE)
        exec(compile("\n".join(imported), str(block), "exec"), {})  # noqa: S102  # our own pages
