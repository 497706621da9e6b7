"""Logs in XES (IEEE 1849), read in a stream; attributes of a trace are called `case:...` as is usual.

Attributes within attributes, globals, classifiers and extensions are passed over: they describe the log and
are no values of events. Entities are refused, so neither a file can be drawn in nor an entity swell.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.parsers import expat

import pyarrow as pa

from madang.insight.evidence.readers.quick_xes import blocks, is_utf8, take, trusts
from madang.insight.evidence.readers.rows import OUTSIDE, Refusals, Rows
from madang.insight.evidence.source import CUT_OFF, KOREAN, as_utf8, opened
from madang.lib.commands import BadInput

CHUNK = 1 << 22
BATCH = 1 << 16
SAMPLED = 1000
LONGEST = 16 << 20
VALUES = {"string", "date", "int", "float", "boolean", "id"}

Event = dict[str, str]


class Xes:
    """An XES file, its columns found out from the first events."""

    kind = "xes"

    def __init__(self, path: Path, start: bytes) -> None:
        self.path = path
        declared = start[:200].lower()
        self._korean = any(name in declared for name in KOREAN)
        self._encoding = (
            "utf-8" if self._korean else None
        )  # what the parser is told, whatever the file declares
        self._is_utf8 = is_utf8(start)
        self._first = self._some()
        self.names = list(dict.fromkeys(name for event in self._first for name in event))
        if not self._first:
            raise BadInput(f"'{path.name}' holds no event; there is nothing to measure.")

    @property
    def facts(self) -> dict[str, str]:
        return {}

    def sample(self) -> dict[str, list[str]]:
        return {name: [event.get(name, "") for event in self._first] for name in self.names}

    def _some(self) -> list[Event]:
        parser = _Parser(None, self._encoding)
        try:
            for _ in self._fed(parser):
                if len(parser.events) >= SAMPLED:
                    break
        except CUT_OFF:
            if not parser.events:
                raise
        return parser.events[:SAMPLED]

    def _fed(self, parser: "_Parser") -> Iterator[None]:
        with self._stream() as stream:
            quick = self._korean or self._is_utf8
            for block in blocks(stream, CHUNK):
                before = parser.heard
                if not (quick and parser.between_traces and take(block, parser)):
                    parser.feed(block)
                    quick = quick and trusts(block)
                self._silence(parser, before, len(block))
                yield
            parser.finish(self.path.name)
            yield

    def _silence(self, parser: "_Parser", before: int, length: int) -> None:
        parser.silent = 0 if parser.heard > before else parser.silent + length
        if parser.silent > LONGEST:
            raise BadInput(f"'{self.path.name}' holds {LONGEST >> 20} MB without an element; mend the file.")

    def _stream(self) -> IO[bytes]:
        stream = opened(self.path)
        return as_utf8(stream, "cp949") if self._korean else stream

    def rows(self, wanted: list[str], refusals: Refusals) -> Iterator[Rows]:
        parser = _Parser(set(wanted), self._encoding)
        try:
            for _ in self._fed(parser):
                if len(parser.events) >= BATCH:
                    yield _taken(parser, wanted)
                if parser.outside:
                    refusals.add(OUTSIDE, parser.outside, [""] * len(parser.outside))
                    parser.outside.clear()
        except CUT_OFF:
            if parser.events:
                yield _taken(parser, wanted)  # whole cases that stand before the damage
            raise
        if parser.events:
            yield _taken(parser, wanted)

    def lines(self, records: list[int]) -> dict[int, int]:
        return {record: record for record in records}


def _taken(parser: "_Parser", wanted: list[str]) -> Rows:
    columns = {
        name: pa.array([event.get(name, "") for event in parser.events], pa.string()) for name in wanted
    }
    rows = Rows(pa.array(parser.lines, pa.int64()), columns)
    parser.events, parser.lines = [], []
    return rows


class _Parser:
    """Follows the elements of an XES file and keeps the events of traces that have ended."""

    def __init__(self, wanted: set[str] | None, encoding: str | None = None) -> None:
        self.wanted, self.encoding = wanted, encoding
        self.silent = 0
        self.skipped = 0  # lines of blocks that were read the quick way
        self.events: list[Event] = []
        self.lines: list[int] = []
        self.outside: list[int] = []
        self.heard = 0
        self._log = False
        self._within = 0  # how deep inside an element whose content does not count
        self._trace: Event | None = None
        self._event: Event | None = None
        self._held: list[tuple[Event, int]] = []
        self._expat = expat.ParserCreate(encoding)
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.EntityDeclHandler = self._entity

    @property
    def between_traces(self) -> bool:
        """Whether the parser stands within the log and outside of every trace."""
        return self._log and not self._within and self._trace is None and self._event is None

    def taken(self, events: list[Event], lines: list[int], passed: int) -> None:
        """Take over events that were read the quick way, from blocks of so many lines."""
        first = self._expat.CurrentLineNumber + self.skipped
        self.events += events
        self.lines += [first + line for line in lines]
        self.skipped += passed
        self.heard += 1

    def feed(self, chunk: bytes) -> None:
        try:
            self._expat.Parse(chunk, False)
        except (LookupError, ValueError):
            raise BadInput("the file declares an encoding that cannot be read; save it as UTF-8.") from None

    def finish(self, name: str) -> None:
        self._expat.Parse(b"", True)
        if not self._log:
            raise BadInput(f"'{name}' is XML and no XES log: it has no <log> element.")

    def _entity(self, *_: object) -> None:
        raise BadInput(
            "the file declares XML entities, which a log has no need of; export it again without them."
        )

    def _start(self, tag: str, attributes: Event) -> None:
        self.heard += 1
        if self._within:
            self._within += 1
            return
        tag = tag.rpartition(":")[2]
        if tag in VALUES:
            self._value(attributes)
            self._within = 1
        elif tag == "event":
            self._event, self._line = {}, self._expat.CurrentLineNumber + self.skipped
        elif tag == "trace":
            self._trace = {}
        elif tag == "log":
            self._log = True
        else:
            self._within = 1

    def _value(self, attributes: Event) -> None:
        key, value = attributes.get("key"), attributes.get("value")
        if key is None or value is None:
            return
        if self._event is not None:
            target = self._event
        elif self._trace is not None:
            target, key = self._trace, f"case:{key}"
        else:
            return
        if self.wanted is None or key in self.wanted:
            target[key] = value

    def _end(self, tag: str) -> None:
        self.heard += 1
        if self._within:
            self._within -= 1
            return
        tag = tag.rpartition(":")[2]
        if tag == "event" and self._event is not None:
            if self._trace is None:
                self.outside.append(self._line)
            else:
                self._held.append((self._event, self._line))
            self._event = None
        elif tag == "trace" and self._trace is not None:
            # Attributes of the trace may stand after its events, so the events wait for its end.
            for event, line in self._held:
                self.events.append({**self._trace, **event})
                self.lines.append(line)
            self._held.clear()
            self._trace = None
