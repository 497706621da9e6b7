"""Measurements: `python -m bench [PART …]`."""
