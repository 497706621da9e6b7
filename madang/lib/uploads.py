"""Files that people send: judged by their content, never by the name or what the browser says they are."""

import re
import struct
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO, Protocol

from madang.lib import uploads_refusals as refusals
from madang.lib.uploads_archives import kind_of_archive
from madang.lib.uploads_pdf import assert_passive
from madang.lib.uploads_pictures import assert_opens, clean_photo
from madang.lib.uploads_refusals import Refused

__all__ = ["KINDS", "Accepted", "Refused", "clean_photo", "inspect", "read", "safe_name"]

# Each kind with its media type and the endings that its files may have; the first is given to files without.
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "pdf": ("application/pdf", ("pdf",)),
    "jpg": ("image/jpeg", ("jpg", "jpeg", "jpe")),
    "png": ("image/png", ("png",)),
    "webp": ("image/webp", ("webp",)),
    "heic": ("image/heic", ("heic", "heif")),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",)),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",)),
    "odt": ("application/vnd.oasis.opendocument.text", ("odt",)),
    "hwp": ("application/x-hwp", ("hwp",)),
    "hwpx": ("application/hwp+zip", ("hwpx",)),
    "csv": ("text/csv", ("csv",)),
    "txt": ("text/plain", ("txt", "text", "log")),
    "zip": ("application/zip", ("zip",)),
}
_HEIC = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HWP = b"HWP Document File"
_EICAR = b"$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$"  # in two parts, so that no scanner stops at this file
_LONGEST_NAME = 120
_PROGRAMS = (
    "exe|com|scr|bat|cmd|pif|msi|js|jse|vbs|vbe|wsf|ps1|jar|lnk|hta|cpl|apk|app|sh|php|html?|svg|xhtml"
)
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_MARKUP = re.compile(r"\s*<(!doctype|html|script|svg|\?xml|\?php|body|iframe|head)", re.IGNORECASE)


@dataclass(frozen=True)
class Accepted:
    """A file that may be kept: what it is, a name that is safe to show, its size in bytes and its hash."""

    kind: str
    media_type: str
    name: str
    size: int
    sha256: str


class UploadedFile(Protocol):
    """What a web framework hands over: its size in bytes, known before it is read."""

    @property
    def size(self) -> int | None: ...

    def read(self) -> bytes: ...


def inspect(data: bytes | BinaryIO, name: str, *, accept: Collection[str] = (), max_bytes: int) -> Accepted:
    """Judge a file by its content; `Refused` says why it cannot be taken. An empty `accept` takes every kind."""
    content = data if isinstance(data, bytes) else data.read(max_bytes + 1)
    if not content:
        raise refusals.empty()
    if len(content) > max_bytes:
        raise refusals.too_large(max_bytes)
    if _EICAR in content:
        raise refusals.malware()
    accepted = ", ".join(accept or KINDS)
    kind = _kind(content, name)
    if kind is None:
        raise refusals.unknown(accepted)
    if accept and kind not in accept:
        raise refusals.not_accepted(kind, accepted)
    _assert_safe(content, kind)
    return Accepted(kind, KINDS[kind][0], safe_name(name, kind), len(content), sha256(content).hexdigest())


def read(file: UploadedFile, *, max_bytes: int) -> bytes:
    """The content of a file that was sent; one that is too large is refused before it is read."""
    if (file.size or 0) > max_bytes:
        raise refusals.too_large(max_bytes)
    return bytes(file.read())


def safe_name(name: str, kind: str) -> str:
    """The name without path, hidden letters and false endings, ending as its content says."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(" " if letter.isspace() else letter for letter in last if _may_be_shown(letter))
    plain = re.sub(r'[<>:"|?*]', "_", " ".join(shown.split()))
    endings = "|".join(KINDS[kind][1])
    stem = re.sub(rf"(\.({endings}|{_PROGRAMS}))*[. ]*$", "", plain, flags=re.IGNORECASE).strip(" .")
    written = plain[len(stem) :].lstrip(" .").split(".")[0].lower()
    ending = written if written in KINDS[kind][1] else KINDS[kind][1][0]
    if not stem or _DEVICES.match(stem):
        stem = f"file_{stem}" if stem else "file"
    return f"{stem[: _LONGEST_NAME - len(ending) - 1].rstrip(' .')}.{ending}"


def _may_be_shown(letter: str) -> bool:
    """Control letters and those that turn the direction of writing hide what a name really is."""
    return letter.isspace() or unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _kind(content: bytes, name: str) -> str | None:
    if content.startswith(b"PK\x03\x04"):
        return kind_of_archive(content)
    if content.startswith(_OLE):
        return "hwp" if _HWP in content else None
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        return "heic"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "webp"
    starts = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
    found = next((kind for start, kind in starts.items() if content.startswith(start)), None)
    return found or _kind_of_text(content, name)


def _kind_of_text(content: bytes, name: str) -> str | None:
    text = _text(content)
    if text is None or _CONTROLS.search(text):
        return None
    if _MARKUP.match(text):
        raise refusals.web_page()
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    return "csv" if name.lower().endswith(".csv") and any(mark in first for mark in ",;\t") else "txt"


def _text(content: bytes) -> str | None:
    wide = content[:2] in {b"\xff\xfe", b"\xfe\xff"}
    for encoding in ("utf-16",) if wide else ("utf-8", "cp949"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _assert_safe(content: bytes, kind: str) -> None:
    if kind == "pdf":
        assert_passive(content)
    elif kind in {"jpg", "png", "webp"}:
        assert_opens(content, kind)
    elif kind == "hwp" and _hwp_is_locked(content):
        raise refusals.locked("HWP")


def _hwp_is_locked(content: bytes) -> bool:
    """The second bit of the properties, which stand behind the 32 bytes of signature and 4 of version."""
    at = content.index(_HWP) + 36
    if len(content) < at + 4:
        raise refusals.damaged("HWP")
    return bool(struct.unpack_from("<I", content, at)[0] & 0b10)
