"""Is a PDF free of what runs when it is opened? Answered by a process of its own, with little memory and time.

A PDF can hide an action in a compressed stream or behind an escaped name, so it is read by a real reader;
and it can be made so that a reader never ends, so the reader runs where it can be stopped.
"""

import sys
from io import BytesIO
from typing import Any

from madang.lib import guarding
from madang.lib import uploads_refusals as refusals

_MOST_PARTS = 400_000
_RUNS = {"/JavaScript", "/JS", "/Launch", "/RichMedia", "/Movie", "/XFA"}
_CLEAN, _ACTIVE, _LOCKED, _DAMAGED = 0, 10, 11, 12


def assert_passive(pdf: bytes) -> None:
    """Raise `Refused` if the PDF runs something, is locked, or cannot be read within the limits."""
    try:
        status, _ = guarding.ask(__name__, pdf)
    except guarding.TookTooLong:
        raise refusals.bomb() from None
    if status == _CLEAN:
        return
    said = {_ACTIVE: refusals.runs_programs, _LOCKED: refusals.locked}
    raise said.get(status, refusals.damaged)("PDF")


def _judge(pdf: bytes) -> int:
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(BytesIO(pdf), strict=False)
    if reader.encrypted:
        return _LOCKED
    if not reader.root.get("/Pages"):
        return _DAMAGED
    return _ACTIVE if _runs_something(reader.trailer.raw_get("/Root")) else _CLEAN


def _runs_something(start: Any) -> bool:
    from pyhanko.pdf_utils import generic

    seen: set[tuple[int, int]] = set()
    parts, count = [start], 0
    while parts:
        part, count = parts.pop(), count + 1
        if count > _MOST_PARTS:
            raise ValueError("too many parts")
        if isinstance(part, generic.IndirectObject):
            if (part.idnum, part.generation) in seen:
                continue
            seen.add((part.idnum, part.generation))
            part = part.get_object()  # type: ignore[no-untyped-call]  # the package has no types here
        if isinstance(part, generic.DictionaryObject):
            if _RUNS & {str(key) for key in part} or str(part.raw_get("/S") if "/S" in part else "") in _RUNS:
                return True
            parts += [part.raw_get(key) for key in part]
        elif isinstance(part, generic.ArrayObject):
            parts += [part.raw_get(at) for at in range(len(part))]
    return False


def _main() -> int:
    try:
        return _judge(guarding.given())
    except Exception:  # whatever a broken file does to the reader means the same: it cannot be read
        return _DAMAGED


if __name__ == "__main__":
    sys.exit(_main())
