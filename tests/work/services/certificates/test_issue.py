"""A certificate is issued once, sealed, kept where only its key opens it, and can be taken back or erased."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from pypdf import PdfReader
from pytest_django import Settings

from madang.ground.organisations.models import Government
from madang.ground.people.models import Person
from madang.work.services.certificates.actions import erase_for_case, issue_certificate, revoke_certificate
from madang.work.services.certificates.models import Certificate, CertificateFile
from madang.work.services.certificates.queries import (
    DocumentFacts,
    Fact,
    State,
    Words,
    check_file,
    of_case,
    pdf_of,
)
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS = tmp_path / "keys"


def extract(holder: str = "김하늘", valid_until: date | None = None) -> DocumentFacts:
    return DocumentFacts(
        service="resident-certificate",
        title=Words("주민등록표 등본", "Resident registration certificate"),
        holder=holder,
        lines=(
            Fact(Words("성명", "Name"), (Words(holder, holder),)),
            Fact(Words("주소", "Address"), (Words("마당로 12", "마당로 12"),)),
        ),
        statement=Words("위와 같음을 증명합니다.", "This is certified."),
        valid_until=valid_until,
    )


def test_the_paper_states_the_facts_and_says_that_they_are_invented(city: Government) -> None:
    certificate = issue_certificate(uuid4(), "extract", extract(), government=city, by=None)
    pdf = pdf_of(certificate)
    assert pdf is not None
    text = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    for stated in ("김하늘", "마당로 12", certificate.number, "가상 자료", "Invented data", "새빛시장"):
        assert stated in text
    assert certificate.holder == "김*늘"


def test_asked_twice_the_first_is_returned(city: Government, clerk: Person) -> None:
    case = uuid4()
    first = issue_certificate(case, "extract", extract(), government=city, by=clerk)
    again = issue_certificate(case, "extract", extract("다른 사람"), government=city, by=clerk)
    assert again == first
    assert again.holder == "김*늘"
    assert of_case(case) == [first]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_issue_one() -> None:
    case, city = uuid4(), people.city()

    def issue(_: int) -> Certificate:
        try:
            return issue_certificate(case, "extract", extract(), government=city, by=None)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        issued = list(pool.map(issue, range(3)))
    assert len({one.number for one in issued}) == 1
    assert Certificate.objects.count() == CertificateFile.objects.count() == 1


def test_nothing_personal_lies_open_in_the_database(city: Government) -> None:
    certificate = issue_certificate(uuid4(), "extract", extract(), government=city, by=None)
    row = Certificate.objects.values().get(pk=certificate.pk)
    assert "김하늘" not in str(row)
    assert not bytes(CertificateFile.objects.get().content).startswith(b"%PDF")


def test_a_certificate_is_taken_back_for_a_reason_and_once(
    city: Government, clerk: Person, head: Person
) -> None:
    certificate = issue_certificate(uuid4(), "extract", extract(), government=city, by=clerk)
    with pytest.raises(ValueError, match="grounds"):
        revoke_certificate(certificate, "  ", by=clerk)
    revoke_certificate(certificate, "mistake", by=clerk)
    first = certificate.revoked_at
    revoke_certificate(certificate, "overturned", by=head)
    assert (certificate.revoked_at, certificate.revoked_by) == (first, clerk)


def test_erased_it_can_still_be_checked_without_a_name(city: Government) -> None:
    case = uuid4()
    certificate = issue_certificate(case, "extract", extract(), government=city, by=None)
    pdf = pdf_of(certificate)
    assert pdf is not None
    assert erase_for_case(case, by=None) == 1
    certificate.refresh_from_db()
    assert pdf_of(certificate) is None
    verdict = check_file(pdf)
    assert verdict.state is State.VALID
    assert verdict.shown is not None
    assert verdict.shown.holder == ""


def test_every_kind_of_government_has_an_office_and_a_seal(db: None) -> None:
    for government in (people.nation(), people.province()):
        certificate = issue_certificate(uuid4(), "extract", extract(), government=government, by=None)
        assert pdf_of(certificate)


def test_a_long_document_goes_on_to_further_pages(city: Government) -> None:
    lines = tuple(
        Fact(Words(f"항목 {n}", f"Item {n}"), (Words("가나다 " * 30, "가나다 " * 30),)) for n in range(40)
    )
    facts = DocumentFacts("s", Words("긴 문서", "Long document"), "이도윤", lines)
    pdf = pdf_of(issue_certificate(uuid4(), "long", facts, government=city, by=None))
    assert pdf is not None
    assert len(PdfReader(io.BytesIO(pdf)).pages) > 2


def test_what_a_person_wrote_is_shown_as_text(city: Government) -> None:
    facts = extract("<img src='file:///etc/passwd'>")
    pdf = pdf_of(issue_certificate(uuid4(), "extract", facts, government=city, by=None))
    assert pdf is not None
    assert "<img src=" in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
