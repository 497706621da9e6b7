"""PDF files from HTML, tagged for screen readers (PDF/UA-1), with the fonts of the front end."""

import atexit
import subprocess
from functools import cache
from pathlib import Path
from shutil import which
from threading import Lock
from typing import Any
from urllib.parse import unquote, urlsplit

# Pango and Fontconfig share what they know of fonts: two threads of a worker that draw at once hang or crash.
_ONE_AT_A_TIME = Lock()
_WEIGHTS = {400: "Regular", 500: "Medium", 700: "Bold"}
_FAMILY = "Pretendard GOV"


class CannotDraw(Exception):
    """No font on this machine can draw a character; a document with a hole in a name must not go out."""


def render(html: str, fonts: Path) -> bytes:
    """The page as a tagged PDF. `fonts` is the folder of the kit's fonts; nothing is read but these fonts."""
    from weasyprint import HTML

    with _ONE_AT_A_TIME:
        configured, sheet = _fonts(fonts)
        document = HTML(string=html, url_fetcher=_only_from(fonts))
        return bytes(document.write_pdf(font_config=configured, stylesheets=[sheet], pdf_variant="pdf/ua-1"))


def assert_drawable(text: str, fonts: Path) -> None:
    """Raise `CannotDraw` if neither the kit's font nor any font of the machine has one of the characters."""
    missing = {character for character in text if ord(character) not in _drawn_by_kit(fonts)}
    for character in sorted(character for character in missing if character.isprintable()):
        if not _drawn_by_machine(character):
            named = f"'{character}' (U+{ord(character):04X})"
            raise CannotDraw(
                f"no font here can draw {named}; install the package fonts-noto-cjk and try again"
            )


@cache
def _fonts(folder: Path) -> tuple[Any, Any]:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    configured = FontConfiguration()
    atexit.register(_fonts.cache_clear)  # the package's own clean-up fails once the interpreter is going down
    faces = "".join(_face(weight, _file(folder, name)) for weight, name in _WEIGHTS.items())
    return configured, CSS(string=faces, font_config=configured, url_fetcher=_only_from(folder))


def _face(weight: int, file: Path) -> str:
    return f"@font-face {{ font-family: '{_FAMILY}'; font-weight: {weight}; src: url('{file.as_uri()}') }}"


def _file(folder: Path, weight: str) -> Path:
    return (folder / f"PretendardGOV-{weight}.subset.woff2").resolve()


def _only_from(folder: Path) -> Any:
    from weasyprint.urls import URLFetcher

    allowed = folder.resolve()

    class OnlyFonts(URLFetcher):  # type: ignore[misc]  # the package carries no types
        def fetch(self, url: str, headers: Any = None) -> Any:
            parts = urlsplit(url)
            if parts.scheme == "file" and not Path(unquote(parts.path)).resolve().is_relative_to(allowed):
                raise ValueError(f"a document may not read {url}")
            if parts.scheme not in {"file", "data"}:
                raise ValueError(f"a document may not fetch {url}")
            return super().fetch(url, headers)

    return OnlyFonts()


@cache
def _drawn_by_kit(folder: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # the package carries no types

    with TTFont(_file(folder, "Regular"), lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _drawn_by_machine(character: str) -> bool:
    listing = which("fc-list")
    if listing is None:
        return False
    command = [listing, f":charset={ord(character):x}", "family"]
    listed = subprocess.run(command, capture_output=True, check=False, timeout=20)  # noqa: S603  # hexadecimal digits
    return bool(listed.stdout.strip())
