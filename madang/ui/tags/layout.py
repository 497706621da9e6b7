"""What holds a page's content: alerts, folds, cards, figures, windows that ask before acting."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


def _draw(name: str, content: str, **values: Any) -> SafeString:
    return render_to_string(f"ui/{name}.html", {"content": content, **values})


@register.simple_block_tag
def alert(content: str, kind: str = "info", *, word: str = "", role: str = "") -> SafeString:
    """Tells something that matters here; kinds: info, success, warning, danger."""
    words = {"info": _("Note"), "success": _("Done"), "warning": _("Caution"), "danger": _("Error")}
    return _draw("alert", content, kind=kind, word=word or words[kind], role=role)


@register.simple_block_tag
def accordion(content: str) -> SafeString:
    """A stack of folds."""
    return _draw("accordion", content)


@register.simple_block_tag
def fold(content: str, title: Any, *, open: bool = False, note: Any = "") -> SafeString:
    """One fold of an accordion; works without scripts."""
    return _draw("fold", content, title=title, open=open, note=note)


@register.simple_block_tag
def disclosure(content: str, title: Any, *, open: bool = False) -> SafeString:
    """A detail that most readers can leave closed."""
    return _draw("disclosure", content, title=title, open=open)


@register.simple_block_tag
def empty(content: str, title: Any) -> SafeString:
    """Says that there is nothing here yet, why, and what can be done."""
    return _draw("empty", content, title=title)


@register.simple_block_tag
def card(content: str, title: Any = "", *, level: int = 2, id: str = "", kind: str = "") -> SafeString:
    """A part of a page with a title of its own."""
    return _draw("card", content, title=title, level=level, id=id, kind=kind)


@register.simple_block_tag
def figure(
    content: str, title: Any, svg: str = "", *, note: Any = "", source: Any = "", description: Any = ""
) -> SafeString:
    """A picture drawn as SVG beside the table of its numbers, which is the content."""
    return _draw("figure", content, title=title, svg=svg, note=note, source=source, description=description)


@register.simple_block_tag
def filters(content: str, *, action: str = "", title: Any = "", clear: str = "") -> SafeString:
    """The fields that narrow a list; sent by GET, so that the address can be kept."""
    return _draw("filters", content, action=action, title=title, clear=clear)


@register.simple_block_tag
def window(content: str, id: str, title: Any, trigger: Any, *, kind: str = "tertiary") -> SafeString:
    """A small window and the button that opens it; before changing anything, ask on a page."""
    return _draw("window", content, id=id, title=title, trigger=trigger, kind=kind)
