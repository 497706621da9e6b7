"""Detectors: each finds in a text the stretches that a ground of article 9(1) may withhold."""

from madang.work.disclosure.detectors.finding import Span, found_in

__all__ = ["Span", "found_in"]
