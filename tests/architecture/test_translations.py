"""Both languages are first-class: every text of every app has its Korean, whole and checked."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

from madang.lib.messages import compile_all

PACKAGE = Path(__file__).resolve().parents[2] / "madang"
SINGLE = {"gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sdf]|\{\w*\}")
STRING = r"""(?:u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")"""
IN_TEMPLATE = re.compile(rf"\b(_|n?gettext|n?pgettext)\(({STRING})(?:, ({STRING}))?")


def _apps() -> list[Path]:
    return sorted(file.parent for file in PACKAGE.rglob("apps.py"))


def _app_of(file: Path) -> Path:
    return next(folder for folder in file.parents if (folder / "apps.py").exists())


def _texts_in_code(file: Path) -> Iterator[str]:
    """The first text of every call of a translating function, by whatever name it was imported."""
    tree = ast.parse(file.read_text())
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        kind = names.get(node.func.id, "")
        place = 0 if kind in SINGLE else 1 if kind in WITH_CONTEXT else None
        if place is not None and isinstance(text := node.args[place], ast.Constant):
            yield str(text.value)


def _texts_in_template(file: Path) -> Iterator[str]:
    for call in IN_TEMPLATE.finditer(templatize(file.read_text(), origin=file.name)):
        literal = call[3] if "pgettext" in call[1] else call[2]
        yield str(ast.literal_eval(literal))


def _texts(app: Path) -> set[str]:
    found: set[str] = set()
    for file in app.rglob("*.py"):
        if _app_of(file) == app and "migrations" not in file.parts:
            found.update(_texts_in_code(file))
    for file in app.rglob("templates/**/*"):
        if _app_of(file) == app and file.suffix in {".html", ".txt", ".svg"}:
            found.update(_texts_in_template(file))
    return found - {""}


def _catalogue(app: Path) -> polib.POFile:
    file = app / "locale" / "ko" / "LC_MESSAGES" / "django.po"
    return polib.pofile(str(file)) if file.exists() else polib.POFile()


def _translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


apps = pytest.mark.parametrize("app", _apps(), ids=lambda app: str(app.relative_to(PACKAGE)))


@apps
def test_every_text_stands_in_the_apps_catalogue(app: Path) -> None:
    missing = _texts(app) - {entry.msgid for entry in _catalogue(app) if not entry.obsolete}
    assert not missing, f"run makemessages in {app.relative_to(PACKAGE)}: {sorted(missing)[:20]}"


@apps
def test_every_text_has_its_korean(app: Path) -> None:
    poor = [
        entry.msgid
        for entry in _catalogue(app)
        if not entry.obsolete and (entry.fuzzy or not all(_translations(entry)))
    ]
    assert not poor, f"without Korean, or fuzzy: {poor[:20]}"


@apps
def test_the_korean_keeps_the_placeholders(app: Path) -> None:
    for entry in _catalogue(app):
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for text in filter(None, _translations(entry)):
            assert set(PLACEHOLDER.findall(text)) == wanted, (
                f"placeholders differ: {entry.msgid!r} → {text!r}"
            )


def test_one_text_has_one_korean() -> None:
    """All catalogues become one when the site runs: of two translations of a text one would be lost."""
    seen: dict[tuple[str | None, str], dict[str, str]] = {}
    for app in _apps():
        for entry in _catalogue(app):
            if not entry.obsolete and all(_translations(entry)):
                name = str(app.relative_to(PACKAGE))
                seen.setdefault((entry.msgctxt, entry.msgid), {})[name] = " / ".join(_translations(entry))
    torn = {text: koreans for (_, text), koreans in seen.items() if len(set(koreans.values())) > 1}
    assert not torn, f"give these one Korean, or a context (pgettext): {torn}"


def test_catalogues_compile_only_when_they_are_newer(tmp_path: Path) -> None:
    folder = tmp_path / "app" / "locale" / "ko" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid "yes"\nmsgstr "예"\n')
    assert compile_all(tmp_path) == [folder / "django.po"]
    assert [entry.msgstr for entry in polib.mofile(str(folder / "django.mo"))] == ["예"]
    assert compile_all(tmp_path) == []
