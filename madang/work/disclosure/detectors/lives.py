"""Health and household: words that say something of a life, where the passage also says of whose."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from madang.work.disclosure.definition import any_of, words
from madang.work.disclosure.detectors.spans import Span

_NEAR = 120  # code points between a word and the person it is about


def lives_in(text: str, people: Sequence[Span]) -> Iterator[Span]:
    """Stretches about health or household near a person found, or near words that mean somebody in particular."""
    places = sorted(span.start for span in people if span.kind != "plate")
    for kind, lines in words().lives.items():
        for found in any_of(lines).finditer(text):
            sure = _how_sure(text, found.start(), found.end(), places)
            if sure:
                yield Span(found.start(), found.end(), kind, sure)


def _how_sure(text: str, start: int, end: int, places: list[int]) -> float:
    first = bisect_left(places, start - _NEAR)
    if first < len(places) and places[first] <= start + _NEAR:
        return 0.85
    window = text[max(0, start - _NEAR // 2) : end + _NEAR // 2]
    meant = any_of(words().somebody).search(window) and not any_of(words().in_general).search(window)
    return 0.6 if meant else 0
