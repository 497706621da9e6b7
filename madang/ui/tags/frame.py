"""The frame around every page: ways about the site, the path to here, what has just happened."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

register = template.Library()

Way = Sequence[Any]  # (label, address) or (label, address, is this the present page)
ACCOUNT_PAGES = (
    (gettext_lazy("Language and notices"), "people:account"),
    (gettext_lazy("E-mail addresses"), "account_email"),
    (gettext_lazy("Password"), "account_change_password"),
    (gettext_lazy("Second factor and passkeys"), "mfa_index"),
    (gettext_lazy("Linked sign-ins"), "socialaccount_connections"),
)
KINDS = {"debug": "info", "info": "info", "success": "success", "warning": "warning", "error": "danger"}


@register.inclusion_tag("ui/language_switch.html", takes_context=True)
def language_switch(context: Context) -> dict[str, Any]:
    """The languages of the site; works without scripts and returns to the same page."""
    request = context.get("request")
    return {
        "languages": settings.LANGUAGES,
        "next": request.get_full_path() if request else "/",
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("ui/breadcrumb.html")
def breadcrumb(*ways: Any, label: Any = "") -> dict[str, Any]:
    """The path to this page after Home: label and address in turn; the last label is the page itself."""
    if len(ways) == 1 and not isinstance(ways[0], str | Promise):
        pairs = [(way[0], way[1] if len(way) > 1 else "") for way in ways[0]]
    else:
        pairs = [(ways[i], ways[i + 1] if i + 1 < len(ways) else "") for i in range(0, len(ways), 2)]
    return {"ways": pairs, "label": label}


@register.inclusion_tag("ui/side_navigation.html")
def side_navigation(title: str, items: Sequence[Way]) -> dict[str, Any]:
    """The pages of one part of the site; an item may hold items of its own as a fourth member."""
    return {"title": title, "items": [_item(item) for item in items]}


def _item(item: Way) -> dict[str, Any]:
    label, address, *rest = item
    below = [_item(inner) for inner in rest[1]] if len(rest) > 1 else []
    return {"label": label, "address": address, "current": bool(rest and rest[0]), "below": below}


@register.inclusion_tag("ui/heading.html")
def heading(title: Any, lead: Any = "", *, kicker: Any = "") -> dict[str, Any]:
    """The page's own title, with a sentence that says what can be done here."""
    return {"title": title, "lead": lead, "kicker": kicker}


@register.filter
def kind_of_message(tags: str) -> str:
    """The kind of alert for a message of Django's."""
    return next((KINDS[tag] for tag in tags.split() if tag in KINDS), "info")


@register.inclusion_tag("ui/side_navigation.html", takes_context=True)
def account_navigation(context: Context) -> dict[str, Any]:
    """The pages on which a person looks after their own account."""
    here = context["request"].path if "request" in context else ""
    addresses = [(label, reverse(name)) for label, name in ACCOUNT_PAGES]
    items = [{"label": label, "address": to, "current": to == here, "below": []} for label, to in addresses]
    return {"title": _("My account"), "items": items}
