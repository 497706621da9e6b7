"""The text of a PDF: its pages, its notes, its form fields and its properties."""

from threading import Lock

import pypdfium2 as pdfium

from madang.lib.uploads_refusals import damaged, locked

ONE_AT_A_TIME = Lock()  # the library underneath may be used by one thread at a time


def read_pdf(content: bytes) -> list[tuple[str, str]]:
    """Each page's text, then what the properties say."""
    with ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(content)
        except pdfium.PdfiumError as error:
            raise (locked("PDF") if "assword" in str(error) else damaged("PDF")) from None
        try:
            return [*_pages(document), ("properties", _properties(document))]
        finally:
            document.close()


def _pages(document: pdfium.PdfDocument) -> list[tuple[str, str]]:
    pieces = []
    for number in range(len(document)):
        page = document[number]
        words = page.get_textpage()
        pieces.append((f"page {number + 1}", words.get_text_bounded()))
        words.close()
        page.close()
    return pieces


def _properties(document: pdfium.PdfDocument) -> str:
    said = document.get_metadata_dict(skip_empty=True)
    return "\n".join(said[name] for name in ("Title", "Subject", "Author", "Keywords") if name in said)
