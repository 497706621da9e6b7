"""A word of the pages that a document names in *italics* stands on the pages."""

import re
from functools import cache

import polib
import pytest

from tests.docs.pages import DOCS, ROOT, split

PAGES = [
    "start.md",
    "run/mail.md",
    "run/operator.md",
    *(f"use/{n}.md" for n in ("absence", "citizen", "inbox")),
]
ITALIC = re.compile(r"(?<!\*)\*([A-Z][^*\n]+)\*(?!\*)")
OPEN = re.compile(r"…|\b[A-Z]\b(?! [a-z])")  # what a document leaves open: "Move … cases", "A, in place of B"
PLACEHOLDER = re.compile(r"%\(\w+\)s")


@cache
def _labels() -> frozenset[str]:
    """Every English text of the pages."""
    files = (ROOT / "madang").rglob("django.po")
    entries = [entry for file in files for entry in polib.pofile(str(file)) if not entry.obsolete]
    return frozenset(text for entry in entries for text in (entry.msgid, entry.msgid_plural) if text)


def _stands(said: str) -> bool:
    wanted = re.compile(".*".join(re.escape(part) for part in OPEN.split(said)))
    return any(wanted.fullmatch(PLACEHOLDER.sub("…", label)) for label in _labels())


@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_calls_a_button_or_menu_is_called_so(name: str) -> None:
    named = ITALIC.findall(split(DOCS / name)[0])
    assert named
    assert not [said for said in named if not _stands(said)]
