"""What the commands of definitions have in common: options, the files meant, how problems are said."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from madang.lib.commands import BadInput
from madang.work.services.checking import definitions_in
from madang.work.services.definition import SHIPPED, Problem


def common(parser: ArgumentParser) -> None:
    """The options that every command of definitions has."""
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    parser.add_argument("--language", choices=["ko", "en"], default=_language(), help="of the sentences")


def _language() -> str:
    set_to = next((os.environ[name] for name in ("LC_ALL", "LANG") if os.environ.get(name)), "")
    return "ko" if set_to.startswith("ko") else "en"


def files(path: str | None) -> list[Path]:
    """The service files that are meant, named as briefly as they can be from here."""
    folder = Path(path) if path else SHIPPED
    if not folder.exists():
        raise BadInput(
            f"there is no file or folder '{folder}'; name a service.yaml or the folder that holds it."
        )
    found = definitions_in(folder)
    if not found:
        raise BadInput(f"'{folder}' holds no service.yaml; `madang new service KEY` writes one.")
    here = Path.cwd()
    return [file.relative_to(here) if file.is_relative_to(here) else file for file in found]


def say(problems: list[Problem], language: str) -> None:
    """Print problems, a line each."""
    for problem in problems:
        print(problem.sentence(language))


def problem_as_json(problem: Problem) -> dict[str, Any]:
    """A problem for scripts."""
    return {
        "file": problem.file,
        "line": problem.line,
        "where": problem.where,
        "level": problem.level,
        "problem": problem.problem,
        "remedy": problem.remedy,
    }
