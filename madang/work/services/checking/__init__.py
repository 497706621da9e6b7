"""Checking the definition of a service: shape, meaning, flow and worked cases, each finding with its line."""

from madang.work.services.checking.checks import ROLES, Checked, check, definitions_in
from madang.work.services.checking.facts import Fact, facts_of

__all__ = ["ROLES", "Checked", "Fact", "check", "definitions_in", "facts_of"]
