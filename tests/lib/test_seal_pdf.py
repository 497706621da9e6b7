"""A sealed PDF proves itself to us and to another reader; one changed byte shows."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import StreamObject

from madang.lib.pdf import CannotDraw, assert_drawable, render
from madang.lib.pdf_seals import State, check_pdf, root_certificate, seal_pdf

FONTS = Path("node_modules/krds-uiux/resources/fonts")
PAGE = """<html lang='ko'><head><title>증명서</title></head>
<body style='font-family: Pretendard GOV'><h1>증명서</h1></body></html>"""


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(scope="module")
def sealed(keys: Path) -> bytes:
    return seal_pdf(render(PAGE, FONTS), "haneul", "하늘시 Haneul City", keys, reason="증명서 발급")


def test_a_sealed_file_is_intact_and_names_the_organisation(sealed: bytes, keys: Path) -> None:
    checked = check_pdf(sealed, keys)
    assert checked.state is State.INTACT
    assert checked.signer == "하늘시 Haneul City"


def test_another_installation_does_not_vouch_for_it(sealed: bytes, tmp_path: Path) -> None:
    assert check_pdf(sealed, tmp_path).state is State.UNKNOWN_SIGNER


def test_every_changed_byte_of_the_document_shows(sealed: bytes, keys: Path) -> None:
    room = sealed.index(b"/Contents <") + len(b"/Contents <")
    signature = range(room, sealed.index(b">", room))
    value = room + len(sealed[room : signature.stop].rstrip(b"0")) - 20
    # The rest of the signature's room is its envelope, which the format leaves unsigned and no reader shows.
    spots = (at for at in range(20, len(sealed), max(1, len(sealed) // 60)) if at not in signature)
    for at in (*spots, value, signature.stop - 1):
        changed = bytearray(sealed)
        changed[at] ^= 1
        assert check_pdf(bytes(changed), keys).state is not State.INTACT, at


def test_something_added_behind_the_seal_shows(sealed: bytes, keys: Path) -> None:
    assert check_pdf(sealed + b"\n% more", keys).state is not State.INTACT


def test_a_file_without_a_seal_says_so(keys: Path) -> None:
    assert check_pdf(render(PAGE, FONTS), keys).state is State.UNSIGNED


@given(st.binary(max_size=300))
def test_noise_is_unreadable(keys: Path, noise: bytes) -> None:
    assert check_pdf(b"%PDF-1.7\n" + noise, keys).state in {State.UNREADABLE, State.CHANGED}
    assert check_pdf(noise, keys).state is State.UNREADABLE


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler-utils is not installed")
def test_another_reader_of_pdf_agrees(sealed: bytes, tmp_path: Path) -> None:
    (tmp_path / "sealed.pdf").write_bytes(sealed)
    said = subprocess.run(
        ["pdfsig", "-nocert", "sealed.pdf"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "Signature is Valid." in said.stdout
    assert "ETSI.CAdES.detached" in said.stdout
    assert "Total document signed" in said.stdout
    at = sealed.index(b"startxref") - 40
    (tmp_path / "sealed.pdf").write_bytes(sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :])
    said = subprocess.run(
        ["pdfsig", "-nocert", "sealed.pdf"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "Signature is Valid." not in said.stdout


def test_openssl_reads_the_root(keys: Path, tmp_path: Path) -> None:
    (tmp_path / "root.pem").write_bytes(root_certificate(keys))
    assert b"PRIVATE" not in root_certificate(keys)
    done = subprocess.run(
        ["openssl", "verify", "-CAfile", "root.pem", str(keys / "seal-haneul.pem")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip().endswith("OK")


def test_the_page_is_tagged_for_screen_readers() -> None:
    pdf = PdfReader(BytesIO(render(PAGE, FONTS)))
    assert str(pdf.root_object["/MarkInfo"]) == "{'/Marked': True}"
    assert str(pdf.root_object["/Lang"]) == "ko"
    metadata = pdf.root_object["/Metadata"].get_object()
    assert isinstance(metadata, StreamObject)
    assert b"pdfuaid:part" in metadata.get_data()


def test_a_page_reads_no_file_of_the_machine() -> None:
    pdf = render(
        "<html lang='ko'><title>x</title><img src='file:///etc/hostname' alt='x'><link rel=attachment href='file:///etc/passwd'></html>",
        FONTS,
    )
    assert b"EmbeddedFile" not in pdf


def test_a_character_that_no_font_has_is_refused() -> None:
    assert_drawable("홍길동 Hong 2026", FONTS)
    with pytest.raises(CannotDraw, match=r"U\+2A6A5"):
        assert_drawable("홍\U0002a6a5동", FONTS)
