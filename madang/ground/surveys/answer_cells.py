"""What one cell of a table of answers says: a number, a word of a scale, or nothing."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

NOTHING = frozenset(
    {"", ".", "-", "--", "?", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "missing", "no answer", "no response",
     "not answered", "dk", "don't know", "dont know", "do not know", "refused", "skipped", "not applicable",
     "prefer not to say", "무응답", "모름", "모르겠음", "잘 모름", "잘 모르겠다", "해당없음",
     "해당 없음", "결측", "응답거절", "응답 거절", "미응답"}
)  # fmt: skip

# Words of scales from the lowest to the highest; words between bars are the same step.
_SCALES = (
    "strongly disagree|disagree strongly|totally disagree|completely disagree, disagree,"
    " neutral|neither agree nor disagree|neither|undecided|not sure|unsure, agree,"
    " strongly agree|agree strongly|totally agree|completely agree",
    "strongly disagree, disagree, somewhat disagree|slightly disagree, neutral|neither agree nor disagree|neither,"
    " somewhat agree|slightly agree, agree, strongly agree",
    "very dissatisfied, dissatisfied, neutral|neither|neither satisfied nor dissatisfied, satisfied, very satisfied",
    "very dissatisfied, somewhat dissatisfied, neutral|neither|neither satisfied nor dissatisfied, somewhat satisfied,"
    " very satisfied",
    "never, rarely|seldom, sometimes|occasionally, often|usually, always",
    "very poor|very bad, poor|bad, fair|average|ok|okay, good, very good|excellent",
    "very difficult|very hard, difficult|hard, neutral|neither, easy, very easy",
    "very unlikely, unlikely, neutral|neither, likely, very likely",
    "not at all, a little|slightly, somewhat|moderately, quite a bit|very much|very, extremely",
    "no|false|n|f, yes|true|y|t",
    "전혀 그렇지 않다|매우 그렇지 않다|전혀 아니다, 그렇지 않다|그렇지 않은 편이다|아니다, 보통|보통이다|그저 그렇다,"
    " 그렇다|그런 편이다, 매우 그렇다",
    "매우 불만족|매우 불만족한다|매우 불만, 불만족|불만족한다|불만, 보통|보통이다, 만족|만족한다,"
    " 매우 만족|매우 만족한다",
    "전혀 동의하지 않음|매우 동의하지 않음|전혀 동의하지 않는다, 동의하지 않음|동의하지 않는다, 보통|보통이다|중립,"
    " 동의함|동의한다|동의, 매우 동의함|매우 동의한다|매우 동의",
    "매우 나쁨|매우 나쁘다, 나쁨|나쁘다, 보통|보통이다, 좋음|좋다, 매우 좋음|매우 좋다",
    "매우 어려움|매우 어렵다, 어려움|어렵다, 보통|보통이다, 쉬움|쉽다, 매우 쉬움|매우 쉽다",
    "전혀 없다|전혀 하지 않는다, 거의 없다|거의 하지 않는다, 가끔|가끔 있다|가끔 한다, 자주|자주 있다|자주 한다,"
    " 항상|항상 있다|항상 한다",
    "아니오|아니요|없다|없음, 예|네|있다|있음",
)  # fmt: skip

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_COMMA = re.compile(r"[+-]?\d+,\d+")
_LABELLED = re.compile(r"\(?([+-]?\d+(?:\.\d+)?)\)?\s*(?:점|%|[.):=\-\u2013]|\s)\s*\D*")
_IN_BRACKETS = re.compile(r"\D*[(\[]([+-]?\d+(?:\.\d+)?)(?:점)?[)\]]")


def _read(scale: str) -> dict[str, float]:
    steps = [step.strip().split("|") for step in scale.split(",")]
    first = 0 if len(steps) == 2 else 1
    return {word.strip(): float(place) for place, words in enumerate(steps, first) for word in words}


SCALES = tuple(_read(scale) for scale in _SCALES)


@lru_cache(maxsize=4096)
def plain(cell: str) -> str:
    """The cell without what only looks: blanks, wide digits, circles around numbers, capitals, quotation marks."""
    text = unicodedata.normalize("NFKC", cell).replace("\u2212", "-").replace("\u2019", "'")
    return " ".join(text.casefold().strip("\"' \t\u00a0").split()).rstrip(".") or cell.strip().casefold()


@lru_cache(maxsize=4096)
def number(text: str) -> float | None:
    """The number that a plain cell says, with a comma or a label beside it too; nothing where it says none."""
    if _NUMBER.fullmatch(text):
        value = float(text)
    elif _COMMA.fullmatch(text):
        value = float(text.replace(",", "."))
    elif found := _LABELLED.fullmatch(text) or _IN_BRACKETS.fullmatch(text):
        value = float(found[1])
    else:
        return None
    return value if abs(value) < 1e12 else None


def scale_of(words: Iterable[str]) -> Mapping[str, float] | None:
    """The scale that knows all of these plain words, if one does."""
    asked = set(words)
    return next((scale for scale in SCALES if asked and asked <= scale.keys()), None)
