"""The form of a questionnaire, made from its definition."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from madang.ground.surveys.actions import LONGEST
from madang.ground.surveys.definition import Question, Survey, Words


def form_of(questionnaire: Survey, data: Any = None) -> forms.Form:
    """The questions as a form, in the reader's language."""
    form = forms.Form(data)
    for question in questionnaire.questions:
        form.fields[question.key] = _field(question)
    return form


def _in_language(words: Words) -> str:
    return words.en if get_language() == "en" else words.ko


def _field(question: Question) -> forms.Field:
    label = _in_language(question.text)
    hint = _in_language(question.hint) if question.hint else ""
    if question.kind == "words":
        return forms.CharField(
            label=label,
            help_text=hint,
            required=False,
            max_length=LONGEST,
            widget=forms.Textarea({"rows": 4}),
        )
    if question.kind == "number":
        return _number_field(question, label, hint)
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=_choices(question),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose an answer.")},
    )


def _number_field(question: Question, label: str, hint: str) -> forms.Field:
    return forms.IntegerField(
        label=f"{label} ({_in_language(question.unit)})" if question.unit else label,
        help_text=hint,
        min_value=0,
        max_value=question.most,
        error_messages={
            "required": _("Please write a number."),
            "invalid": _("Please write a whole number."),
        },
    )


def _choices(question: Question) -> list[tuple[str, str]]:
    if question.kind == "choice":
        return [(answer.value, _in_language(answer.text)) for answer in question.answers]
    ends = {"1": question.low, "5": question.high}
    return [
        (value, f"{value} · {_in_language(word)}" if (word := ends.get(value)) else value)
        for value in question.values
    ]
