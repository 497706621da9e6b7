"""Readers of event logs: CSV, Parquet and XES, packed or not, told apart by what they contain."""

import io
import re
from pathlib import Path
from typing import IO, cast

from madang.insight.evidence.formats import ocel_json, ocel_sqlite, ocel_xml
from madang.insight.evidence.readers.columnar import Columnar
from madang.insight.evidence.readers.delimited import Delimited, NotUtf8
from madang.insight.evidence.readers.ocel import ObjectCentric
from madang.insight.evidence.readers.rows import REASONS, Reader, Refusals, Refused, Rows
from madang.insight.evidence.readers.xes import Xes
from madang.insight.evidence.source import hash_of, opened, spoken, start_of
from madang.lib.commands import BadInput

__all__ = [
    "REASONS",
    "NotUtf8",
    "Reader",
    "Refusals",
    "Refused",
    "Rows",
    "hash_of",
    "kind_of",
    "reader_of",
    "spoken",
]

UNPACKED = 2 << 30
OCEL = {"ocel-json": ocel_json.read, "ocel-xml": ocel_xml.read, "ocel-sqlite": ocel_sqlite.read}
XML_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\x00", b"\xfe\xff\x00<")


def reader_of(
    path: Path,
    *,
    delimiter: str | None = None,
    encoding: str | None = None,
    object_type: str | None = None,
    keep_good: bool = False,
) -> Reader:
    """The reader for the file, by its first bytes; its name does not matter."""
    start = start_of(path)
    if start.startswith(b"PAR1"):
        return Columnar(path, _unpacked(path))
    if start.startswith(b"PK\x03\x04"):
        raise BadInput(f"'{path.name}' is a zip or Excel file; unpack it or save the sheet as CSV.")
    if (kind := kind_of(path)).startswith("ocel"):
        return ObjectCentric(path, kind, OCEL[kind], object_type, keep_good=keep_good)
    if start.lstrip()[:4].startswith(XML_STARTS):
        return Xes(path, start)
    return Delimited(path, start, delimiter=delimiter, encoding=encoding)


XES_XML = re.compile(rb"<(?:[\w.-]+:)?(?:extension|classifier|global|trace|event|string)\b[^-]")
OCEL_XML = re.compile(rb"<(?:[\w.-]+:)?(?:object-types|event-types|objects|events)\b")
SQLITE = b"SQLite format 3\0"


def kind_of(path: Path) -> str:
    """The format of a log by its first bytes: xes, csv, parquet, ocel-json, ocel-xml or ocel-sqlite."""
    start = start_of(path)
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(SQLITE):
        return "ocel-sqlite"
    text = start.lstrip().removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").removeprefix(b"\xff\xfe").lstrip()
    text = text.removeprefix(b"\xfe\xff").lstrip()
    if text.startswith(b"{"):
        return "ocel-json"
    if text.startswith(b"<"):
        marks = [mark.start() for mark in (OCEL_XML.search(text), XES_XML.search(text)) if mark]
        return "ocel-xml" if marks and OCEL_XML.match(text, min(marks)) else "xes"
    return "csv"


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
