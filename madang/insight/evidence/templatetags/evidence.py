"""Shares in percent."""

from django import template

register = template.Library()


@register.filter
def percent(share: float) -> str:
    """A share of 1 as percent with one digit; what is more than nothing never shows as nothing."""
    if 0 < share < 0.0005:
        return "< 0.1%"
    return f"{share * 100:.1f}%"
