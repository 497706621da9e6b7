"""Archives and the documents that are archives inside: what they are, and whether they are safe to open."""

import re
import struct
import zipfile
import zlib
from io import BytesIO

from madang.lib import uploads_refusals as refusals

MOST_ENTRIES = 5_000
LARGEST_UNPACKED = 300_000_000
HIGHEST_RATIO = 200
_SMALL = 20_000_000  # below this, plain text may shrink as much as it likes
_ENCRYPTED = 0x1
_USUAL = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # other methods may ask for gigabytes to unpack one byte
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    OSError,
    RuntimeError,
    EOFError,
    KeyError,
)
_MACROS = ("vbaproject.bin", "vbadata.xml")
_MACRO_FOLDERS = ("macrosheets/", "basic/", "activex/")
_PROGRAMS = re.compile(
    r"\.(exe|dll|scr|com|bat|cmd|msi|jse?|vb[se]|ps1|jar|lnk|hta|apk|html?|svg|sh"
    r"|zip|7z|rar|t?gz|bz2|xz|tar|iso|cab|alz|egg)[ .]*$"
)


def kind_of_archive(data: bytes) -> str:
    """`docx`, `xlsx`, `hwpx`, `odt` or `zip`; `Refused` where it is unsafe to open."""
    _assert_few_announced(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _assert_small(entries)
            kind = _kind(archive, {entry.filename for entry in entries})
    except _BROKEN:
        raise refusals.damaged("zip") from None
    _assert_harmless(kind, entries)
    return kind


def _assert_few_announced(data: bytes) -> None:
    """The last record of an archive says how many entries it has; too many need not be read at all."""
    at = data.rfind(b"PK\x05\x06")
    if at >= 0 and int.from_bytes(data[at + 10 : at + 12], "little") > MOST_ENTRIES:
        raise refusals.bomb()


def _assert_small(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise refusals.bomb()
    packed, unpacked = sum(e.compress_size for e in entries), sum(e.file_size for e in entries)
    if unpacked > LARGEST_UNPACKED or (unpacked > _SMALL and unpacked > HIGHEST_RATIO * max(packed, 1)):
        raise refusals.bomb()
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:  # entries that share their bytes unpack to many times the archive
            raise refusals.bomb()
        end = entry.header_offset + entry.compress_size


def _kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    if any(entry.flag_bits & _ENCRYPTED for entry in archive.infolist()):
        raise refusals.locked("zip")
    if "mimetype" in names:
        declared = _start(archive, "mimetype").strip()
        known = {b"application/hwp+zip": "hwpx", b"application/vnd.oasis.opendocument.text": "odt"}
        return known.get(declared, "zip")
    if "[Content_Types].xml" in names:
        if "word/document.xml" in names:
            return "docx"
        if "xl/workbook.xml" in names:
            return "xlsx"
    return "zip"


def _start(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).compress_type not in _USUAL:
        raise refusals.damaged("zip")
    with archive.open(name) as entry:
        return entry.read(200)


def _assert_harmless(kind: str, entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        name = entry.filename.replace("\\", "/").lower()
        if name.startswith("/") or ".." in name.split("/") or "\0" in name:
            raise refusals.damaged("zip")
        inside = f"/{name}"
        if name.endswith(_MACROS) or (kind != "zip" and any(f"/{each}" in inside for each in _MACRO_FOLDERS)):
            raise refusals.runs_programs(kind)
        if kind == "zip" and _PROGRAMS.search(name):
            raise refusals.nested()
