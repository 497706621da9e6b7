"""The text of written documents: DOCX, ODT and HWPX, a line for each paragraph."""

import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from madang.lib.extract.xml import all_named, attribute, local, opened, properties_in, root_of

_DOCX_PLACES = (
    ("word/document", "text"),
    ("word/header", "header"),
    ("word/footer", "footer"),
    ("word/footnotes", "footnotes"),
    ("word/endnotes", "endnotes"),
    ("word/comments", "comments"),
)
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "line-break": "\n", "lineBreak": "\n", "noBreakHyphen": "-"}
_KEPT_ASIDE = {"tracked-changes": "deleted", "annotation": "comments"}


def read_docx(content: bytes) -> list[tuple[str, str]]:
    """The text, headers, notes, comments, what was deleted but is still kept, and the properties."""
    pieces: list[tuple[str, str]] = []
    deleted: list[str] = []
    with opened(content) as archive:
        for start, place in _DOCX_PLACES:
            for name in _named(archive, start):
                root = root_of(archive, name, "docx")
                pieces.append((place, _lines(root, {"p"}, {"t"})))
                deleted += ["".join(each.itertext()) for each in all_named(root, "delText")]
        pieces.append(("deleted", "\n".join(deleted)))
        pieces.append(("properties", properties_in(archive, "docx", "docProps/core.xml")))
    return pieces


def read_odt(content: bytes) -> list[tuple[str, str]]:
    """The text, what stands in headers and footers, comments, tracked deletions and the properties."""
    with opened(content) as archive:
        root = root_of(archive, "content.xml", "odt")
        aside = [(place, each) for name, place in _KEPT_ASIDE.items() for each in all_named(root, name)]
        kept = [(place, _lines(each, {"p", "h"}, None)) for place, each in aside]
        for _place, each in aside:
            each.clear()
        pieces = [("text", _lines(root, {"p", "h"}, None)), *kept]
        if "styles.xml" in archive.namelist():
            pieces.append(("header", _lines(root_of(archive, "styles.xml", "odt"), {"p", "h"}, None)))
        pieces.append(("properties", properties_in(archive, "odt", "meta.xml")))
    return pieces


def read_hwpx(content: bytes) -> list[tuple[str, str]]:
    """The text of each section, with tables, notes and memos in their places, and the properties."""
    with opened(content) as archive:
        pieces = [
            ("text", _lines(root_of(archive, name, "hwpx"), {"p"}, {"t"}))
            for name in _named(archive, "Contents/section")
        ]
        pieces.append(("properties", properties_in(archive, "hwpx", "Contents/content.hpf")))
    return pieces


def _named(archive: zipfile.ZipFile, start: str) -> list[str]:
    found = (name for name in archive.namelist() if name.startswith(start) and name.endswith(".xml"))
    return sorted(found, key=lambda name: (len(name), name))


def _lines(root: Element, paragraphs: set[str], holders: set[str] | None) -> str:
    """A line for each paragraph; text counts inside the holders, or anywhere where there are none."""
    return "\n".join(
        "".join(_letters(each, paragraphs, holders)) for each in all_named(root, *paragraphs)
    ).strip()


def _letters(paragraph: Element, paragraphs: set[str], holders: set[str] | None) -> Iterator[str]:
    """What a paragraph says, without the paragraphs inside it (of a table, a note): those are lines of their own."""
    counts = holders is None
    if counts:
        yield paragraph.text or ""
    stack = [(iter(paragraph), counts)]
    while stack:
        children, inside = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            continue
        name = local(child)
        held = inside or (holders is not None and name in holders)
        if name not in paragraphs:
            yield _MARKS.get(name, "")
            yield " " * int(attribute(child, "c") or 1) if name == "s" and holders is None else ""
            yield (child.text or "") if held else ""
            stack.append((iter(child), held))
        yield (child.tail or "") if inside else ""
