"""Every setting is written down, and nothing that is written down is no setting."""

import re
from pathlib import Path

from tests.docs.pages import DOCS, ROOT

SETTING = re.compile(r"\b(?:MADANG_[A-Z_]+|DATABASE_URL)\b")
LISTED = re.compile(r"^\| (`.+?) \|", re.MULTILINE)


def _read_in(*folders: str) -> set[str]:
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    return {name for file in files if "docs" not in file.parts for name in SETTING.findall(_code(file))}


def _code(file: Path) -> str:
    """The lines that read the environment; a prefix such as MADANG_OIDC_ is no name."""
    return re.sub(r"MADANG_[A-Z_]*_\b(?![A-Z])", "", file.read_text("utf-8"))


def _listed(page: str) -> set[str]:
    return set(SETTING.findall(" ".join(LISTED.findall((DOCS / page).read_text("utf-8")))))


def test_every_setting_of_the_product_is_listed_and_nothing_else() -> None:
    assert _listed("run/settings.md") == _read_in("madang")


def test_every_setting_of_tests_and_benchmarks_is_listed_and_nothing_else() -> None:
    assert _listed("change/tests.md") == _read_in("tests", "bench") - _read_in("madang")


def test_other_pages_name_only_settings_that_exist() -> None:
    known = _read_in("madang", "tests", "bench")
    for page in [ROOT / "README.md", *DOCS.rglob("*.md")]:
        assert set(SETTING.findall(page.read_text("utf-8"))) <= known, page.name
