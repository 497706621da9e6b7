"""Forms: a field with its label, hint and errors; all fields of a form; the summary of what is wrong."""

from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, Select
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def field(bound: BoundField, **attributes: Any) -> SafeString:
    """A field of a form with its label, hint and errors; `attributes` go to the control (`_` becomes `-`)."""
    named = {name.replace("_", "-"): value for name, value in attributes.items()}
    return SafeString(bound.render(context={"field": bound, "attributes": named}))


@register.simple_tag
def control(bound: BoundField, attributes: dict[str, Any] | None = None) -> SafeString:
    """The bare control of a field; the kit marks a wrong select itself, others by what is around them."""
    given = dict(attributes or {})
    if bound.errors and kind_of_field(bound) == "select":
        given["class"] = f"{bound.field.widget.attrs.get('class', '')} is-error".strip()
    return bound.as_widget(attrs=given or None)


@register.filter
def kind_of_field(bound: BoundField) -> str:
    """How a field is laid out: `check` (one box beside its label), `group` (several), `select` or `line`."""
    widget = bound.field.widget
    if isinstance(widget, CheckboxInput):
        return "check"
    if bound.use_fieldset:
        return "group"
    return "select" if isinstance(widget, Select) else "line"


@register.inclusion_tag("ui/form_fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    """All fields of a form, after the errors that belong to none of them, if the summary has not said them."""
    return {
        "form": form,
        "fields": [(bound, "") for bound in form.visible_fields()],
        "hidden_fields": form.hidden_fields(),
        "errors": [] if getattr(form, "summed_up", False) else form.non_field_errors(),
    }


@register.inclusion_tag("ui/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """What has to be corrected before the form can be sent, each with a link to its place."""
    wrong = [bound for form in forms if form for bound in form if bound.errors]
    for form in filter(None, forms):
        form.summed_up = True  # type: ignore[attr-defined]  # read by `form_fields`, which then says nothing twice
    general = [error for form in forms if form for error in form.non_field_errors()]
    return {"wrong": wrong, "general": general, "count": len(wrong) + len(general)}
