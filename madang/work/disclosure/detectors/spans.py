"""A finding: a stretch of a text, what it is, and how sure that is."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Span:
    """The stretch `[start, end)` in code points, the kind of what was found, and how sure it is (0 to 1)."""

    start: int
    end: int
    kind: str
    sure: float


def strongest(spans: list[Span]) -> list[Span]:
    """One reading a stretch: where findings overlap the surest stays, then the longest; in order of place.

    Sorted once, then one pass over kept neighbours: n log n also for texts of thousands of findings.
    """
    kept: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.start, -each.sure, -each.end)):
        while kept and span.start < kept[-1].end:
            if (kept[-1].sure, kept[-1].end - kept[-1].start) >= (span.sure, span.end - span.start):
                break
            kept.pop()
        else:
            kept.append(span)
    return kept
