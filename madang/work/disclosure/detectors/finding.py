"""All detectors over one text."""

from madang.work.disclosure.detectors.grounds import grounds_in
from madang.work.disclosure.detectors.letters import read
from madang.work.disclosure.detectors.lives import lives_in
from madang.work.disclosure.detectors.numbers import numbers_in
from madang.work.disclosure.detectors.people import addresses_in, names_in, papers_in
from madang.work.disclosure.detectors.spans import Span, strongest

__all__ = ["Span", "found_in"]


def found_in(text: str) -> list[Span]:
    """Everything found in a text, in order of place, one reading a stretch.

    Places count code points of the text as given.
    """
    plain = read(text)
    people = strongest([*numbers_in(plain), *names_in(plain), *addresses_in(plain), *papers_in(plain)])
    return strongest([*people, *lives_in(plain, people), *grounds_in(plain)])
