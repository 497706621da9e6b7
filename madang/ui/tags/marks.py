"""Small marks: badges, tags, chips, progress, the label of invented data."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def badge(label: Any, kind: str = "gray", *, style: str = "bg-light", size: str = "") -> SafeString:
    """A state in a word; kinds: primary, secondary, gray, point, danger, warning, success, information."""
    return format_html('<span class="krds-badge {} {}-{}">{}</span>', size, style, kind, label)


@register.inclusion_tag("ui/tags.html")
def tags(items: Sequence[Any], *, size: str = "small") -> dict[str, Any]:
    """Keywords; each a text, or a pair (label, address) that links."""
    return {"size": size, "items": [(item, "") if isinstance(item, str) else item for item in items]}


@register.inclusion_tag("ui/chip.html")
def chip(name: Any, detail: Any = "", *, kind: str = "person", href: str = "") -> dict[str, Any]:
    """A person or a unit: name, then post or parent; kinds: person, unit."""
    return {"name": name, "detail": detail, "kind": kind, "href": href, "initial": str(name).strip()[:1]}


@register.inclusion_tag("ui/progress.html")
def progress(done: float, whole: float, label: Any) -> dict[str, Any]:
    """How much of the whole is done, as a bar and as a figure."""
    return {
        "done": done,
        "whole": whole,
        "label": label,
        "percent": round(100 * done / whole) if whole else 0,
    }


@register.inclusion_tag("ui/spinner.html")
def spinner(label: Any = "") -> dict[str, Any]:
    """Something is being loaded."""
    return {"label": label}


@register.inclusion_tag("ui/invented.html")
def invented(note: Any = "") -> dict[str, Any]:
    """Says that what is shown is invented data."""
    return {"note": note}
