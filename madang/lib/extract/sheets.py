"""The text of a spreadsheet: every sheet, also the hidden ones, comments, and what pivot tables remember."""

import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from madang.lib.extract.xml import all_named, attribute, local, opened, properties_in, root_of

_REMEMBERED = ("xl/pivotCache/", "xl/externalLinks/")


def read_xlsx(content: bytes) -> list[tuple[str, str]]:
    """A piece for each sheet, cells parted by tabs and rows by lines; then comments, caches and properties."""
    with opened(content) as archive:
        names = archive.namelist()
        shared = shared_texts(archive)
        pieces = [
            (place, "\n".join(_rows(root_of(archive, name, "xlsx"), shared)))
            for name, place in _sheets(archive)
        ]
        for name in sorted(names):
            if name.startswith(("xl/comments", "xl/threadedComments")):
                pieces.append(("comments", _texts(root_of(archive, name, "xlsx"))))
            elif name.startswith(_REMEMBERED) and name.endswith(".xml"):
                pieces.append(("remembered", _values(root_of(archive, name, "xlsx"))))
        pieces.append(("properties", properties_in(archive, "xlsx", "docProps/core.xml")))
    return pieces


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Each sheet's file and what a person calls it; a sheet that no list names is told by its file."""
    links = {
        attribute(each, "Id"): "xl/" + attribute(each, "Target").removeprefix("/xl/")
        for each in root_of(archive, "xl/_rels/workbook.xml.rels", "xlsx")
    }
    named = set()
    for sheet in all_named(root_of(archive, "xl/workbook.xml", "xlsx"), "sheet"):
        file = links.get(attribute(sheet, "id"), "")
        if file in archive.namelist():
            named.add(file)
            hidden = " (hidden)" if attribute(sheet, "state") else ""
            yield file, f"sheet {attribute(sheet, 'name')}{hidden}"
    for file in sorted(archive.namelist()):
        if file.startswith("xl/worksheets/") and file.endswith(".xml") and file not in named:
            yield file, f"sheet {file.rpartition('/')[2]} (hidden)"


def shared_texts(archive: zipfile.ZipFile) -> list[str]:
    """The texts that cells share, in the order in which cells refer to them."""
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    root = root_of(archive, "xl/sharedStrings.xml", "xlsx")
    return [_texts(each, "") for each in root if local(each) == "si"]


def _rows(sheet: Element, shared: list[str]) -> Iterator[str]:
    for row in all_named(sheet, "row"):
        yield "\t".join(cell_text(cell, shared) for cell in row if local(cell) == "c")


def cell_text(cell: Element, shared: list[str]) -> str:
    """What a cell shows: its text, or its number with all digits."""
    kind = attribute(cell, "t")
    if kind == "inlineStr":
        return _texts(cell, "")
    value = next((each.text or "" for each in cell if local(each) == "v"), "")
    if kind == "s":
        return shared[int(value)] if value.isdigit() and int(value) < len(shared) else ""
    return _plain_number(value)


def _plain_number(value: str) -> str:
    """A whole number as its digits: thirteen of them may be somebody's number, however the file writes it."""
    try:
        number = float(value)
    except ValueError:
        return value
    return str(int(number)) if number.is_integer() and abs(number) < 1e17 else value


def _texts(element: Element, between: str = "\n") -> str:
    return between.join(each.text or "" for each in all_named(element, "t", "text"))


def _values(cache: Element) -> str:
    """The values that a cache keeps of data which the sheet no longer shows."""
    return "\n".join(attribute(each, "v") or (each.text or "") for each in all_named(cache, "s", "n", "v"))
