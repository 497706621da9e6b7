"""The bytes of a log: opened, unpacked, hashed, and their encoding found out."""

import codecs
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast
from xml.parsers.expat import ExpatError

import pyarrow as pa

from madang.lib.commands import BadInput

CUT_OFF = (ExpatError, EOFError, zlib.error, gzip.BadGzipFile)
SAMPLE = 1 << 18
GZIP = b"\x1f\x8b"
# What the encoding of Korea's older systems is called in declarations of XML; the parser knows none of them.
KOREAN = (b"euc-kr", b"cp949", b"ks_c_5601", b"uhc", b"x-windows-949")


@contextmanager
def spoken(path: Path) -> Iterator[None]:
    """Turn what goes wrong with a file into a sentence that says what to do."""
    try:
        yield
    except FileNotFoundError:
        raise BadInput(f"there is no file '{path}'; check the name and the folder.") from None
    except IsADirectoryError:
        raise BadInput(f"'{path}' is a folder; name the file of the log.") from None
    except PermissionError:
        raise BadInput(f"'{path}' may not be read by this user; change its permissions.") from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise BadInput(f"'{path.name}' is a damaged or cut-off gzip file; fetch it again.") from None
    except UnicodeDecodeError as error:
        raise BadInput(
            f"'{path.name}' holds bytes that are not {error.encoding}; name its encoding with --encoding."
        ) from None
    except ExpatError as error:
        raise BadInput(f"'{path.name}' is not well-formed XML: {error}; export the log again.") from None
    except pa.ArrowException as error:
        raise BadInput(f"'{path.name}' cannot be read: {_first_line(error)}") from None
    except OSError as error:
        raise BadInput(f"'{path.name}' cannot be read: {error.strerror or _first_line(error)}.") from None


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["damaged"])[0][:200]


def opened(path: Path) -> IO[bytes]:
    """The bytes of the file, unpacked if it is a gzip file, whatever its name says."""
    raw = path.open("rb")
    magic = raw.read(2)
    raw.seek(0)
    return cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if magic == GZIP else raw


def start_of(path: Path) -> bytes:
    """The first bytes of the unpacked file."""
    with opened(path) as stream:
        return stream.read(SAMPLE)


def hash_of(path: Path) -> str:
    """The SHA-256 of the file as it lies there, packed or not."""
    with spoken(path), path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def encodings_of(start: bytes, name: str) -> list[str]:
    """The encodings to try in turn, most likely first; a text that is none of them is refused."""
    if start.startswith(codecs.BOM_UTF8):
        return ["utf-8-sig"]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ["utf-16"]
    zeros = start.count(0)
    if zeros:
        sides = start[0:4096:2].count(0), start[1:4096:2].count(0)
        if max(sides) > len(start[:4096]) // 5 and min(sides) < len(start[:4096]) // 50:
            return ["utf-16-be" if sides[0] > sides[1] else "utf-16-le"]
        raise BadInput(
            f"'{name}' is not a text but binary data; give a CSV, Parquet or XES file, packed or not."
        )
    for encoding in ("utf-8", "cp949"):
        if decodes(start, encoding):
            return ["utf-8", "cp949"] if encoding == "utf-8" else ["cp949"]
    raise BadInput(f"the text of '{name}' is neither UTF-8 nor CP949 nor UTF-16; name it with --encoding.")


def decodes(start: bytes, encoding: str) -> bool:
    """Whether the bytes are text in the encoding; a last sign that is cut off does not count against it."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(start, final=False)
    except UnicodeDecodeError:
        return False
    return True


class AsUtf8(io.RawIOBase):
    """A stream of text in any encoding, given on as UTF-8."""

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, target: object) -> int:
        room = memoryview(cast(bytearray, target))
        while not self._rest:
            chunk = self._stream.read(1 << 18)
            self._rest = self._decoder.decode(chunk, final=not chunk).encode()
            if not chunk:
                break
        taken = min(len(room), len(self._rest))
        room[:taken] = self._rest[:taken]
        self._rest = self._rest[taken:]
        return taken

    def close(self) -> None:
        self._stream.close()
        super().close()


def as_utf8(stream: IO[bytes], encoding: str) -> IO[bytes]:
    """The stream's text as UTF-8 without a byte order mark."""
    if encoding == "utf-8":
        return stream
    return cast(IO[bytes], io.BufferedReader(AsUtf8(stream, encoding), 1 << 18))
