"""Texts in the reader's language; times and spans of time in words."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from madang.ui import words

register = template.Library()


@register.filter
def in_language(value: Any) -> Any:
    """A text {ko, en} in the reader's language."""
    return words.in_language(value) if isinstance(value, Mapping) or hasattr(value, "in_language") else value


@register.simple_tag
def both(thing: Any, name: str) -> SafeString | str:
    """A thing's text `name` in the reader's language; marked with its language where only another exists."""
    text, code = words.both(thing, name)
    return (
        format_html("{}", text)
        if code == words.language()
        else format_html('<span lang="{}">{}</span>', code, text)
    )


@register.simple_tag
def when(
    value: date | datetime | None, *, time: bool = True, weekday: bool = True, zone: tzinfo | None = None
) -> SafeString | str:
    """A day or a moment in words, in the government's zone; a dash for nothing."""
    if not value:
        return "–"
    machine = (
        timezone.localtime(value, zone) if isinstance(value, datetime) and timezone.is_aware(value) else value
    )
    return format_html(
        '<time datetime="{}">{}</time>',
        machine.isoformat(),
        words.when(value, zone, time=time, weekday=weekday),
    )


@register.filter
def duration(value: float | timedelta | None) -> str:
    """A span of time, in seconds or as a timedelta, in its two largest units."""
    if value is None or value == "":
        return "–"
    return words.duration(value.total_seconds() if isinstance(value, timedelta) else float(value))


@register.inclusion_tag("ui/due.html")
def due(at: datetime | None, now: datetime | None = None, *, stopped: bool = False) -> dict[str, Any]:
    """A due date and what is left until it, in words and colour; `stopped` while the clock is paused."""
    left = words.left_until(at, now or timezone.now()) if at else None
    return {"at": at, "left": left, "stopped": stopped}
