"""Checking the definition of a service: shape, meaning, flow and worked cases, each finding with its line."""

from madang.work.services.checking.checks import ROLES, Checked, check, definitions_in

__all__ = ["ROLES", "Checked", "check", "definitions_in"]
