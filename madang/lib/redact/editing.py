"""Editing XML in place: what is not touched stays byte for byte as its author's program wrote it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from madang.lib.uploads_refusals import damaged

_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_UTF8 = re.compile(rb"""<\?xml[^>]*encoding=["'](?!utf-?8["'])""", re.I)


@dataclass
class Piece:
    """Character data: its text, and the bytes `[start, end)` on which it stands."""

    text: str
    start: int
    end: int


@dataclass
class Sheet:
    """One XML file being read: its lines of text as pieces, and the edits to make."""

    raw: bytes
    lines: list[list[Piece]] = field(default_factory=list)
    edits: list[tuple[int, int, bytes]] = field(default_factory=list)

    def written(self) -> bytes:
        """The file with its edits; an edit inside another is part of that."""
        pieces, at = [], 0
        for start, end, new in sorted(self.edits, key=lambda edit: (edit[0], -edit[1])):
            if start >= at:
                pieces += [self.raw[at:start], new]
                at = end
        return b"".join([*pieces, self.raw[at:]])


@dataclass(frozen=True)
class Manner:
    """What of a kind of XML is a paragraph, holds text, goes with all it holds, and which tags are rewritten."""

    paragraphs: frozenset[str]
    holders: frozenset[str] | None  # None: any text inside a paragraph counts
    dropped: frozenset[str] = frozenset()
    between: dict[str, str] = field(default_factory=dict)
    rewrite: Callable[[str, bytes], bytes | None] = lambda _name, _tag: None


class _Reader:
    """Walks one XML file and notes where its text stands."""

    def __init__(self, raw: bytes, manner: Manner) -> None:
        self.sheet = Sheet(raw)
        self.manner = manner
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = False
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.open: list[list[Piece]] = []  # paragraphs being read, the innermost last
        self.held = 0
        self.dropping: int | None = None
        self.depth = 0

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        self.depth += 1
        local = name.rpartition(":")[2]
        at = self.parser.CurrentByteIndex
        if self.dropping is not None:
            return
        if local in self.manner.dropped:
            self.dropping, self.dropped_from = self.depth, at
            return
        if local in self.manner.paragraphs:
            self.open.append([])
            self.sheet.lines.append(self.open[-1])
        elif self.open and local in self.manner.between:
            self.open[-1].append(Piece(self.manner.between[local], at, at))
        if self.manner.holders and local in self.manner.holders:
            self.held += 1
        end = self.sheet.raw.index(b">", at) + 1
        new = self.manner.rewrite(local, self.sheet.raw[at:end])
        if new is not None:
            self.sheet.edits.append((at, end, new))

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        at = self.parser.CurrentByteIndex
        if self.dropping == self.depth:
            self.sheet.edits.append((self.dropped_from, self.sheet.raw.index(b">", at) + 1, b""))
            self.dropping = None
        elif self.dropping is None:
            if local in self.manner.paragraphs:
                self.open.pop()
            if self.manner.holders and local in self.manner.holders:
                self.held -= 1
        self.depth -= 1

    def text(self, text: str) -> None:
        counts = self.manner.holders is None or self.held
        if self.dropping is None and self.open and counts:
            at = self.parser.CurrentByteIndex
            raw = self.sheet.raw
            if raw[at : at + 1] == b"&":
                end = raw.index(b";", at) + 1
            else:
                end = at + (2 if raw[at : at + 2] == b"\r\n" else len(text.encode()))
            self.open[-1].append(Piece(text, at, end))


def read(raw: bytes, manner: Manner, kind: str) -> Sheet:
    """The lines of an XML file, with where each letter stands; `Refused` where it is not sound UTF-8 XML."""
    if _DECLARES.search(raw) or _UTF8.match(raw):
        raise damaged(kind)
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    reader = _Reader(raw, manner)
    try:
        reader.parser.Parse(raw, True)
    except expat.ExpatError:
        raise damaged(kind) from None
    return reader.sheet
