"""The text of a document of any accepted kind, with where in the document each part of it stands.

Also what a reader does not see at first is read: comments, tracked deletions, hidden sheets, the cache of a pivot
table, the names in a file's properties. Whoever judges what may become public has to judge that too.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from madang.lib.extract.parts import Part, Text, joined
from madang.lib.uploads import Refused, inspect
from madang.lib.uploads_refusals import not_accepted

__all__ = ["KINDS", "Part", "Refused", "Text", "text_in", "text_of"]

LARGEST = 200_000_000
# Each kind and who reads it; a reader is imported when a file of its kind comes.
_READERS = {
    "pdf": "pdf:read_pdf",
    "docx": "word:read_docx",
    "odt": "word:read_odt",
    "hwpx": "word:read_hwpx",
    "xlsx": "sheets:read_xlsx",
    "csv": "plain:read_plain",
    "txt": "plain:read_plain",
}
KINDS = tuple(_READERS)


def text_of(path: Path) -> Text:
    """The text of a file; `Refused` says why it cannot be read, `OSError` that it cannot be opened."""
    return text_in(path.read_bytes(), path.name)


def text_in(content: bytes, name: str) -> Text:
    """The text of a document given as bytes; its kind is judged by the content, never by the name."""
    kind = inspect(content, name, max_bytes=LARGEST).kind
    if kind not in _READERS:
        raise not_accepted(kind, ", ".join(KINDS))
    module, function = _READERS[kind].split(":")
    read: Callable[[bytes], list[tuple[str, str]]] = getattr(import_module(f"{__name__}.{module}"), function)
    return joined(kind, read(content))
