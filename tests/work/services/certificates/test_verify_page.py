"""The page where anybody checks a certificate, as a person meets it: phone, desktop, keyboard, no script."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from madang.work.services.certificates.actions import issue_certificate, revoke_certificate
from madang.work.services.certificates.queries import Certificate, pdf_of
from tests import people
from tests.browser import assert_accessible, assert_fits, open_browser
from tests.work.services.certificates.test_issue import extract

pytestmark = pytest.mark.django_db(transaction=True)

VALID = {"ko": "진본이며 유효합니다", "en": "Genuine and valid"}


@pytest.fixture
def certificate(settings: Settings, tmp_path: Path) -> Certificate:
    settings.KEYS = tmp_path / "keys"
    until = timezone.localdate() + timedelta(days=90)
    return issue_certificate(
        uuid4(), "extract", extract(valid_until=until), government=people.city(), by=None
    )


@pytest.mark.parametrize(("width", "language"), [(390, "ko"), (1280, "en")])
def test_a_scanned_qr_code_is_checked_at_once(
    live_server: LiveServer, certificate: Certificate, width: int, language: str
) -> None:
    with open_browser(live_server, width=width, language=language) as page:
        page.goto(f"/verify/#{certificate.token}")
        page.wait_for_selector("#answer")
        assert VALID[language] in page.inner_text("#answer")
        assert certificate.number in page.inner_text("#answer")
        assert "#" not in page.url
        assert_fits(page)
        assert_accessible(page)


def test_without_scripts_the_address_can_be_pasted(live_server: LiveServer, certificate: Certificate) -> None:
    with open_browser(live_server, scripts=False) as page:
        page.goto("/verify/")
        page.fill("textarea", f"https://x.example/verify/#{certificate.token}")
        page.click("#way-code button")
        assert VALID["ko"] in page.inner_text("#answer")


def test_a_file_is_checked_and_a_revoked_one_is_told(
    live_server: LiveServer, certificate: Certificate, tmp_path: Path
) -> None:
    pdf = pdf_of(certificate)
    assert pdf is not None
    (tmp_path / "c.pdf").write_bytes(pdf)
    revoke_certificate(certificate, "no-longer-true", by=people.park_seoyeon())
    with open_browser(live_server, language="en") as page:
        page.goto("/verify/")
        assert_accessible(page)
        page.set_input_files("input[type=file]", tmp_path / "c.pdf")
        page.click("#way-file button")
        assert "Revoked" in page.inner_text("#answer")
        assert_accessible(page)


def test_what_is_missing_is_said_beside_the_field(live_server: LiveServer, certificate: Certificate) -> None:
    with open_browser(live_server, language="en") as page:
        page.goto("/verify/")
        page.click("#way-number button")
        assert "Enter the number printed at the top left" in page.inner_text("#way-number")
        assert_accessible(page)
