"""Exact measures of event logs, written once as expressions that an engine runs."""

from madang.insight.evidence.measures.figures import Figures, measure, measured

__all__ = ["Figures", "measure", "measured"]
