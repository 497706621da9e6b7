"""XML read element by element and written sign by sign; entities are refused, so nothing is drawn in or swells."""

import re
from collections.abc import Callable, Iterator
from typing import IO
from xml.parsers import expat

from madang.lib.commands import BadInput

CHUNK = 1 << 20
DEEPEST = 200
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
UNKNOWN = "\ufffd"
SPECIAL = re.compile('[&<>"\n\r\t]')

Attributes = dict[str, str]


class Elements:
    """Feeds an XML file to three functions: an element begins, text, an element ends. Prefixes are cut off."""

    def __init__(
        self,
        begin: Callable[[str, Attributes], None],
        end: Callable[[str], None],
        text: Callable[[str], None] | None = None,
        encoding: str | None = None,
    ) -> None:
        self._begin, self._end = begin, end
        self._depth = 0
        self._parser = expat.ParserCreate(encoding)
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._begins
        self._parser.EndElementHandler = self._ends
        self._parser.EntityDeclHandler = self._entity
        if text:
            self._parser.CharacterDataHandler = text

    @property
    def line(self) -> int:
        """The line of the file at which the parser is."""
        return self._parser.CurrentLineNumber

    def read(self, stream: IO[bytes]) -> Iterator[None]:
        """Go through the file piece by piece; raises ExpatError where it is not well-formed."""
        try:
            while chunk := stream.read(CHUNK):
                self._parser.Parse(chunk, False)
                yield
            self._parser.Parse(b"", True)
        except (LookupError, ValueError):
            raise BadInput("the file declares an encoding that cannot be read; save it as UTF-8.") from None

    def _begins(self, tag: str, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise BadInput(
                f"line {self.line}: elements lie more than {DEEPEST} deep in each other; mend the file."
            )
        self._begin(tag.rpartition(":")[2], attributes)

    def _ends(self, tag: str) -> None:
        self._depth -= 1
        self._end(tag.rpartition(":")[2])

    def _entity(self, *_: object) -> None:
        raise BadInput(
            "the file declares XML entities, which a log has no need of; export it again without them."
        )


def quoted(text: str) -> str:
    """The text as the value of an attribute, in quotation marks."""
    if SPECIAL.search(text):
        text = SPECIAL.sub(lambda sign: SIGNS[sign[0]], text)
    return '"' + FORBIDDEN.sub(UNKNOWN, text) + '"'


def content(text: str) -> str:
    """The text as what stands between two tags."""
    return quoted(text)[1:-1].replace("&quot;", '"').replace("&#10;", "\n").replace("&#9;", "\t")
