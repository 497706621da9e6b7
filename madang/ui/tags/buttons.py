"""Things that are pressed: buttons, links that look like them, and the button that copies."""

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("ui/button.html")
def button(
    label: str,
    kind: str = "primary",
    *,
    href: str = "",
    size: str = "medium",
    type: str = "submit",
    name: str = "",
    value: str = "",
    form: str = "",
    icon: str = "",
    about: str = "",
    because_not: str = "",
    **attributes: Any,
) -> dict[str, Any]:
    """A button, or with `href` a link; kinds: primary, secondary, tertiary, text, danger.

    `because_not` disables it and says why; `about` names, for those who do not see the page, what it acts on.
    """
    named = {key.replace("_", "-"): content for key, content in attributes.items()}
    return {
        "label": label,
        "kind": "primary ui-danger-button" if kind == "danger" else kind,
        "href": href,
        "size": size,
        "type": type,
        "name": name,
        "value": value,
        "form": form,
        "icon": icon,
        "about": about,
        "because_not": because_not,
        "attributes": named,
    }


@register.inclusion_tag("ui/link.html")
def link(label: str, href: str, *, size: str = "medium", outside: bool = False) -> dict[str, Any]:
    """A link on its own; `outside` opens a new window and says so."""
    return {"label": label, "href": href, "size": size, "outside": outside}


@register.inclusion_tag("ui/copy_button.html")
def copy_button(text: str, *, about: str = "") -> dict[str, Any]:
    """Copies a text such as a receipt number; shown only where scripts run."""
    return {"text": text, "about": about}
