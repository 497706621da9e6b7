"""Worked cases of a service (`examples.yaml`), run on the rules of flow alone, without a database."""

from madang.work.services.examples.schema import Example, Examples, Expected
from madang.work.services.examples.verdict import Difference, differences, walk

__all__ = ["Difference", "Example", "Examples", "Expected", "differences", "walk"]
