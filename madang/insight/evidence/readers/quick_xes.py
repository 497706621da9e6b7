"""The quick way through an XES file: whole traces in plain form are taken apart by their signs.

Nearly all logs are written in one form: attributes with key and value in double quotes, nothing within them. A
block in which every `<` belongs to such a piece is read here, at some ten times the speed; every other block
goes to the parser, which stands before it as if the blocks read here were not in the file.
"""

import re
from collections.abc import Iterator
from typing import IO, Protocol

START, END = b"<trace", b"</trace>"
MOST = 16 << 20  # a longer trace is given to the parser in parts
DECLARED = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']*)""")
ATTRIBUTE = re.compile(
    r'<(?:string|date|int|float|boolean|id)\s+key="([^"<\n\r\t]*)"\s+value="([^"<\n\r\t]*)"\s*/>'
)
ENTITY = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9A-Fa-f]{1,6}));")
NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
CONTROLS = bytes(sign for sign in range(32) if sign not in b"\t\n\r")

Event = dict[str, str]


def is_utf8(start: bytes) -> bool:
    """Whether a file that starts so is in UTF-8, as it says or by saying nothing."""
    declared = DECLARED.match(start.removeprefix(b"\xef\xbb\xbf"))
    return b"\0" not in start[:4] and (declared is None or declared[1].lower() in {b"utf-8", b"us-ascii"})


class Parser(Protocol):
    """What goes on where the quick way ends."""

    def taken(self, events: list[Event], lines: list[int], passed: int) -> None: ...


class NotPlain(Exception):
    """The block holds something that only the parser understands."""


def blocks(stream: IO[bytes], size: int) -> Iterator[bytes]:
    """The file in blocks: what stands before the first trace, then whole traces, then the rest."""
    held, begun = b"", False
    while chunk := stream.read(size):
        held += chunk
        if not begun:
            place = held.find(START)
            if place < 0:
                if len(held) > MOST:
                    yield held
                    held = b""
                continue
            yield held[:place]
            held, begun = held[place:], True
        place = held.rfind(END)
        if place >= 0:
            yield held[: place + len(END)]
            held = held[place + len(END) :]
        elif len(held) > MOST:
            yield held
            held = b""
    if held:
        yield held


def trusts(block: bytes) -> bool:
    """Whether what follows the block may be read here: no comment or such may reach beyond its end."""
    rest = re.sub(rb"<!--.*?-->", b"", block, flags=re.DOTALL)
    return b"<!" not in rest and b"<?" not in rest.replace(b"<?xml", b"", 1)


def take(block: bytes, parser: Parser) -> bool:
    """Read the block and give its events to the parser; not at all, if it is not plain."""
    if len(block.translate(None, CONTROLS)) != len(block):
        return False
    try:
        text = block.decode()
        events, lines = _events(text)
    except (UnicodeDecodeError, NotPlain):
        return False
    parser.taken(events, lines, text.count("\n"))
    return True


def _events(text: str) -> tuple[list[Event], list[int]]:
    events: list[Event] = []
    lines: list[int] = []
    read = _attributes if "&" in text else ATTRIBUTE.findall
    line = signs = 0  # lines passed, and pieces that were understood: each of them has one `<`
    for trace in text.split("</trace>")[:-1]:
        before, _, whole = trace.partition("<trace>")
        head, *inside = whole.split("<event>")
        said = read(head)
        line += before.count("\n") + head.count("\n")
        signs += 2 + len(said) + 2 * len(inside)
        own, first = {f"case:{key}": value for key, value in said}, len(events)
        for piece in inside:
            body, _, after = piece.partition("</event>")
            said = read(body)
            signs += len(said)
            events.append(dict(said))
            lines.append(line)
            line += piece.count("\n")
            if not after.isspace() and (said := read(after)):
                signs += len(said)
                own |= {f"case:{key}": value for key, value in said}
        events[first:] = [{**own, **event} for event in events[first:]]
    if signs != text.count("<"):
        raise NotPlain
    return events, lines


def _attributes(text: str) -> list[tuple[str, str]]:
    """Keys and values with the signs that their entities stand for."""
    return [(_plain(key), _plain(value)) for key, value in ATTRIBUTE.findall(text)]


def _plain(text: str) -> str:
    if text.count("&") != len(ENTITY.findall(text)):
        raise NotPlain
    return ENTITY.sub(_sign, text)


def _sign(entity: re.Match[str]) -> str:
    name, number, hexadecimal = entity.groups()
    if name:
        return NAMED[name]
    sign = int(number) if number else int(hexadecimal, 16)
    if not (
        sign in {9, 10, 13} or 32 <= sign < 0xD800 or 0xE000 <= sign < 0xFFFE or 0x10000 <= sign < 0x110000
    ):
        raise NotPlain
    return chr(sign)
