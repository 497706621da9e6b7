"""Revoking a document: by a head of the unit that decided, or because the decision was overturned."""

from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.flow import actions as flow
from madang.flow.queries import Case, as_record
from madang.ground.organisations.queries import Authority, authorities
from madang.ground.people.queries import Person
from madang.work.services.certificates.actions import revoke_certificate
from madang.work.services.certificates.queries import Certificate, of_case
from madang.work.services.errors import CannotApply

HEAD = "head"


def may_revoke(case: Case, person: Person) -> Authority | None:
    """Under what authority somebody revokes documents of this case: head of its unit or deputy, not the applicant."""
    if case.applicant_id == person.pk:
        return None
    for held in authorities(person, at=timezone.now()):
        bound = held.subjects and case.definition.key not in held.subjects
        if held.role == HEAD and held.via != "delegate" and held.unit_id == case.unit_id and not bound:
            return held
    return None


@transaction.atomic
def revoke_document(certificate: Certificate, *, ground: str, because: str, by: Person) -> Certificate:
    """A head takes a document back, on a ground and with a reason that its holder reads. Twice is once."""
    case = Case.objects.select_related("definition").get(pk=certificate.case)
    authority = may_revoke(case, by)
    if authority is None:
        raise CannotApply(_("Only a head of the unit that decided can revoke this document."))
    if not because.strip():
        raise CannotApply(_("Please write the reason; the holder of the document will read it."))
    return _revoke(certificate, ground, because.strip(), authority, by)


@transaction.atomic
def revoke_overturned(case_id: UUID, *, by: Person | None) -> int:
    """After an objection the case ended otherwise: what the first decision had issued holds no more. How many."""
    standing = [each for each in of_case(case_id) if each.revoked_at is None]
    for certificate in standing:
        _revoke(certificate, "overturned", "", None, by)
    return len(standing)


def _revoke(
    certificate: Certificate, ground: str, because: str, authority: Authority | None, by: Person | None
) -> Certificate:
    flow.record(
        certificate.case,
        "document_revoked",
        {"document": certificate.document, "certificate": certificate.number, "ground": ground},
        texts={"reason": because},
        authority=as_record(authority) if authority else None,
        key=uuid5(certificate.case, f"revoked-{certificate.number}"),
        by=by,
    )
    return revoke_certificate(certificate, ground, by=by)
