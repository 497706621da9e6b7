"""Redaction that destroys: a new file in which what was taken out is nowhere, and what is left can be selected.

Nothing is covered up. Text documents are written anew with a mark in place of each passage, and without comments,
tracked changes, properties, previews, pictures and embedded files; spreadsheets are built anew from what their visible
sheets show; pages of a PDF are drawn anew as pictures with the remaining text beneath. The result is read back, and
where a passage is still found anywhere in it, nothing is handed out.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path, PurePath

from madang.lib.redact.proving import StillThere, assert_gone
from madang.lib.redact.stretches import MARK, Find, Redacted
from madang.lib.uploads import Refused, inspect
from madang.lib.uploads_refusals import not_accepted

__all__ = ["KINDS", "MARK", "Find", "Redacted", "Refused", "StillThere", "redacted"]

LARGEST = 200_000_000
# Each kind and who writes it anew.
_WRITERS = {
    "txt": "plain:redact_plain",
    "csv": "plain:redact_plain",
    "docx": "word:redact_docx",
    "odt": "word:redact_odt",
    "hwpx": "word:redact_hwpx",
    "xlsx": "sheets:redact_xlsx",
}
KINDS = (*_WRITERS, "pdf")


def redacted(content: bytes, name: str, find: Find, *, fonts: Path) -> Redacted:
    """A file of the same kind without the stretches that `find` names in its text.

    `find` is given the text (code points) and returns stretches `(start, end)`; `fonts` is the folder of the kit's
    fonts, for the text under the pages of a PDF. `Refused` where the file cannot be read or its kind cannot be
    redacted; `StillThere` where a passage would have survived: then there is no result.
    """
    kind = inspect(content, PurePath(name).name, max_bytes=LARGEST).kind
    if kind not in KINDS:
        raise not_accepted(kind, ", ".join(KINDS))
    if kind == "pdf":
        from madang.lib.redact.pdf import redact_pdf

        result = redact_pdf(content, find, fonts)
    else:
        module, function = _WRITERS[kind].split(":")
        write: Callable[[bytes, Find], Redacted] = getattr(import_module(f"{__name__}.{module}"), function)
        result = write(content, find)
    assert_gone(result, name)
    return result
