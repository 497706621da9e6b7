"""`madang new service`."""

import json
import re
from argparse import ArgumentParser, Namespace
from pathlib import Path

from madang.lib.commands import BadInput, Command

SKELETON = Path(__file__).resolve().parents[1] / "skeleton"


def _new_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("key", help="the key of the service, for example street-tree")
    parser.add_argument(
        "--in", dest="folder", default=".", metavar="DIR", help="where to put its folder (here)"
    )
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def _new(arguments: Namespace) -> int:
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,58}[a-z0-9]", arguments.key):
        raise BadInput(
            f"'{arguments.key}' cannot be a key; use small letters, digits and '-', for example street-tree."
        )
    folder = Path(arguments.folder) / arguments.key
    if folder.exists():
        raise BadInput(f"'{folder}' is there already; choose another key or another place with --in.")
    try:
        folder.mkdir(parents=True)
        for name in ("service.yaml", "examples.yaml"):
            text = (SKELETON / name).read_text("utf-8").replace("{key}", arguments.key)
            (folder / name).write_text(text, "utf-8")
    except OSError as error:
        raise BadInput(f"'{folder}' cannot be written: {error.strerror}.") from None
    files = [str(folder / name) for name in ("service.yaml", "examples.yaml")]
    print(json.dumps({"files": files}) if arguments.json else "\n".join(files))
    return 0


NEW = Command("write the folder of a new service", _new_arguments, _new, needs_django=False)
