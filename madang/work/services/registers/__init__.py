"""Registers (공부): what the state already knows, read through connectors instead of asked from people.

Every look-up has a purpose and a basis and leaves a trace that the person sees.
"""
