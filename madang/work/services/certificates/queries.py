"""Questions about certificates: those of a case, the file, and whether one is genuine."""

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from hmac import compare_digest
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from madang.lib import pdf_seals, sealing, signing
from madang.work.services.certificates.models import Certificate, CertificateFile
from madang.work.services.certificates.rules import (
    GROUNDS,
    DocumentFacts,
    Fact,
    Shown,
    State,
    Token,
    Verdict,
    Words,
    office_of,
    parted,
    signed_bytes,
    state_at,
    tidy_code,
    tidy_number,
)

__all__ = [
    "GROUNDS",
    "Certificate",
    "DocumentFacts",
    "Fact",
    "Shown",
    "State",
    "Token",
    "Verdict",
    "Words",
    "check_code",
    "check_file",
    "check_number",
    "of_case",
    "of_number",
    "pdf_of",
    "published_keys",
]


def of_case(case_id: UUID) -> list[Certificate]:
    """The certificates issued in a case, the latest first."""
    return list(Certificate.objects.filter(case=case_id).select_related("government").order_by("-issued_at"))


def of_number(number: str) -> Certificate | None:
    """The certificate of that number, as printed or typed."""
    return _certificate(number=tidy_number(number))


def pdf_of(certificate: Certificate) -> bytes | None:
    """The file of a certificate; None once it was erased. Ask only for who may see the case."""
    sealed = CertificateFile.objects.filter(certificate=certificate).first()
    if sealed is None or certificate.key is None:
        return None
    key = sealing.unwrap(bytes(certificate.key), settings.KEYS)
    return sealing.unseal(key, bytes(sealed.content), about_file(certificate))


def about_file(certificate: Certificate) -> str:
    """What the sealed file is bound to."""
    return f"certificate {certificate.pk}"


def check_number(number: str, code: str) -> Verdict:
    """Is there a certificate of this number and code? A wrong code finds as little as a wrong number."""
    found = _certificate(number=tidy_number(number))
    given = sha256(tidy_code(code).encode()).digest()
    if found is None or not compare_digest(bytes(found.code_hash), given):
        return Verdict(State.UNKNOWN)
    return _verdict(found)


def check_code(carried: str) -> Verdict:
    """Is what a QR code carried signed by us, and how does its certificate stand?"""
    parts = parted(carried)
    if parts is None:
        return Verdict(State.UNREADABLE)
    token, packed, signature = parts
    if signing.verify_by_any(signed_bytes(packed), signature, settings.KEYS) != token.key_id:
        return Verdict(State.TAMPERED)
    found = _certificate(number=token.number)
    return _verdict(found) if found is not None else Verdict(State.UNKNOWN)


def check_file(pdf: bytes) -> Verdict:
    """Does the PDF bear our seal, is it as it was sealed, and how does its certificate stand?"""
    outcomes = {
        pdf_seals.State.CHANGED: State.TAMPERED,
        pdf_seals.State.UNKNOWN_SIGNER: State.UNKNOWN,
        pdf_seals.State.UNSIGNED: State.UNSEALED,
        pdf_seals.State.UNREADABLE: State.UNREADABLE,
    }
    found = _certificate(file_hash=sha256(pdf).digest())
    if found is None:
        return Verdict(outcomes.get(pdf_seals.check_pdf_of_a_stranger(pdf, settings.KEYS), State.UNKNOWN))
    checked = pdf_seals.check_pdf(pdf, settings.KEYS)  # a file of our own, byte for byte
    return Verdict(outcomes[checked.state]) if checked.state in outcomes else _verdict(found)


def published_keys() -> dict[str, list[dict[str, str]]]:
    """The keys with which anybody can verify the QR codes without asking us (a JSON Web Key set)."""
    return signing.published(settings.KEYS)


def _certificate(**about: str | bytes) -> Certificate | None:
    return Certificate.objects.filter(**about).select_related("government").first()


def _verdict(found: Certificate) -> Verdict:
    government = found.government
    zone = ZoneInfo(government.time_zone)
    on: Callable[..., date] = lambda moment: moment.astimezone(zone).date()  # noqa: E731  # used twice, here only
    shown = Shown(
        number=found.number,
        title=Words(found.title_ko, found.title_en),
        office=office_of(government.kind, government.name_ko, government.name_en),
        holder=found.holder,
        issued_on=on(found.issued_at),
        valid_until=found.valid_until,
        revoked_on=on(found.revoked_at) if found.revoked_at else None,
        invented=government.invented,
    )
    return Verdict(state_at(found.valid_until, found.revoked_at, on(timezone.now())), shown)
