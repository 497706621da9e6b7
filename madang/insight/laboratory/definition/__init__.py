"""The schema of a redesign: what is to be changed, what it may cost and what is promised."""

from madang.insight.laboratory.definition.reading import SHIPPED, read_redesign, redesign_in, shipped
from madang.insight.laboratory.definition.redesign import Change, Redesign
from madang.insight.laboratory.definition.stated import StatedModel

__all__ = ["SHIPPED", "Change", "Redesign", "StatedModel", "read_redesign", "redesign_in", "shipped"]
