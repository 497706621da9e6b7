"""Uploads are judged by content; what is dangerous is refused quickly, with a sentence that helps."""

import struct
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from madang.lib.uploads import KINDS, Refused, clean_photo, inspect, safe_name

MB = 1_000_000


def zipped(*entries: tuple[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def docx(*more: tuple[str, bytes]) -> bytes:
    return zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>"), *more)


def picture(kind: str, size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **options)
    return out.getvalue()


def pdf(change: Callable[[PdfWriter], object] = lambda writer: None) -> bytes:
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    change(writer)
    writer.write(out)
    return out.getvalue()


def hwp(properties: int = 1) -> bytes:
    header = b"HWP Document File".ljust(32, b"\0") + b"\x00\x00\x00\x05" + struct.pack("<I", properties)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + header + b"\0" * 300


GOOD = {
    "pdf": pdf(),
    "jpg": picture("JPEG"),
    "png": picture("PNG"),
    "webp": picture("WEBP"),
    "heic": b"\0\0\0\x18ftypheic" + b"\0" * 100,
    "docx": docx(),
    "xlsx": zipped(("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<w/>")),
    "odt": zipped(("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<o/>")),
    "hwpx": zipped(("mimetype", b"application/hwp+zip"), ("Contents/section0.xml", b"<s/>")),
    "hwp": hwp(),
    "csv": "이름,나이\n김하늘,36\n".encode(),
    "txt": "안녕하십니까".encode("cp949"),
    "zip": zipped(("사진/1.jpg", picture("JPEG")), ("글.txt", b"x")),
}


def refused(data: bytes, name: str = "a.pdf", max_bytes: int = 10 * MB, **accept: object) -> str:
    with pytest.raises(Refused) as told:
        inspect(data, name, max_bytes=max_bytes, **accept)  # type: ignore[arg-type]  # accept is spelt out by callers
    assert any("가" <= letter <= "힣" for letter in told.value.ko)
    return told.value.en


def outcome(data: bytes, name: str) -> str:
    """The kind of the file, or that it was refused; any other error is an error of ours."""
    try:
        return inspect(data, name, max_bytes=MB).kind
    except Refused:
        return "refused"


def test_every_kind_has_an_example() -> None:
    assert set(GOOD) == set(KINDS)


@pytest.mark.parametrize("kind", GOOD)
def test_each_kind_is_known_by_its_content(kind: str) -> None:
    name = "기록.csv" if kind == "csv" else "증빙.bin"
    accepted = inspect(GOOD[kind], name, accept=[kind], max_bytes=MB)
    assert (accepted.kind, accepted.media_type, accepted.size) == (kind, KINDS[kind][0], len(GOOD[kind]))
    assert accepted.name.endswith(f".{kind}")
    assert inspect(BytesIO(GOOD[kind]), name, max_bytes=MB) == accepted


def test_a_false_name_does_not_help() -> None:
    assert "png" in refused(GOOD["png"], "문서.pdf", accept=["pdf"])
    assert "no kind" in refused(b"MZ\x90\x00" + b"\0" * 200, "증빙.pdf")
    assert "no kind" in refused(GOOD["hwp"].replace(b"HWP Doc", b"XXX Doc"), "옛문서.doc")
    assert "web page" in refused(b"<!DOCTYPE html><script>alert(1)</script>", "메모.txt")
    assert "web page" in refused(b'<svg xmlns="x" onload="x"/>', "그림.txt")


def test_empty_and_large_files_are_refused() -> None:
    assert "empty" in refused(b"")
    assert "larger than 1 MB" in refused(b"x" * (MB + 1), max_bytes=MB)
    assert "larger than 1 MB" in refused(BytesIO(b"x" * 3 * MB), max_bytes=MB)  # type: ignore[arg-type]  # a file too


def test_what_runs_is_refused() -> None:
    def opens_with_a_script(writer: PdfWriter) -> None:
        script = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")}
        )
        writer.root_object[NameObject("/OpenAction")] = script

    def launches(writer: PdfWriter) -> None:
        action = DictionaryObject(
            {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("x")}
        )
        writer.root_object[NameObject("/OpenAction")] = action

    assert "code that runs" in refused(pdf(opens_with_a_script))
    assert "code that runs" in refused(pdf(launches))
    assert "code that runs" in refused(docx(("word/vbaProject.bin", b"x")))
    assert "programs" in refused(zipped(("사진.jpg.exe", b"MZ")))
    assert "programs" in refused(zipped(("inner.zip", GOOD["zip"])))


def packed_pdf(inside: bytes, offsets: tuple[int, int], times: int = 1) -> bytes:
    """A PDF whose catalogue (object 2) and pages (object 4) lie in an object stream, packed so many times."""
    content = b"2 %d 4 %d " % offsets + inside
    first = len(content) - len(inside)
    for _ in range(times):
        content = zlib.compress(content, 9)
    filters = b"/FlateDecode" * times
    head = b"<</Type/ObjStm/N 2/First %d/Filter[%s]/Length %d>>" % (first, filters, len(content))
    body = b"%PDF-1.5\n1 0 obj\n" + head + b"\nstream\n" + content + b"\nendstream\nendobj\n"
    rows = [
        b"\0\0\0\0\0",
        b"\1\0\0\x09\0",
        b"\2\0\0\1\0",
        b"\1" + len(body).to_bytes(3, "big") + b"\0",
        b"\2\0\0\1\1",
    ]
    listing = b"<</Type/XRef/Size 5/Root 2 0 R/W[1 3 1]/Length 25>>\nstream\n" + b"".join(rows)
    return body + b"3 0 obj\n" + listing + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(body)


def test_an_action_in_a_compressed_object_stream_is_found() -> None:
    pages = b"<</Type/Pages/Kids[]/Count 0>>"
    quiet = b"<</Type/Catalog/Pages 4 0 R>> "
    assert inspect(packed_pdf(quiet + pages, (0, len(quiet))), "a.pdf", max_bytes=MB).kind == "pdf"
    loud = b"<</Type/Catalog/Pages 4 0 R/OpenAction<</S/Java#53cript/J#53(x)>>>> "
    assert "code that runs" in refused(packed_pdf(loud + pages, (0, len(loud))))


def test_locked_files_are_refused() -> None:
    assert "password" in refused(pdf(lambda writer: writer.encrypt("secret", algorithm="RC4-128")))
    assert "password" in refused(hwp(properties=0b11))
    locked = bytearray(GOOD["zip"])
    for at in range(len(locked) - 4):
        if locked[at : at + 4] == b"PK\x01\x02":
            locked[at + 8] |= 1
    assert "password" in refused(bytes(locked))


def test_the_test_virus_is_refused() -> None:
    virus = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
    assert "malware" in refused(virus, "a.txt")


def bombs() -> dict[str, bytes]:
    zeros = b"\0" * 30 * MB
    shared = bytearray(zipped(*[(f"{n}.txt", b"\0" * MB) for n in range(50)]))
    for at in range(len(shared) - 46):
        if shared[at : at + 4] == b"PK\x01\x02":
            struct.pack_into("<I", shared, at + 42, 0)  # every entry points at the same bytes
    wide = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    huge = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + wide + struct.pack(">I", zlib.crc32(wide))
    return {
        "zeros": zipped(("a.txt", zeros)),
        "shared": bytes(shared),
        "many": zipped(*[(str(n), b"") for n in range(6000)]),
        "pixels": huge + b"\0" * 50,
    }


@pytest.mark.parametrize("name", bombs())
def test_bombs_are_refused_quickly_and_in_little_memory(name: str) -> None:
    bomb = bombs()[name]
    began = time.perf_counter()
    refused(bomb)
    took = time.perf_counter() - began
    tracemalloc.start()
    refused(bomb)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert took < 2
    assert most < 30 * MB


def test_a_pdf_that_unpacks_without_end_is_refused() -> None:
    bomb = packed_pdf(b"<</Type/Catalog/Pages 4 0 R>> " + b" " * 400 * MB, (0, 30), times=3)
    assert len(bomb) < MB
    began = time.perf_counter()
    assert refused(bomb)
    assert time.perf_counter() - began < 16


def test_damaged_files_are_refused() -> None:
    assert "damaged" in refused(GOOD["jpg"][:200])
    assert "damaged" in refused(GOOD["png"][:-20])
    assert "damaged" in refused(GOOD["zip"][:-30])
    assert "damaged" in refused(b"%PDF-1.7\nnothing")
    assert "damaged" in refused(zipped(("../../etc/passwd", b"x")))


@settings(max_examples=300)
@given(st.binary(max_size=400), st.text(max_size=30))
def test_random_bytes_are_taken_as_text_or_refused(noise: bytes, name: str) -> None:
    if noise.startswith(b"%PDF-"):
        return  # a process each: tried below
    assert outcome(noise, name) in {"txt", "csv", "refused"}


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([kind for kind in GOOD if kind != "pdf"]), st.data())
def test_mutated_files_are_taken_or_refused_and_nothing_else(kind: str, data: st.DataObject) -> None:
    changed = bytearray(GOOD[kind])
    for _ in range(data.draw(st.integers(1, 6))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    assert outcome(bytes(changed), "a.bin") in {*KINDS, "refused"}


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_mutated_pdf_files_are_taken_or_refused(data: st.DataObject) -> None:
    changed = bytearray(GOOD["pdf"])
    for _ in range(data.draw(st.integers(1, 6))):
        changed[data.draw(st.integers(5, len(changed) - 1))] = data.draw(st.integers(0, 255))
    assert outcome(bytes(changed), "a.pdf") in {*KINDS, "refused"}


@pytest.mark.parametrize(
    ("written", "kind", "safe"),
    [
        ("C:\\Users\\kim\\증명서.PDF", "pdf", "증명서.pdf"),
        ("../../etc/passwd", "txt", "passwd.txt"),
        ("a.pdf.exe", "pdf", "a.pdf"),
        ("a.exe", "jpg", "a.jpg"),
        ("사진\u202egpj.exe", "jpg", "사진gpj.jpg"),
        ("photo.jpeg", "jpg", "photo.jpeg"),
        ("보고서.v1.2.hwp", "hwp", "보고서.v1.2.hwp"),
        ("김하늘\x00\x1b[31m\n.png", "png", "김하늘[31m.png"),
        ("각.txt", "txt", "각.txt"),
        ("con.txt", "txt", "file_con.txt"),
        ("", "pdf", "file.pdf"),
        (".pdf", "pdf", "file.pdf"),
        ("a" * 500 + ".pdf", "pdf", "a" * 116 + ".pdf"),
        ('x<script>"y".pdf', "pdf", "x_script__y_.pdf"),
    ],
)
def test_names_are_made_safe_to_show(written: str, kind: str, safe: str) -> None:
    assert safe_name(written, kind) == safe


@given(st.text(max_size=300), st.sampled_from(list(KINDS)))
def test_any_name_becomes_a_safe_one(written: str, kind: str) -> None:
    name = safe_name(written, kind)
    assert 0 < len(name) <= 120
    assert not set(name) & set('/\\<>:"|?*\0\n\r\u202e')
    assert name.rsplit(".", 1)[1] in KINDS[kind][1]
    assert safe_name(name, kind) == name


def test_a_published_photo_tells_nothing_of_who_took_it_and_where() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the camera turned
    exif[0x010F] = "Camera of Kim"
    exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 33.0, 59.0)})
    taken = picture("JPEG", (3000, 1000), exif=exif, comment=b"at home")
    assert b"Camera of Kim" in taken
    clean = clean_photo(taken)
    shown = Image.open(BytesIO(clean))
    assert shown.size == (683, 2048)
    assert not shown.getexif()
    assert b"Kim" not in clean
    assert b"at home" not in clean
    assert b"Exif" not in clean


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "CMYK", "1", "I;16"])
def test_a_photo_of_any_sort_can_be_published(mode: str) -> None:
    out = BytesIO()
    Image.new(mode, (50, 20)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert Image.open(BytesIO(clean_photo(out.getvalue()))).mode == "RGB"


def test_what_is_no_photo_is_not_published() -> None:
    for data in (b"", b"no photo", GOOD["pdf"], GOOD["jpg"][:100], bombs()["pixels"]):
        with pytest.raises(Refused):
            clean_photo(data)
