"""Every dependency is written down with its licence, and no licence forbids what a government does with the whole."""

import re
import tomllib
from importlib.metadata import metadata, packages_distributions

import pytest

from tests.docs.pages import DOCS, ROOT

PAGE = DOCS / "dependencies.md"
FREE = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0", "MIT-CMU",
    "PSF-2.0", "Zlib",
}  # fmt: skip
# Allowed where the page names the package: what is changed in the package itself must stay open.
NAMED = {"LGPL-3.0-only", "MPL-1.1", "MPL-2.0"}
# What the metadata leave open, read in the licence files that the packages carry.
READ = {
    "bagit": "CC0-1.0",  # in the public domain in its country, given to it everywhere else
    "cssselect2": "BSD-3-Clause",
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",
    "jinja2": "BSD-3-Clause",
    "altair": "BSD-3-Clause",
    "pydyf": "BSD-3-Clause",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "qrcode": "BSD-3-Clause",
    "scipy": "BSD-3-Clause",  # the compiler's run-time parts inside come under its exception for compiled programs
    "segno": "BSD-3-Clause",
    "sqlparse": "BSD-3-Clause",
    "tinycss2": "BSD-3-Clause",
    "weasyprint": "BSD-3-Clause",
    "webencodings": "BSD-3-Clause",
}
USED_BY_OTHERS = {"tzdata"}  # by Python's zoneinfo
IN_WORDS = {
    "Apache 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.split("[")[0].strip()).lower()


def _locked() -> list[str]:
    lines = (ROOT / "requirements" / "run.lock").read_text("utf-8").splitlines()
    return [_canonical(line.split("==")[0]) for line in lines if "==" in line and not line.startswith(" ")]


def _wanted(group: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = project["project"]["dependencies"] if group == "run" else project["dependency-groups"]["dev"]
    return {_canonical(re.split(r"[<>=;]", each)[0]) for each in wanted}


def _rows(title: str) -> list[list[str]]:
    part = PAGE.read_text("utf-8").partition(f"## {title}")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def _licence(name: str) -> str:
    """The licence of an installed package as an SPDX expression; '?' where nothing says."""
    return READ.get(name) or _by_metadata(name)


def _by_metadata(name: str) -> str:
    about = metadata(name)
    if "License-Expression" in about:
        return about["License-Expression"]
    classifiers = (
        each.rpartition(" :: ")[2] for each in about.get_all("Classifier") or [] if "License ::" in each
    )
    for text in (*(about.get_all("License") or []), *classifiers):
        if text in FREE | NAMED:
            return str(text)
        if text in IN_WORDS:
            return IN_WORDS[text]
    return "?"


def _choices(expression: str) -> list[set[str]]:
    """The licences under each of the ways in which the package may be used."""
    return [set(way.strip("() ").split(" AND ")) for way in expression.split(" OR ")]


def test_every_package_that_runs_is_described_and_nothing_else() -> None:
    assert {_canonical(row[0]) for row in _rows("At run time")} == _wanted("run")


def test_every_package_that_runs_is_used() -> None:
    code = "\n".join(file.read_text("utf-8") for file in (ROOT / "madang").rglob("*.py"))
    modules: dict[str, set[str]] = {}
    for module, names in packages_distributions().items():
        for name in names:
            modules.setdefault(_canonical(name), set()).add(module)
    used = {n for n in _wanted("run") if any(re.search(rf"\b{m}\b", code) for m in modules[n])}
    assert _wanted("run") - used == USED_BY_OTHERS


@pytest.mark.parametrize("row", _rows("At run time"), ids=lambda row: row[0])
def test_the_licence_is_what_the_package_says(row: list[str]) -> None:
    assert row[1].replace(" or ", " OR ") == _licence(_canonical(row[0]))


def test_every_package_for_development_is_described() -> None:
    described = {_canonical(name) for row in _rows("For development") for name in row[0].split(",")}
    assert described == _wanted("dev")


@pytest.mark.parametrize("name", _locked())
def test_what_runs_may_be_used_by_everybody(name: str) -> None:
    """Also what comes along: each package has a way to use it under licences that are free, or named on the page."""
    expression = _licence(name)
    ways = _choices(expression)
    if any(way <= FREE for way in ways):
        return
    assert any(way <= FREE | NAMED for way in ways), f"{name} is under {expression}"
    named = {_canonical(row[0]) for row in _rows("Under a licence with a condition")}
    assert name in named, f"name {name} ({expression}) in {PAGE.name}"


def test_the_page_names_no_condition_that_is_none() -> None:
    named = {_canonical(row[0]) for row in _rows("Under a licence with a condition")}
    assert named <= set(_locked())
    assert not [name for name in named if any(way <= FREE for way in _choices(_licence(name)))]


def test_only_what_the_metadata_leave_open_was_read_by_hand() -> None:
    assert set(READ) <= set(_locked())
    assert not [name for name, licence in READ.items() if _by_metadata(name) == licence]
