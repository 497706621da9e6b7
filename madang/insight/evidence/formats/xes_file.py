"""XES files, read and written trace by trace."""

import gzip
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from madang.insight.evidence.formats.notes import Notes
from madang.insight.evidence.formats.values import has_offset, same_text
from madang.insight.evidence.formats.xes_log import KINDS, NESTING, Attribute, Head, Trace, XesLog
from madang.insight.evidence.formats.xml import FORBIDDEN, Elements, quoted
from madang.insight.evidence.source import KOREAN, as_utf8, opened, start_of
from madang.lib.commands import BadInput

ONES = {name: name for name in (*KINDS, *NESTING)}


def read(path: Path, zone: ZoneInfo, notes: Notes) -> XesLog:
    """The log in the file; raises BadInput, while it is read, where the file cannot be used."""
    reading = _Reading(zone, notes)
    return XesLog(reading.head, _primed(reading.traces(path)))


def _primed(traces: Iterator[Trace]) -> Iterator[Trace]:
    """The same traces, the first of them read now: by then the head is known, where it stands first."""
    first = next(traces, None)
    return _after(first, traces) if first is not None else iter(())


def _after(first: Trace, rest: Iterator[Trace]) -> Iterator[Trace]:
    yield first
    yield from rest


class _Open:
    """An element that has begun: what it said and what was found within it so far."""

    __slots__ = ("events", "found", "items", "said", "tag", "valued")

    def __init__(self, tag: str, said: dict[str, str]) -> None:
        self.tag, self.said, self.valued = tag, said, False
        self.found: list[Attribute] = []
        self.items: list[Attribute] = []
        self.events: list[tuple[Attribute, ...]] = []


class _Reading:
    """Follows the elements of an XES file."""

    def __init__(self, zone: ZoneInfo, notes: Notes) -> None:
        self.head = Head()
        self._zone, self._notes = zone, notes
        self._open: list[_Open] = []
        self._done: list[Trace] = []
        self._log = False

    def traces(self, path: Path) -> Iterator[Trace]:
        korean = any(name in start_of(path)[:200].lower() for name in KOREAN)
        self._elements = Elements(self._begin, self._end, encoding="utf-8" if korean else None)
        with closing(opened(path)) as stream:
            for _ in self._notes.unless_broken(
                self._elements.read(as_utf8(stream, "cp949") if korean else stream),
                lambda: self._elements.line,
            ):
                yield from self._given()
        yield from self._given()
        if not self._log:
            raise BadInput(f"'{path.name}' is XML and no XES log: it has no <log> element.")

    def _given(self) -> list[Trace]:
        done, self._done = self._done, []
        return done

    def _begin(self, tag: str, said: dict[str, str]) -> None:
        self._open.append(_Open(tag, said))
        if tag == "log" and len(self._open) == 1:
            self._log = True
            self.head.said = {
                key: value for key, value in said.items() if not key.startswith("xmlns") and ":" not in key
            }

    def _end(self, tag: str) -> None:
        one = self._open.pop()
        above = self._open[-1] if self._open else None
        if above is None:
            return
        if tag in ONES:
            self._attribute(one, above)
        elif tag == "values":
            above.items += one.found
            above.valued = True
        elif tag == "event":
            if above.tag == "trace":
                above.events.append(tuple(one.found))
            else:
                self._done.append(Trace((), (tuple(one.found),), loose=True))
        elif tag == "trace":
            self._done.append(Trace(tuple(one.found), tuple(one.events)))
        else:
            self._header(tag, one)

    def _header(self, tag: str, one: _Open) -> None:
        if tag == "extension":
            self.head.extensions.append(dict(one.said))
        elif tag == "classifier":
            self.head.classifiers.append(dict(one.said))
        elif tag == "global":
            self.head.globals.append((one.said.get("scope", "event"), tuple(one.found)))
        else:
            self._notes.left_out(f"<{tag}> elements, which XES does not know")

    def _attribute(self, one: _Open, above: _Open) -> None:
        key, value = one.said.get("key"), one.said.get("value")
        if key is None or (value is None and one.tag in KINDS):
            self._notes.refuse(self._elements.line, "an attribute without key or value")
            return
        if one.tag in KINDS:
            value = self._value(one.tag, value or "")
        found = _built(one, key, value)
        if above.tag == "log":
            self.head.attributes.append(found)
        else:
            above.found.append(found)

    def _value(self, tag: str, value: str) -> str:
        same = same_text(KINDS[tag], value, self._zone)
        if tag == "date" and same is not None and not has_offset(value):
            self._notes.naive += 1
        return value if same is None else same


