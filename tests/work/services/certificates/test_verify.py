"""Anybody can check a certificate: by number, by QR code with and without a network, and as a file."""

import json
import subprocess
import sys
from base64 import urlsafe_b64encode
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pytest_django import Settings

from madang.ground.organisations.models import Government
from madang.lib.pdf import render
from madang.lib.pdf_seals import seal_pdf
from madang.lib.signing import rotate
from madang.work.services.certificates import rules
from madang.work.services.certificates.actions import issue_certificate, revoke_certificate
from madang.work.services.certificates.answers import ANSWERS
from madang.work.services.certificates.drawing import FONTS
from madang.work.services.certificates.queries import (
    Certificate,
    State,
    check_code,
    check_file,
    check_number,
    pdf_of,
    published_keys,
)
from tests import people
from tests.work.services.certificates.test_issue import extract

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture(autouse=True)
def keys(settings: Settings, tmp_path: Path) -> Path:
    settings.KEYS = tmp_path / "keys"
    return tmp_path / "keys"


@pytest.fixture
def certificate(city: Government) -> Certificate:
    until = timezone.localdate() + timedelta(days=90)
    return issue_certificate(uuid4(), "extract", extract(valid_until=until), government=city, by=None)


def file_of(certificate: Certificate) -> bytes:
    pdf = pdf_of(certificate)
    assert pdf is not None
    return pdf


def code_of(certificate: Certificate) -> str:
    """The code as a person reads it off the paper."""
    words = PdfReader(BytesIO(file_of(certificate))).pages[0].extract_text().split()
    return words[words.index("Code") + 1]


def test_number_and_code_find_it_however_they_are_typed(certificate: Certificate) -> None:
    code = code_of(certificate)
    assert check_number(certificate.number, code).state is State.VALID
    typed = f" {certificate.number.lower()} ", code.replace("-", " ").lower()
    assert check_number(*typed).state is State.VALID
    looks_alike = code.replace("0", "o").replace("1", "l")
    assert check_number(certificate.number, looks_alike).state is State.VALID


def test_a_wrong_code_finds_as_little_as_a_wrong_number(certificate: Certificate) -> None:
    wrong_code = check_number(certificate.number, "0000-0000-0000")
    assert wrong_code == check_number("SAEBIT-26-00000-00000", code_of(certificate))
    assert wrong_code.state is State.UNKNOWN
    assert wrong_code.shown is None


def test_the_answer_shows_no_more_than_the_paper(client: Client, certificate: Certificate) -> None:
    given = {"way": "number", "number-number": certificate.number, "number-code": code_of(certificate)}
    page = client.post("/verify/", given).content.decode()
    assert "김*늘" in page
    assert "김하늘" not in page
    assert "마당로" not in page
    assert "가상 자료" in page


def test_what_the_qr_code_carries_is_checked(certificate: Certificate) -> None:
    assert check_code(certificate.token).state is State.VALID
    assert check_code(f"https://x.example/verify/#{certificate.token}").state is State.VALID
    packed, _, signature = certificate.token.partition(".")
    stated = json.loads(rules._bytes(packed))
    stated[6] = "이*윤"
    forged = urlsafe_b64encode(json.dumps(stated, ensure_ascii=False).encode()).rstrip(b"=").decode()
    assert check_code(f"{forged}.{signature}").state is State.TAMPERED


def test_one_changed_letter_of_the_code_is_noticed(certificate: Certificate) -> None:
    token = certificate.token
    for at in range(0, len(token), 7):
        other = "A" if token[at] != "A" else "B"
        changed = token[:at] + other + token[at + 1 :]
        assert check_code(changed).state in {State.TAMPERED, State.UNREADABLE}, at


@given(st.text(max_size=80))
def test_noise_in_place_of_a_code_is_unreadable(noise: str) -> None:
    assert rules.parted(noise) is None


def test_codes_of_before_a_change_of_key_still_verify(certificate: Certificate, keys: Path) -> None:
    rotate(keys)
    assert check_code(certificate.token).state is State.VALID


def test_expired_and_revoked_are_said(certificate: Certificate, db: None) -> None:
    yesterday = timezone.localdate() - timedelta(days=2)
    Certificate.objects.filter(pk=certificate.pk).update(valid_until=yesterday)
    assert check_code(certificate.token).state is State.EXPIRED
    revoke_certificate(certificate, "no-longer-true", by=people.park_seoyeon())
    for verdict in (check_code(certificate.token), check_file(file_of(certificate))):
        assert verdict.state is State.REVOKED
        assert verdict.shown is not None
        assert verdict.shown.revoked_on is not None


