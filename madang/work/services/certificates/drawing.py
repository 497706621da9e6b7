"""The certificate on paper: one A4 page or more, with seal and QR code, as a tagged PDF."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import segno
from django.conf import settings
from django.template.loader import render_to_string

from madang.lib.pdf import assert_drawable, render
from madang.lib.pdf_seals import seal_pdf
from madang.work.services.certificates.rules import DocumentFacts, Words, office_of, seal_letters

if TYPE_CHECKING:
    from madang.ground.organisations.queries import Government

SEAL = 17.0  # millimetres within the frame of the seal
FONTS = settings.FRONT_END / "krds-uiux" / "resources" / "fonts"


@dataclass(frozen=True)
class Sheet:
    """A certificate ready to be drawn."""

    government: "Government"
    facts: DocumentFacts
    number: str
    code: str
    token: str
    issued_at: datetime  # in the government's zone


def draw(sheet: Sheet) -> bytes:
    """The certificate as a PDF under the organisation's seal."""
    html = page(sheet)
    assert_drawable(html, FONTS)
    government = sheet.government
    organisation = f"{government.name_ko} {government.name_en}"
    reason = f"{sheet.facts.title.ko} · {sheet.number}"
    return seal_pdf(render(html, FONTS), government.code, organisation, settings.KEYS, reason=reason)


def page(sheet: Sheet) -> str:
    """The certificate as a page of HTML."""
    government = sheet.government
    office = office_of(government.kind, government.name_ko, government.name_en)
    columns, rows = seal_letters(office.ko)
    return render_to_string(
        "certificates/certificate.html",
        {
            "sheet": sheet,
            "facts": sheet.facts,
            "government": government,
            "office": office,
            "issued": in_words(sheet.issued_at.date()),
            "until": in_words(sheet.facts.valid_until) if sheet.facts.valid_until else None,
            "address": f"{settings.SITE_ADDRESS}/verify/",
            "qr": qr(sheet.token),
            "seal": _placed(columns, rows),
            "cell": {"width": SEAL / len(columns), "height": SEAL / rows, "stretch": rows / len(columns)},
        },
    )


def qr(token: str) -> str:
    """The QR code as an SVG picture in a data address; any phone opens the page that checks it."""
    made = segno.make(f"{settings.SITE_ADDRESS}/verify/#{token}", error="m", micro=False, boost_error=False)
    return str(made.svg_data_uri(border=0, dark="#1e2124"))


def in_words(day: date) -> Words:
    """A day as documents write it."""
    return Words(f"{day.year}년 {day.month}월 {day.day}일", f"{day.day} {day:%B} {day.year}")


def _placed(columns: list[list[str]], rows: int) -> list[tuple[str, float, float]]:
    """Each letter of the seal in reading order with its place in millimetres: columns from the right."""
    width, height = SEAL / len(columns), SEAL / rows
    return [
        (letter, SEAL - width * (at + 1), height * row)
        for at, column in enumerate(columns)
        for row, letter in enumerate(column)
    ]