def _built(one: _Open, key: str, value: str | None) -> Attribute:
    """A list's values may stand in <values>, or, as older files have them, right in the list."""
    if one.tag == "list":
        if one.valued:
            return Attribute("list", key, None, tuple(one.found), tuple(one.items))
        return Attribute("list", key, None, (), tuple(one.found))
    return Attribute(one.tag, key, value if one.tag in KINDS else None, tuple(one.found))


def write(log: XesLog, to: Path, notes: Notes) -> None:
    """Write the log as XES, packed if the name ends in .gz."""
    with _text(to) as out:
        writing = _Writing(out, notes)
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        said = {"xes.version": "1849-2016", "xes.features": "nested-attributes", **log.head.said}
        out.write(f'<log{_said(said)} xmlns="http://www.xes-standard.org/">\n')
        head, written = log.head, _Counts()
        writing.head(head, written)
        for trace in log.traces:
            writing.trace(trace)
        writing.head(head, written)  # what the file had behind its traces
        out.write("</log>\n")


def _text(to: Path) -> IO[str]:
    if to.suffix == ".gz":
        return gzip.open(to, "wt", encoding="utf-8", compresslevel=5)
    return to.open("w", encoding="utf-8")


def _said(said: dict[str, Any]) -> str:
    return "".join(f" {key}={quoted(value)}" for key, value in said.items())


class _Counts:
    """How much of the head was written."""

    extensions = globals = classifiers = attributes = 0


class _Writing:
    """Writes elements, indented by tabs."""

    def __init__(self, out: IO[str], notes: Notes) -> None:
        self._out, self._notes = out, notes

    def head(self, head: Head, done: _Counts) -> None:
        for one in head.extensions[done.extensions :]:
            self._out.write(f"\t<extension{_said(one)}/>\n")
        for scope, held in head.globals[done.globals :]:
            self._out.write(f"\t<global scope={quoted(scope)}>\n")
            self._all(held, "\t\t")
            self._out.write("\t</global>\n")
        for one in head.classifiers[done.classifiers :]:
            self._out.write(f"\t<classifier{_said(one)}/>\n")
        self._all(head.attributes[done.attributes :], "\t")
        for name in ("extensions", "globals", "classifiers", "attributes"):
            setattr(done, name, len(getattr(head, name)))

    def trace(self, trace: Trace) -> None:
        out = self._out
        indent = "\t" if trace.loose else "\t\t"
        if not trace.loose:
            out.write("\t<trace>\n")
            self._all(trace.attributes, indent)
        for event in trace.events:
            out.write(f"{indent}<event>\n")
            self._all(event, indent + "\t")
            out.write(f"{indent}</event>\n")
        if not trace.loose:
            out.write("\t</trace>\n")

    def _all(self, attributes: Any, indent: str) -> None:
        for one in attributes:
            self._attribute(one, indent)

    def _attribute(self, one: Attribute, indent: str) -> None:
        if one.value is not None and FORBIDDEN.search(one.value):
            self._notes.changed("signs that XML cannot hold, written as \ufffd")
        value = f" value={quoted(one.value)}" if one.value is not None else ""
        start = f"{indent}<{one.kind} key={quoted(one.key)}{value}"
        if not one.within and one.kind != "list":
            self._out.write(f"{start}/>\n")
            return
        self._out.write(f"{start}>\n")
        self._all(one.within, indent + "\t")
        if one.kind == "list":
            self._out.write(f"{indent}\t<values>\n")
            self._all(one.items, indent + "\t\t")
            self._out.write(f"{indent}\t</values>\n")
        self._out.write(f"{indent}</{one.kind}>\n")
