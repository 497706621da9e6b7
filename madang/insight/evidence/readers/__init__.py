"""Readers of event logs: CSV, Parquet and XES, packed or not, told apart by what they contain."""

import io
from pathlib import Path
from typing import IO, cast

from madang.insight.evidence.readers.columnar import Columnar
from madang.insight.evidence.readers.delimited import Delimited, NotUtf8
from madang.insight.evidence.readers.rows import REASONS, Reader, Refusals, Refused, Rows
from madang.insight.evidence.readers.source import hash_of, opened, spoken, start_of
from madang.insight.evidence.readers.xes import Xes
from madang.lib.commands import BadInput

__all__ = ["REASONS", "NotUtf8", "Reader", "Refusals", "Refused", "Rows", "hash_of", "reader_of", "spoken"]

UNPACKED = 2 << 30
XML_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\x00", b"\xfe\xff\x00<")


def reader_of(path: Path, *, delimiter: str | None = None, encoding: str | None = None) -> Reader:
    """The reader for the file, by its first bytes; its name does not matter."""
    start = start_of(path)
    if start.startswith(b"PAR1"):
        return Columnar(path, _unpacked(path))
    if start.startswith(b"PK\x03\x04"):
        raise BadInput(f"'{path.name}' is a zip or Excel file; unpack it or save the sheet as CSV.")
    if start.lstrip()[:4].startswith(XML_STARTS):
        return Xes(path, start)
    return Delimited(path, start, delimiter=delimiter, encoding=encoding)


def _unpacked(path: Path) -> IO[bytes] | None:
    """A packed Parquet file in memory, since it is read from its end; plain ones are read where they lie."""
    with opened(path) as stream:
        if not hasattr(stream, "fileobj"):
            return None
        content = stream.read(UNPACKED + 1)
    if len(content) > UNPACKED:
        raise BadInput(
            f"'{path.name}' unpacks to more than 2 GB; Parquet is packed within, leave off the gzip."
        )
    return cast(IO[bytes], io.BytesIO(content))
