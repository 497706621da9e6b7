"""What is done with certificates: issue, revoke, erase."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from madang.ground.organisations.queries import Government
from madang.ground.people.queries import Person
from madang.lib import sealing, signing
from madang.work.services.certificates import queries
from madang.work.services.certificates.drawing import Sheet, draw
from madang.work.services.certificates.models import Certificate, CertificateFile
from madang.work.services.certificates.rules import (
    GROUNDS,
    DocumentFacts,
    Token,
    fresh_code,
    fresh_number,
    hash_of_facts,
    joined,
    mask,
    office_of,
    pack,
    signed_bytes,
)


def issue_certificate(
    case_id: UUID,
    document: str,
    facts: DocumentFacts,
    *,
    government: Government,
    decided_at: datetime | None = None,
    by: Person | None,
) -> Certificate:
    """Issue the document of a case, once for each decision: asked again, the one issued first is returned.

    One that was revoked is followed by another only after a new decision, of which `decided_at` is the moment.
    Drawing and sealing take about a second, so call it in a job.
    """
    last = Certificate.objects.filter(case=case_id, document=document).order_by("-issued_at").first()
    if last is not None and (last.revoked_at is None or decided_at is None or last.issued_at >= decided_at):
        return last
    sheet = _sheet(facts, government)
    pdf = draw(sheet)
    try:
        with transaction.atomic():
            return _keep(sheet, pdf, case_id=case_id, document=document, by=by)
    except IntegrityError:  # another worker was quicker
        return Certificate.objects.get(case=case_id, document=document, revoked_at__isnull=True)


def revoke_certificate(certificate: Certificate, ground: str, *, by: Person | None) -> Certificate:
    """Take a certificate back on one of the grounds; whoever checks it from now on is told. Twice is once."""
    if ground not in GROUNDS:
        raise ValueError(f"a certificate is revoked on one of these grounds: {', '.join(GROUNDS)}")
    now = timezone.now()
    Certificate.objects.filter(pk=certificate.pk, revoked_at__isnull=True).update(
        revoked_at=now, revoked_by=by, revoked_because=ground
    )
    certificate.refresh_from_db()
    return certificate


@transaction.atomic
def erase_for_case(case_id: UUID, *, by: Person | None) -> int:
    """Erase what is personal in the certificates of a case; number, dates and state stay. How many."""
    CertificateFile.objects.filter(certificate__case=case_id).delete()
    return Certificate.objects.filter(case=case_id).update(key=None, holder="", token="")


def _sheet(facts: DocumentFacts, government: Government) -> Sheet:
    issued_at = timezone.now().astimezone(ZoneInfo(government.time_zone))
    number, code = fresh_number(government.code, issued_at.date()), fresh_code()
    token = Token(
        number=number,
        government=government.code,
        office=office_of(government.kind, government.name_ko, government.name_en).ko,
        title_ko=facts.title.ko,
        title_en=facts.title.en,
        holder=mask(facts.holder),
        issued_on=issued_at.date(),
        valid_until=facts.valid_until,
        facts=hash_of_facts(facts, code),
        key_id=signing.key_id(signing.public_key(settings.KEYS)),
    )
    packed = pack(token)
    signature = signing.sign(signed_bytes(packed), settings.KEYS)
    return Sheet(government, facts, number, code, joined(packed, signature), issued_at)


def _keep(sheet: Sheet, pdf: bytes, *, case_id: UUID, document: str, by: Person | None) -> Certificate:
    key = sealing.new_key()
    certificate = Certificate.objects.create(
        id=uuid4(),
        government=sheet.government,
        case=case_id,
        document=document,
        service=sheet.facts.service,
        number=sheet.number,
        code_hash=sha256(sheet.code.encode()).digest(),
        title_ko=sheet.facts.title.ko,
        title_en=sheet.facts.title.en,
        holder=mask(sheet.facts.holder),
        issued_at=sheet.issued_at,
        issued_by=by,
        valid_until=sheet.facts.valid_until,
        token=sheet.token,
        file_hash=sha256(pdf).digest(),
        key=sealing.wrap(key, settings.KEYS),
    )
    content = sealing.seal(key, pdf, queries.about_file(certificate))
    CertificateFile.objects.create(certificate=certificate, content=content)
    return certificate
