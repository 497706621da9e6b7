"""What is read from a document: one text, and which stretch of it came from where."""

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A stretch `[start, end)` of the text, in code points, and its place: `page 3`, `sheet Costs (hidden)`."""

    start: int
    end: int
    place: str


@dataclass(frozen=True)
class Text:
    """All text of a document in reading order, and its parts."""

    kind: str
    content: str
    parts: tuple[Part, ...]

    def place_of(self, position: int) -> str:
        """Where in the document a position of the text stands; empty between two parts."""
        return next((part.place for part in self.parts if part.start <= position < part.end), "")


def joined(kind: str, pieces: list[tuple[str, str]]) -> Text:
    """The pieces (place, text) as one text with an empty line between them; empty pieces are left out."""
    content, parts = "", []
    for place, raw in pieces:
        text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n")).strip("\n")
        if not text.strip():
            continue
        start = len(content) + (2 if content else 0)
        content = f"{content}\n\n{text}" if content else text
        parts.append(Part(start, len(content), place))
    return Text(kind, content, tuple(parts))