@pytest.mark.parametrize(("days", "state"), [(-1, State.EXPIRED), (0, State.VALID), (1, State.VALID)])
def test_a_certificate_holds_to_the_end_of_its_last_day(days: int, state: State) -> None:
    today = date(2026, 11, 21)
    assert rules.state_at(today + timedelta(days=days), None, today) is state


def test_the_file_is_checked_byte_for_byte(certificate: Certificate) -> None:
    pdf = file_of(certificate)
    assert check_file(pdf).state is State.VALID
    for at in range(30, len(pdf), len(pdf) // 5):
        changed = bytearray(pdf)
        changed[at] ^= 1
        assert check_file(bytes(changed)).state is not State.VALID, at
    assert check_file(pdf + b"\n").state is not State.VALID
    assert check_file(b"%PDF-1.7 nothing").state is State.UNREADABLE


def test_each_kind_of_file_gets_its_answer(certificate: Certificate, keys: Path, tmp_path: Path) -> None:
    plain = render("<html lang='ko'><title>x</title>x</html>", FONTS)
    assert check_file(plain).state is State.UNSEALED
    assert check_file(seal_pdf(plain, "other", "Other", tmp_path, reason="x")).state is State.UNKNOWN
    assert check_file(seal_pdf(plain, "saebit", "Saebit", keys, reason="x")).state is State.UNKNOWN
    changed = bytearray(file_of(certificate))
    changed[400] ^= 1
    assert check_file(bytes(changed)).state is State.TAMPERED


def offline(keys: Path, carried: str) -> "subprocess.CompletedProcess[str]":
    script = ROOT / "docs/use/verify_offline.py"
    return subprocess.run(
        [sys.executable, script, keys, carried], capture_output=True, text=True, check=False
    )


def test_without_a_network_the_published_key_is_enough(
    client: Client, certificate: Certificate, tmp_path: Path
) -> None:
    published = tmp_path / "keys.json"
    published.write_bytes(client.get("/.well-known/madang-keys.json").content)
    good = offline(published, f"http://localhost:8000/verify/#{certificate.token}")
    assert (good.returncode, good.stdout.split()[0]) == (0, "GENUINE")
    assert certificate.number in good.stdout
    assert "김*늘" in good.stdout
    signature = certificate.token.rpartition(".")[2]
    swapped = certificate.token[: -len(signature)] + ("A" if signature[0] != "A" else "B") + signature[1:]
    assert offline(published, swapped).returncode == 1
    assert offline(published, "nothing").returncode == 2
    published.write_text('{"keys": []}')
    assert "not in the file" in offline(published, certificate.token).stdout


def test_without_a_network_an_expired_one_is_told(city: Government, tmp_path: Path) -> None:
    old = issue_certificate(uuid4(), "d", extract(valid_until=date(2020, 1, 1)), government=city, by=None)
    published = tmp_path / "keys.json"
    published.write_text(json.dumps(published_keys()))
    told = offline(published, old.token)
    assert told.returncode == 1
    assert "expired on 2020-01-01" in told.stdout


def test_the_page_answers_in_all_three_ways(client: Client, certificate: Certificate) -> None:
    assert client.get("/verify/").status_code == 200
    page = client.post("/verify/", {"way": "code", "code-carried": certificate.token})
    assert page.context["verdict"].state is State.VALID
    upload = SimpleUploadedFile("c.pdf", file_of(certificate))
    page = client.post("/verify/", {"way": "file", "file-file": upload})
    assert page.context["verdict"].state is State.VALID


@pytest.mark.parametrize("way", ["number", "code", "file"])
def test_what_is_missing_is_asked_for(client: Client, db: None, way: str) -> None:
    page = client.post("/verify/", {"way": way})
    assert page.status_code == 422
    assert page.context["verdict"] is None
    assert page.context["forms"][way].errors


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("state", list(State))
def test_every_answer_has_words_in_both_languages(state: State, language: str) -> None:
    with override(language):
        words = f"{ANSWERS[state].title} {ANSWERS[state].meaning}"
    korean = any("가" <= letter <= "힣" for letter in words)
    assert ANSWERS[state].level in {"success", "warning", "danger"}
    assert korean == (language == "ko")


def test_the_keys_that_are_published_are_public(client: Client, db: None) -> None:
    answer = client.get("/.well-known/madang-keys.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert {"kty", "crv", "kid", "x", "pem"} <= set(answer.json()["keys"][0])
    assert "d" not in answer.json()["keys"][0]
    assert b"PRIVATE" not in answer.content + client.get("/.well-known/madang-root.pem").content
