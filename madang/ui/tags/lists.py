"""Lists: tables, structured lists, pages of a list, tabs, steps, timelines, facts, search."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from madang.ui.tables import labelled

register = template.Library()
STATES = ("done", "current", "to_come")


@register.simple_block_tag
def table(content: str, caption: Any, *, phone: str = "cards", shown: bool = False) -> SafeString:
    """A table; the content is its thead and tbody.

    On a phone each row becomes a card, or with phone="scroll" the table moves inside its own frame;
    `shown` shows the caption, which otherwise only screen readers say.
    """
    cells = labelled(content) if phone == "cards" else content
    safe = mark_safe(cells)  # noqa: S308  the template engine escaped it; the labels are escaped again
    return render_to_string(
        "ui/table.html", {"content": safe, "caption": caption, "phone": phone, "shown": shown}
    )


@register.simple_block_tag
def structured_list(content: str, *, label: Any = "") -> SafeString:
    """A list of things each with a title and a few facts; the content are list_items."""
    return render_to_string("ui/structured_list.html", {"content": content, "label": label})


@register.simple_block_tag
def list_item(
    content: str, title: Any, href: str = "", *, badges: str = "", note: Any = "", level: int = 3
) -> SafeString:
    """One thing of a structured list; `badges` is what a badge tag drew (`{% badge … as new %}`)."""
    values = {
        "content": content,
        "title": title,
        "href": href,
        "badges": badges,
        "note": note,
        "level": level,
    }
    return render_to_string("ui/list_item.html", values)


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: Context, page: Any, *, name: str = "page", label: Any = "") -> dict[str, Any]:
    """Ways to the other pages of a list, keeping the query; the page need not know the length."""
    query = context["request"].GET.copy() if "request" in context else None

    def address(number: int) -> str:
        if query is None:
            return f"?{name}={number}"
        query[name] = str(number)
        return f"?{query.urlencode()}"

    last = getattr(getattr(page, "paginator", None), "num_pages", None)
    numbers = _numbers(page.number, last) if last else []
    return {
        "page": page,
        "label": label,
        "links": [(number, address(number) if number else "") for number in numbers],
        "previous": address(page.number - 1) if page.has_previous() else "",
        "next": address(page.number + 1) if page.has_next() else "",
        "needed": page.has_previous() or page.has_next(),
    }


def _numbers(current: int, last: int) -> list[int]:
    """The page numbers to show; 0 stands for a gap."""
    shown = sorted({1, last, *range(max(1, current - 2), min(last, current + 2) + 1)})
    numbers: list[int] = []
    for number in shown:
        if numbers and number - numbers[-1] == 2:
            numbers.append(number - 1)
        elif numbers and number - numbers[-1] > 2:
            numbers.append(0)
        numbers.append(number)
    return numbers


@register.inclusion_tag("ui/tabs.html")
def tabs(items: Iterable[Sequence[Any]], *, label: Any = "") -> dict[str, Any]:
    """Parts of one page as links: (label, address, is this the present one[, how many])."""
    return {"label": label, "items": [(*item, "", "")[:4] for item in items]}


@register.inclusion_tag("ui/steps.html")
def steps(titles: Iterable[Any], current: int) -> dict[str, Any]:
    """The steps of a form; `current` counts from 1."""
    return {"steps": [(n, title, _state(n, current)) for n, title in enumerate(titles, start=1)]}


def _state(number: int, current: int) -> str:
    return "done" if number < current else "active" if number == current else ""


@register.inclusion_tag("ui/timeline.html")
def timeline(entries: Iterable[Any], *, label: Any = "") -> dict[str, Any]:
    """What happened and what is to come, in order.

    Each entry has `title` and, where it fits, `at` (time), `text`, `by`, `href` and `state`: done,
    current or to_come.
    """
    return {"entries": list(entries), "label": label}


@register.inclusion_tag("ui/key_values.html")
def key_values(pairs: Iterable[Sequence[Any]], *, wide: bool = False) -> dict[str, Any]:
    """Facts as pairs of name and value; values that are empty show a dash."""
    return {"pairs": list(pairs), "wide": wide}


@register.inclusion_tag("ui/search_box.html")
def search_box(
    label: Any, *, action: str = "", name: str = "q", value: Any = "", hint: Any = "", size: str = "large"
) -> dict[str, Any]:
    """One field to search with."""
    return {"label": label, "action": action, "name": name, "value": value, "hint": hint, "size": size}
