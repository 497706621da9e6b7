"""A text as the detectors see it: one letter for one letter, so that every place stays where it was."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

IN_WORDS = dict(zip("공영일이삼사오육륙칠팔구〇零一二三四五六七八九", "00123456678900123456789", strict=True))
_DASHES = "‐‑‒–—―−﹣－ー~∼～"
_SPACE_THAT_SHOWS_NOTHING = "\u200b"
_WORDS = "".join(IN_WORDS)
_APART = r"[ \t\n\-./·•:_()\[\]|\u200b]"
_RUN = re.compile(rf"[0-9{_WORDS}](?:{_APART}{{0,3}}[0-9{_WORDS}])+")
_GROUP = re.compile(rf"[0-9]+|[{_WORDS}]+")
_LETTER = re.compile(r"[가-힣A-Za-z]")
_LONG_IN_WORDS = 5  # digits in words that touch other letters are digits only from this many on
_MANY_IN_WORDS = 7  # and a run of so many is no accident of letters


@dataclass(frozen=True)
class Group:
    """Digits that stand together, and what parts them from the group before."""

    digits: str
    start: int
    end: int
    apart: str


@cache
def _table() -> dict[int, str]:
    """What each letter is read as: full width as plain, ringed digits as digits, every dash as one."""
    table = dict.fromkeys(map(ord, _DASHES), "-")
    for code in range(0x80, 0x10000):
        letter = chr(code)
        if code in table or "가" <= letter <= "힣" or 0xD800 <= code <= 0xDFFF:
            continue
        if unicodedata.category(letter) in {"Cf", "Mn"}:
            table[code] = _SPACE_THAT_SHOWS_NOTHING
        elif letter.isspace():
            table[code] = " "
        else:
            plain = unicodedata.normalize("NFKC", letter)
            if len(plain) == 1 and plain != letter and plain.isascii():
                table[code] = plain
    return table


def read(text: str) -> str:
    """The text with every letter in its plain form; as long as before, each letter in its old place."""
    plain = text.translate(_table())
    return plain if text.isascii() or max(text) < "\U00010000" else _read_wide(plain)


def _read_wide(text: str) -> str:
    """Digits of the mathematical alphabets, which stand beyond the first plane."""
    return "".join(
        str(unicodedata.digit(letter)) if ord(letter) >= 0x10000 and letter.isdigit() else letter
        for letter in text
    )


def runs(text: str) -> list[list[Group]]:
    """The runs of digits in a plain text, each as its groups; digits written in words count where they stand alone."""
    found = []
    for run in _RUN.finditer(text):
        groups: list[Group] = []
        end, in_words = run.start(), sum(letter in IN_WORDS for letter in run.group())
        for each in _GROUP.finditer(text, run.start(), run.end()):
            written = each.group()
            if written[0] in IN_WORDS:
                if in_words < _MANY_IN_WORDS and not _stands_alone(text, each.start(), each.end()):
                    found.append(groups)
                    groups, end = [], each.end()
                    continue
                written = "".join(IN_WORDS[letter] for letter in written)
            groups.append(
                Group(written, each.start(), each.end(), text[end : each.start()] if groups else "")
            )
            end = each.end()
        found.append(groups)
    return [groups for groups in found if groups]


def _stands_alone(text: str, start: int, end: int) -> bool:
    if end - start >= _LONG_IN_WORDS:
        return True
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (_LETTER.match(before) or _LETTER.match(after))


def around(text: str, start: int, end: int, before: int, after: int) -> tuple[str, str]:
    """What stands before and after a stretch, for the words that say what it is."""
    return text[max(0, start - before) : start], text[end : min(len(text), end + after)]
