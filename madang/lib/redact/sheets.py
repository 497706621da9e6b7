"""Spreadsheets without passages: built anew from what the visible sheets show, so that nothing else can come along."""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

from madang.lib.extract.sheets import cell_text, shared_texts
from madang.lib.extract.xml import all_named, attribute, local, opened, root_of
from madang.lib.redact.stretches import MARK, Find, Redacted, merged, without

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DEFAULTS = (
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
)
_NUMBER = re.compile(r"-?\d{1,11}(\.\d+)?([eE][+-]?\d+)?$")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass
class Cell:
    """A cell: its place, what it shows, its style, and whether it may stay a number."""

    place: str
    text: str
    style: str
    number: str


@dataclass
class Table:
    """A visible sheet: its name, rows of cells, and the widths of its columns as written."""

    name: str
    rows: list[list[Cell]]
    widths: list[dict[str, str]]


def redact_xlsx(content: bytes, find: Find) -> Redacted:
    """An XLSX with the visible sheets alone: values, number formats and widths; no formulas, caches or pictures."""
    with opened(content) as archive:
        tables = _tables(archive)
        styles = archive.read("xl/styles.xml") if "xl/styles.xml" in archive.namelist() else b""
        others = {
            name.split("/")[1]
            for name in archive.namelist()
            if name.startswith("xl/") and name.count("/") > 1
        }
    text, places = _text(tables)
    stretches = merged(find(text))
    _take_out(places, stretches)
    gone = tuple(text[start:end] for start, end in stretches)
    left_out = ("formulas", "hidden", "properties", *sorted(others - {"worksheets", "theme", "_rels"}))
    return Redacted(_packed(tables, styles), gone, left_out, without(text, stretches))


def _tables(archive: zipfile.ZipFile) -> list[Table]:
    links = {
        attribute(each, "Id"): "xl/" + attribute(each, "Target").removeprefix("/xl/")
        for each in root_of(archive, "xl/_rels/workbook.xml.rels", "xlsx")
    }
    shared = shared_texts(archive)
    sheets = all_named(root_of(archive, "xl/workbook.xml", "xlsx"), "sheet")
    return [
        _table(attribute(sheet, "name"), root_of(archive, links[attribute(sheet, "id")], "xlsx"), shared)
        for sheet in sheets
        if not attribute(sheet, "state") and links.get(attribute(sheet, "id")) in archive.namelist()
    ]


def _table(name: str, sheet: Element, shared: list[str]) -> Table:
    hidden = {
        number
        for each in all_named(sheet, "col")
        if attribute(each, "hidden") in {"1", "true"}
        for number in range(int(attribute(each, "min")), min(int(attribute(each, "max")), 16_384) + 1)
    }
    rows = [
        [
            _cell(cell, shared)
            for cell in row
            if local(cell) == "c" and _column(attribute(cell, "r")) not in hidden
        ]
        for row in all_named(sheet, "row")
        if attribute(row, "hidden") not in {"1", "true"}
    ]
    return Table(name, rows, [dict(each.attrib) for each in all_named(sheet, "col")])


def _column(place: str) -> int:
    """The number of a column by its letters: A is 1, AA is 27; 0 where a cell does not say where it stands."""
    number = 0
    for letter in re.sub(r"[^A-Z]", "", place.upper()):
        number = number * 26 + ord(letter) - 64
    return number


def _cell(cell: Element, shared: list[str]) -> Cell:
    text = cell_text(cell, shared)
    written = next((each.text or "" for each in cell if local(each) == "v"), "")
    number = written if attribute(cell, "t") in {"", "n"} and _NUMBER.match(written) else ""
    return Cell(attribute(cell, "r"), text, attribute(cell, "s"), number)


def _text(tables: list[Table]) -> tuple[str, list[tuple[int, Cell]]]:
    """All tables as one text, cells parted by tabs and rows by lines, and where in it each cell begins."""
    parts: list[str] = []
    places: list[tuple[int, Cell]] = []
    at = 0
    for table in tables:
        for row in table.rows:
            for cell in row:
                places.append((at, cell))
                parts += [cell.text, "\t"]
                at += len(cell.text) + 1
            parts.append("\n")
            at += 1
        parts.append("\n")
        at += 1
    return "".join(parts), places


def _take_out(places: list[tuple[int, Cell]], stretches: list[tuple[int, int]]) -> None:
    waiting = 0
    for at, cell in places:
        end = at + len(cell.text)
        while waiting < len(stretches) and stretches[waiting][1] <= at:
            waiting += 1
        here, place = [], waiting
        while place < len(stretches) and stretches[place][0] < end:
            here.append((max(stretches[place][0], at) - at, min(stretches[place][1], end) - at))
            place += 1
        if here:
            cell.text, cell.number = without(cell.text, here), ""


def _packed(tables: list[Table], styles: bytes) -> bytes:
    files = _lists(tables, bool(styles)) | {
        f"xl/worksheets/sheet{number}.xml": _sheet(table) for number, table in enumerate(tables, 1)
    }
    into = BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, written in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), _HEAD + written)
        if styles:
            archive.writestr(zipfile.ZipInfo("xl/styles.xml", (1980, 1, 1, 0, 0, 0)), styles)
    return into.getvalue()


def _lists(tables: list[Table], styled: bool) -> dict[str, str]:
    """The files that say which files there are, and how they hang together."""
    parts = [(f"worksheets/sheet{number}.xml", "worksheet") for number in range(1, len(tables) + 1)]
    parts += [("styles.xml", "styles")] if styled else []
    kinds = "".join(
        f'<Override PartName="/xl/{name}" ContentType="{_KIND}.{kind}+xml"/>' for name, kind in parts
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{name}"/>'
        for number, (name, kind) in enumerate(parts, 1)
    )
    sheets = "".join(
        f'<sheet name={quoteattr(table.name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, table in enumerate(tables, 1)
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{_DEFAULTS}{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
    }


def _sheet(table: Table) -> str:
    widths = "".join(
        "<col " + " ".join(f"{name}={quoteattr(value)}" for name, value in each.items()) + "/>"
        for each in table.widths
    )
    rows = "".join(f"<row>{''.join(map(_written, row))}</row>" for row in table.rows)
    cols = f"<cols>{widths}</cols>" if widths else ""
    return f'<worksheet xmlns="{_MAIN}">{cols}<sheetData>{rows}</sheetData></worksheet>'


def _written(cell: Cell) -> str:
    place = f' r="{cell.place}"' if cell.place else ""
    style = f' s="{cell.style}"' if cell.style.isdigit() and MARK not in cell.text else ""
    if cell.number:
        return f"<c{place}{style}><v>{cell.number}</v></c>"
    if not cell.text:
        return f"<c{place}{style}/>"
    return f'<c{place}{style} t="inlineStr"><is><t xml:space="preserve">{escape(cell.text)}</t></is></c>'
