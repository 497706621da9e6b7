"""Template tags: one for each component of the design system."""

from django import template

register = template.Library()
