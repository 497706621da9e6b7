"""How Django's forms are drawn in the design system: one renderer, and inputs for dates and times."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

TEMPLATES = {
    "django/forms/widgets/radio.html": "ui/widgets/choices.html",
    "django/forms/widgets/checkbox_select.html": "ui/widgets/choices.html",
    "django/forms/widgets/clearable_file_input.html": "ui/widgets/file.html",
    "django/forms/widgets/file.html": "ui/widgets/file.html",
}
UNSTYLED_TYPES = {"hidden", "checkbox", "radio", "file"}


class Renderer(TemplatesSetting):
    """Draws every form, field and widget of the site; set as FORM_RENDERER."""

    form_template_name = "ui/form_fields.html"
    field_template_name = "ui/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        widget = context.get("widget")
        if widget is not None and (kit := _class_of(widget)):
            given = widget["attrs"].get("class", "")
            widget["attrs"] = {**widget["attrs"], "class": f"{kit} {given}".strip()}
        return super().render(TEMPLATES.get(template_name, template_name), context, request)


def _class_of(widget: dict[str, Any]) -> str:
    """The kit's class for a widget's context, or nothing for those drawn by their own template."""
    if "optgroups" in widget:
        return "" if widget["template_name"] in TEMPLATES else "krds-form-select"
    return "" if widget.get("type") in UNSTYLED_TYPES else "krds-input"


class DateInput(forms.DateInput):
    """A day, chosen with the browser's own calendar, typed where there is none."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    """A day and a time, chosen with the browser's own calendar."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class TimeInput(forms.TimeInput):
    """A time of day, in hours and minutes."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")
