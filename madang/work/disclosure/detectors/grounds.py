"""What speaks for a ground of article 9(1) other than a person's privacy, and what speaks against it."""

from collections.abc import Iterator

from madang.work.disclosure.definition import any_of, words
from madang.work.disclosure.detectors.spans import Span

_STRONG, _WEAK = 0.8, 0.35
_LEFT_WHEN_OVER = 0.35  # of the weight, where the passage says that the matter is over or meant for all


def grounds_in(text: str) -> Iterator[Span]:
    """Stretches of a plain text that speak for withholding, each as sure as its words."""
    start = 0
    for passage in text.split("\n\n"):
        factor = _LEFT_WHEN_OVER if any_of(words().over).search(passage) else 1.0
        for ground in words().grounds:
            for lines, sure in ((ground.strong, _STRONG), (ground.weak, _WEAK)):
                for found in any_of(lines).finditer(passage):
                    yield Span(start + found.start(), start + found.end(), ground.kind, sure * factor)
        start += len(passage) + 2
