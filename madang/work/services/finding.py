"""How well words fit a text, forgiving a slip of the pen. Pure: letters only, no database.

Hangul is taken apart into its letters, so that one wrong letter spoils three short runs of letters and
not the whole word; Latin script is treated the same.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

RUN = 3
ENOUGH = 0.55  # the share of a word's runs that a text must hold
_WORDS = re.compile(r"\w+")
# What people write around the word that they mean; it says nothing about the service.
_SAYS_NOTHING = (
    "a an the i me my to for of in on at how do can where is want get need apply and or "
    "을 를 이 가 은 는 좀 저 제 내 수 싶어요 하고 어떻게 신청"
)
_EMPTY = frozenset(_SAYS_NOTHING.split())


@dataclass(frozen=True)
class Text:
    """A text to be found by, as letters and as runs of letters, and how much a hit in it counts."""

    letters: str
    runs: frozenset[str]
    weight: float

    @classmethod
    def of(cls, text: str, weight: float) -> "Text":
        letters = "".join(_WORDS.findall(_letters(text)))
        return cls(letters, frozenset(_runs(letters)), weight)


def score(words: str, texts: tuple[Text, ...]) -> float:
    """How well the words fit the texts; 0 where fewer than half of the words are found."""
    wanted = _wanted(words)
    points = [max((_points(word, runs, text) for text in texts), default=0.0) for word, runs in wanted]
    found = sum(1 for each in points if each > 0)
    return sum(points) / len(wanted) if found and found * 2 >= len(wanted) else 0.0


def bigrams(text: str) -> set[str]:
    """The pairs of neighbouring characters in each word of a text, small letters; lone characters stand alone."""
    found: set[str] = set()
    for word in _WORDS.findall(text.casefold()):
        found |= {word[i : i + 2] for i in range(len(word) - 1)} or {word}
    return found


@lru_cache(maxsize=256)
def _wanted(words: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """The words that say something, at most twelve, each as letters and as runs."""
    said = [word[:40] for word in _WORDS.findall(words.casefold())[:12]]
    telling = [word for word in said if word not in _EMPTY] or said
    return tuple((letters, frozenset(_runs(letters))) for letters in map(_letters, telling))


def _letters(text: str) -> str:
    return unicodedata.normalize("NFD", text.casefold())


def _runs(letters: str) -> list[str]:
    return [letters[i : i + RUN] for i in range(len(letters) - RUN + 1)] or [letters]


def _points(word: str, runs: frozenset[str], text: Text) -> float:
    if word in text.letters:
        return text.weight
    if len(word) <= RUN:
        return 0.0
    share = len(runs & text.runs) / len(runs)
    return text.weight * share * 0.7 if share >= ENOUGH else 0.0
