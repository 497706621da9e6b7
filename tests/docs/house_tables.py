"""The tables within the page about the house: the ladder, and what each app is."""

import ast
import tomllib
from pathlib import Path

from tests.docs.pages import DOCS, ROOT

PAGE = DOCS / "change" / "house.md"


def house_page() -> str:
    """The page as it is written, with its tables made anew."""
    text = PAGE.read_text("utf-8")
    for name, table in {"ladder": _ladder(), "apps": _apps()}.items():
        before, mark, rest = text.partition(f"<!-- {name}: ")
        assert mark, f"{PAGE.name} has no place for the table '{name}'"
        how, _, rest = rest.partition("-->\n")
        after = rest[rest.index("<!-- end -->") :]
        text = f"{before}{mark}{how}-->\n{table}\n{after}"
    return text


def _ladder() -> str:
    """The layers as import-linter checks them, the highest first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = [contract for contract in contracts if contract["type"] == "layers"]
    rows = [
        f"| {each['name']} | {' → '.join(_short(layer) for layer in each['layers'])} |" for each in layers
    ]
    return "\n".join(["| Rule | From above to below |", "|---|---|", *rows])


def _apps() -> str:
    """Every app and layer with the first line of its docstring."""
    files = [file for file in (ROOT / "madang").rglob("__init__.py") if _is_part(file.parent)]
    rows = [f"| `{_dotted(file)}` | {_first_line(file)} |" for file in sorted(files, key=lambda f: f.parent)]
    return "\n".join(["| Where | What it is |", "|---|---|", *rows])


def _is_part(folder: Path) -> bool:
    return (folder / "apps.py").exists() or folder.parent == ROOT / "madang"


def _dotted(file: Path) -> str:
    return ".".join(file.parent.relative_to(ROOT).parts)


def _first_line(file: Path) -> str:
    return (ast.get_docstring(ast.parse(file.read_text("utf-8"))) or "").splitlines()[0].replace("|", "\\|")


def _short(layer: str) -> str:
    return layer.rpartition(".")[2]
