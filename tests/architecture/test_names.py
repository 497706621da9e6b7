"""Names say what a thing is in the office's words; the words that say nothing are not used."""

from pathlib import Path

from tests.architecture.house import PACKAGE, ROOT, source_files

SAYING_NOTHING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "core",
    "base",
    "manager",
    "managers",
    "misc",
    "services.py",
}


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    wrong = [
        str(file.relative_to(ROOT))
        for file in source_files()
        if SAYING_NOTHING & {*(part for part in file.relative_to(PACKAGE).parts[:-1]), file.stem, file.name}
    ]
    assert not wrong, wrong


def test_every_app_says_what_it_is() -> None:
    silent = [
        str(file.relative_to(ROOT))
        for file in PACKAGE.rglob("__init__.py")
        if _is_app(file) and not file.read_text().startswith('"""')
    ]
    assert not silent, silent


def _is_app(file: Path) -> bool:
    return (file.parent / "apps.py").exists()
