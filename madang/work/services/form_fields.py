"""Django's fields for the questions of a service, with sentences that say what to do."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import DecimalValidator
from django.utils import formats, timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from madang.flow.definition import raw
from madang.lib.uploads import KINDS
from madang.ui.forms import DateInput
from madang.work.services.definition import FormField
from madang.work.services.form_inputs import AmountField, EmailField, PhoneField, PlaceField, TextField

FEW = 7  # choices up to this many are shown all at once
DATES = ["%Y-%m-%d", "%Y.%m.%d", "%Y. %m. %d", "%Y. %m. %d.", "%Y/%m/%d", "%Y%m%d"]
LONGEST = {"text": 200, "long_text": 5000}


def field_of(question: FormField, language: str) -> forms.Field:
    """The field for a question, in a language."""
    made = _MAKERS[question.type](question, language)
    made.label = question.label.in_language(language)
    made.help_text = escape(question.hint.in_language(language)) if question.hint else ""
    made.required = question.required
    made.error_messages = {**made.error_messages, "required": _required(question.type)}
    if question.when is not None:
        made.widget.attrs["data-when"] = json.dumps(raw(question.when), ensure_ascii=False)
    return made


def _required(kind: str) -> str:
    if kind in ("choice", "choices", "yes_no"):
        return _("Please choose an answer.")
    if kind == "file":
        return _("Please add the file.")
    return _("Please fill this in.")


def _text(question: FormField, language: str) -> forms.Field:
    long = question.type == "long_text"
    most = int(question.max or LONGEST[question.type])
    least = int(question.min) if question.min else None
    made = TextField(
        max_length=most, min_length=least, widget=forms.Textarea(attrs={"rows": 6}) if long else None
    )
    return _with_messages(
        made,
        max_length=_("Please shorten this to %(limit_value)d characters; it has %(show_value)d."),
        min_length=_("Please write at least %(limit_value)d characters; there are %(show_value)d."),
    )


def _with_messages(field: forms.Field, **messages: str) -> forms.Field:
    """Let the field's validators speak these sentences."""
    for validator in field.validators:
        sentence = messages.get(getattr(validator, "code", ""))
        if sentence is not None and hasattr(validator, "message"):
            validator.message = sentence
        if isinstance(validator, DecimalValidator):
            validator.messages = {**validator.messages, **messages}
    return field


def _number(question: FormField, language: str) -> forms.Field:
    made = AmountField(
        min_value=_decimal(question.min),
        max_value=_decimal(question.max),
        max_digits=15,
        decimal_places=0 if question.type == "money" else 3,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"invalid": _("Please write a number, for example 1000.")},
    )
    return _with_messages(
        made,
        min_value=_("Please write %(limit_value)s or more."),
        max_decimal_places=_("Please write a whole number.")
        if question.type == "money"
        else _("Please write fewer decimal places: at most %(max)s."),
        max_digits=_("Please write a shorter number: at most %(max)s digits."),
        max_whole_digits=_("Please write a shorter number: at most %(max)s digits."),
        max_value=_("Please write %(limit_value)s or less."),
    )


def _decimal(bound: float | str | None) -> Decimal | None:
    return None if bound is None or isinstance(bound, str) else Decimal(str(bound))


def _date(question: FormField, language: str) -> forms.Field:
    first, last = _day(question.min), _day(question.max)
    limits = {name: day.isoformat() for name, day in (("min", first), ("max", last)) if day}

    def within(day: date) -> None:
        if first and day < first:
            raise ValidationError(_("Please choose %(day)s or a later day.") % {"day": _in_words(first)})
        if last and day > last:
            raise ValidationError(_("Please choose %(day)s or an earlier day.") % {"day": _in_words(last)})

    return forms.DateField(
        input_formats=DATES,
        widget=DateInput(attrs=limits),
        validators=[within],
        error_messages={"invalid": _("Please write the day as 2026-03-01.")},
    )


def _day(bound: float | str | None) -> date | None:
    if bound == "today":
        return timezone.localdate()
    return date.fromisoformat(bound) if isinstance(bound, str) else None


def _options(question: FormField, language: str) -> list[tuple[str, str]]:
    return [(key, text.in_language(language)) for key, text in question.choices.items()]


def _choice(question: FormField, language: str) -> forms.Field:
    options = _options(question, language)
    if len(options) <= FEW:
        widget: forms.Widget = forms.RadioSelect()
    else:
        widget, options = forms.Select(), [("", _("Please choose")), *options]
    sentence = _("Please choose one of the answers shown.")
    return forms.ChoiceField(choices=options, widget=widget, error_messages={"invalid_choice": sentence})


def _choices(question: FormField, language: str) -> forms.Field:
    def right_number(chosen: list[str]) -> None:
        if isinstance(question.min, int) and len(chosen) < question.min:
            raise ValidationError(_("Please choose at least %(least)s.") % {"least": question.min})
        if isinstance(question.max, int) and len(chosen) > question.max:
            raise ValidationError(_("Please choose at most %(most)s.") % {"most": question.max})

    sentence = _("Please choose from the answers shown.")
    return forms.MultipleChoiceField(
        choices=_options(question, language),
        widget=forms.CheckboxSelectMultiple(),
        validators=[right_number],
        error_messages={"invalid_choice": sentence, "invalid_list": sentence},
    )


def _yes_no(question: FormField, language: str) -> forms.Field:
    if not question.required:
        return forms.BooleanField()
    return forms.TypedChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect(),
    )


def _phone(question: FormField, language: str) -> forms.Field:
    return PhoneField(max_length=30, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))


def _email(question: FormField, language: str) -> forms.Field:
    sentence = _("Please write the mail address in full, for example name@example.org.")
    made = EmailField(widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    return _with_messages(made, invalid=sentence)


def _file(question: FormField, language: str) -> forms.Field:
    attributes: dict[str, Any] = {}
    if question.accept:
        attributes["accept"] = ",".join(f".{ending}" for kind in question.accept for ending in KINDS[kind][1])
    if question.max_mb:
        attributes["data-max-mb"] = question.max_mb
    made = forms.FileField(widget=forms.FileInput(attrs=attributes))
    made.error_messages |= {
        "empty": _("The file is empty. Please choose another."),
        "invalid": _("The file did not arrive. Please choose it again."),
    }
    return made


def _place(question: FormField, language: str) -> forms.Field:
    return PlaceField()


_MAKERS: dict[str, Callable[[FormField, str], forms.Field]] = {
    "text": _text,
    "long_text": _text,
    "number": _number,
    "money": _number,
    "date": _date,
    "choice": _choice,
    "choices": _choices,
    "yes_no": _yes_no,
    "phone": _phone,
    "email": _email,
    "file": _file,
    "place": _place,
}


def _in_words(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")
