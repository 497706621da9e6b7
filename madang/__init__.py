"""Madang (마당): the open operating system of an innovative government."""

__version__ = "0.1.0"
