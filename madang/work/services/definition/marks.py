"""YAML with the line of every part. A small, safe share of YAML: no aliases, no tags, no surprises.

Words are text unless they are plainly a number, true, false or null; `no`, `on`, `12:30`, `010-1234` and
`2026-03-01` are text. So nothing that a clerk writes turns into something else.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from madang.flow.definition import Said
from madang.work.services.definition import sentences

Place = tuple[str | int, ...]
DEEPEST = 24
LONGEST_NUMBER = 18
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the fast parser where it is built in


class NotYaml(Exception):
    """A text that cannot be read as YAML, with the line that says why."""

    def __init__(self, line: int, problem: Said, remedy: Said) -> None:
        super().__init__(problem["en"])
        self.line = line
        self.problem = problem
        self.remedy = remedy


@dataclass
class Marked:
    """What the YAML says, the line of each place (from 1), and the keys that were written twice."""

    value: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    repeated: list[tuple[Place, int]] = field(default_factory=list)


def read_marked(content: bytes) -> Marked:
    """Read one YAML document."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotYaml(content.count(b"\n", 0, error.start) + 1, *sentences.NOT_UTF8) from None
    marked = Marked()
    try:
        events = iter(yaml.parse(text, Loader=_Loader))
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                marked.value = _node(event, events, (), marked)
                break
        if any(isinstance(event, yaml.DocumentStartEvent) for event in events):
            raise NotYaml(1, *sentences.TWO_DOCUMENTS)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise NotYaml(mark.line + 1 if mark else 1, *sentences.not_yaml(error.problem or "")) from None
    except yaml.YAMLError as error:
        # A character that YAML forbids: the reader knows only its position.
        position = getattr(error, "position", None) or 0
        raise NotYaml(text.count("\n", 0, position) + 1, *sentences.not_yaml("")) from None
    return marked


def _node(event: Any, events: Iterator[Any], place: Place, marked: Marked) -> Any:
    line = event.start_mark.line + 1
    if isinstance(event, yaml.AliasEvent) or event.anchor:
        raise NotYaml(line, *sentences.ALIAS)
    if len(place) > DEEPEST:
        raise NotYaml(line, *sentences.too_deep(DEEPEST))
    marked.lines.setdefault(place, line)
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event, line)
    if event.tag:
        raise NotYaml(line, *sentences.TAG)
    if isinstance(event, yaml.SequenceStartEvent):
        return _list(events, place, marked)
    return _mapping(events, place, marked)


def _list(events: Iterator[Any], place: Place, marked: Marked) -> list[Any]:
    items: list[Any] = []
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            break
        items.append(_node(event, events, (*place, len(items)), marked))
    return items


def _mapping(events: Iterator[Any], place: Place, marked: Marked) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        line = event.start_mark.line + 1
        if not isinstance(event, yaml.ScalarEvent) or event.anchor or event.tag:
            raise NotYaml(line, *sentences.KEY)
        key = event.value
        if key in found:
            marked.repeated.append(((*place, key), line))
        marked.lines[(*place, key)] = line
        found[key] = _node(next(events), events, (*place, key), marked)
    return found


def _scalar(event: Any, line: int) -> Any:
    text: str = event.value
    if event.tag and not event.implicit[1]:
        raise NotYaml(line, *sentences.TAG)
    if event.style:  # quoted, or a block of text
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text) and len(text) <= LONGEST_NUMBER:
        return int(text)
    if _DECIMAL.fullmatch(text):
        number = float(text)
        return number if math.isfinite(number) else text
    return text
