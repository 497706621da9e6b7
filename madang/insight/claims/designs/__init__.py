"""Designs: which comparison the data allows, chosen by rules that are told to the reader."""

from madang.insight.claims.designs.cases import of_cases
from madang.insight.claims.designs.panel import Panel, of_panel
from madang.insight.claims.designs.series import of_series
from madang.insight.claims.designs.two_values import two_values

__all__ = ["Panel", "of_cases", "of_panel", "of_series", "two_values"]
