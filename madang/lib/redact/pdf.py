"""PDF without passages: each page drawn anew as a picture, black where something went, the text that stays beneath.

Notes, form fields, attachments, properties, scripts and earlier versions inside the file do not come along, since
nothing of the old file does but the picture of its pages.
"""

import ctypes
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageDraw

from madang.lib.extract.pdf import ONE_AT_A_TIME
from madang.lib.pdf import render
from madang.lib.redact.stretches import Find, Redacted, merged, without
from madang.lib.uploads_refusals import damaged, locked

DOTS = 200  # an inch: small print stays legible, a page takes some hundred kilobytes
_POINTS = 72
_QUALITY = 85
_MARGIN = 2  # dots around each letter that goes


@dataclass(frozen=True)
class Letter:
    """A letter of a page and its box in dots from the upper left corner; no box for blanks that are only implied."""

    sign: str
    box: tuple[float, float, float, float] | None


@dataclass(frozen=True)
class Page:
    """A page: its size in points, its picture, its letters in the order in which they are read."""

    size: tuple[float, float]
    picture: Image.Image
    letters: list[Letter]


def redact_pdf(content: bytes, find: Find, fonts: Path) -> Redacted:
    """A PDF of pictures with selectable text, without the passages."""
    with ONE_AT_A_TIME:
        pages = _pages(content)
    text = "\n".join("".join(letter.sign for letter in page.letters) for page in pages)
    stretches = merged(find(text))
    at, drawn = 0, []
    for page in pages:
        drawn.append(_drawn(page, [(max(start - at, 0), end - at) for start, end in stretches if end > at]))
        at += len(page.letters) + 1
    gone = tuple(text[start:end] for start, end in stretches)
    left_out = ("notes", "fields", "attachments", "properties")
    return Redacted(_bound(drawn, fonts), gone, left_out, without(text, stretches))


def _pages(content: bytes) -> list[Page]:
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise (locked("PDF") if "assword" in str(error) else damaged("PDF")) from None
    try:
        return [_page(document[number]) for number in range(len(document))]
    finally:
        document.close()


def _page(page: Any) -> Page:
    picture = (
        page.render(scale=DOTS / _POINTS, draw_annots=False, may_draw_forms=False).to_pil().convert("RGB")
    )
    words = page.get_textpage()
    letters = [_letter(page, words, place, picture.size) for place in range(words.count_chars())]
    size = page.get_size()
    words.close()
    page.close()
    return Page(size, picture, letters)


def _letter(page: Any, words: Any, place: int, size: tuple[int, int]) -> Letter:
    code = raw.FPDFText_GetUnicode(words, place)
    sign = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "
    left, bottom, right, top = words.get_charbox(place, loose=True)
    if right <= left or top <= bottom:
        return Letter("\n" if sign in "\r\n" else sign, None)
    corners = [_dot(page, x, y, size) for x, y in ((left, bottom), (right, top))]
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return Letter(sign, (min(across), min(down), max(across), max(down)))


def _dot(page: Any, x: float, y: float, size: tuple[int, int]) -> tuple[int, int]:
    """Where a point of the page stands in its picture; pages may be turned or cut."""
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
    return across.value, down.value


def _drawn(page: Page, stretches: list[tuple[int, int]]) -> str:
    """The page as HTML: the picture with black boxes, under it the lines that stay."""
    going = {place for start, end in stretches for place in range(start, min(end, len(page.letters)))}
    brush = ImageDraw.Draw(page.picture)
    for place in going:
        if box := page.letters[place].box:
            brush.rectangle(
                (box[0] - _MARGIN, box[1] - _MARGIN, box[2] + _MARGIN, box[3] + _MARGIN), fill="black"
            )
    file = BytesIO()
    page.picture.save(file, "JPEG", quality=_QUALITY)
    lines = "".join(_placed(line) for line in _lines(page.letters, going))
    width, height = page.size
    return (
        f'<section style="width:{width}pt;height:{height}pt">{lines}'
        f'<img alt="{_TITLE}" src="data:image/jpeg;base64,{b64encode(file.getvalue()).decode()}"></section>'
    )


def _lines(letters: list[Letter], going: set[int]) -> Iterator[list[Letter]]:
    """The letters that stay, parted where the line ends or something went."""
    line: list[Letter] = []
    for place, letter in enumerate(letters):
        if place in going or letter.sign == "\n":
            yield line
            line = []
        else:
            line.append(letter)
    yield line


def _placed(line: list[Letter]) -> str:
    boxes = [letter.box for letter in line if letter.box]
    text = "".join(letter.sign for letter in line).strip()
    if not boxes or not text:
        return ""
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    height = max(box[3] for box in boxes) - top
    point = _POINTS / DOTS
    style = (
        f"left:{left * point:.1f}pt;top:{top * point:.1f}pt;font-size:{max(height * point * 0.8, 1):.1f}pt"
    )
    return f'<p style="{style}">{escape(text)}</p>'


_TITLE = "가림 처리한 문서 / Redacted document"
_STYLE = """
@page { margin: 0 } body { margin: 0 }
section { position: relative; overflow: hidden; break-after: page }
section:last-child { break-after: auto }
p { position: absolute; margin: 0; white-space: pre; line-height: 1; color: white; font-family: 'Pretendard GOV' }
img { position: absolute; left: 0; top: 0; width: 100%; height: 100% }
"""


def _bound(pages: list[str], fonts: Path) -> bytes:
    """The pages as one PDF; each page has its own size."""
    sized = []
    for number, page in enumerate(pages):
        size = page.split('style="width:', 1)[1].split('"', 1)[0].replace("height:", "").replace(";", " ")
        sized.append(f"@page p{number} {{ size: {size} }} #p{number} {{ page: p{number} }}")
    body = "".join(
        page.replace("<section", f'<section id="p{number}"', 1) for number, page in enumerate(pages)
    )
    style = f"<style>{_STYLE}{' '.join(sized)}</style>"
    head = f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{_TITLE}</title>{style}</head>'
    return render(f"{head}<body>{body}</body></html>", fonts)
