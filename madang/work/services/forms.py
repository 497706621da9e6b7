"""The application form of a service, made from its definition; its answers, and the answers in words."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import formats
from django.utils.html import escape
from django.utils.translation import gettext as _

from madang.flow.definition import Said, holds, paths
from madang.flow.definition import in_words as condition_in_words
from madang.ui.words import language
from madang.work.services.checking import facts_of
from madang.work.services.definition import Evidence, FileKind, FormField, ServiceDefinition, Text, registers
from madang.work.services.form_fields import field_of

UPLOADED: list[FileKind] = ["pdf", "jpg", "png", "heic"]


class ApplicationForm(forms.Form):
    """The questions of one service. A question whose condition does not hold is neither asked nor kept."""

    questions: Mapping[str, FormField]
    facts: Mapping[str, Any]
    # Without scripts all conditional questions are on the page; the browser must not insist on them.
    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, question in self.questions.items():
            if not self.is_asked(question):
                cleaned.pop(name, None)
                self.errors.pop(name, None)
        return cleaned

    def is_asked(self, question: FormField) -> bool:
        """Does the condition of a question hold for what was answered so far?"""
        if question.when is None:
            return True
        return holds(question.when, {**self.facts, "form": json_ready(self.cleaned_data)})


def application_form(definition: ServiceDefinition, facts: Mapping[str, Any]) -> type[ApplicationForm]:
    """The form of a service for what is known already; in the language of the page.

    What a register should have told and did not is asked for, where the definition says so.
    """
    questions = asked_of(definition, facts)
    fields: dict[str, Any] = {name: field_of(question, language()) for name, question in questions.items()}
    for name, question in questions.items():
        if question.when is not None:
            fields[name].help_text = _with_condition(definition, question, fields[name].help_text)
    return type(
        "ApplicationForm",
        (ApplicationForm,),
        {**fields, "questions": questions, "facts": dict(facts)},
    )


def _with_condition(definition: ServiceDefinition, question: FormField, hint: str) -> str:
    if question.when is None:
        return hint
    words = condition_in_words(question.when, lambda path, value: _named(definition, path, value))[language()]
    only = escape(_("Only if: %(condition)s.") % {"condition": words})
    return f"{hint} {only}".strip()


def _named(definition: ServiceDefinition, path: str, value: object) -> Said:
    """The words for a fact, or for a value of it."""
    fact = facts_of(definition, registers()).get(path)
    if value is None:
        return fact.label if fact else {"ko": path, "en": path}
    if isinstance(value, bool):
        return {"ko": "예", "en": "yes"} if value else {"ko": "아니요", "en": "no"}
    shown = {"ko": str(value), "en": str(value)}
    return fact.values.get(str(value), shown) if fact else shown


# --- which questions -----------------------------------------------------------------------------------


def asked_of(definition: ServiceDefinition, facts: Mapping[str, Any]) -> dict[str, FormField]:
    """The questions that are asked, in order: those in place of silent registers, then those of the form."""
    return fallbacks(definition, facts) | {
        name: question
        for name, question in definition.form.items()
        if any(path.startswith("form.") for path in paths(question.when)) or holds(question.when, facts)
    }


def fallbacks(definition: ServiceDefinition, facts: Mapping[str, Any]) -> dict[str, FormField]:
    """What is asked because a register did not have it."""
    told = facts.get("evidence")
    if told is None:
        return {}
    silent = {name: e for name, e in definition.evidence.items() if not told.get(name, {}).get("found")}
    return {key: question for name, e in silent.items() for key, question in _in_place_of(name, e).items()}


def _in_place_of(name: str, evidence: Evidence) -> dict[str, FormField]:
    register = registers().get(evidence.register_)
    if register is None or evidence.otherwise == "refuse":
        return {}
    title = evidence.title or register.title
    why = Text(
        ko=f"{register.title.ko}에서 확인하지 못해 여쭙니다.",
        en=f"We ask because we could not find it in the {register.title.en.lower()}.",
    )
    if evidence.otherwise == "upload":
        label = Text(ko=f"{title.ko} 증명 서류", en=f"Paper that shows: {title.en.lower()}")
        return {
            f"{name}_paper": FormField(type="file", label=label, hint=why, accept=list(UPLOADED), max_mb=10)
        }
    return {
        f"{name}_{key}": FormField(
            type="date" if register.fields_[key].type == "date" else "text",
            label=register.fields_[key].label,
            hint=why,
        )
        for key in evidence.fetch
        if key in register.fields_ and register.fields_[key].type in ("text", "date", "number")
    }


# --- answers -------------------------------------------------------------------------------------------


def answers(form: forms.BaseForm) -> dict[str, Any]:
    """The answers as JSON can keep them, without files; what was refused is kept as it was typed."""
    cleaned = (
        {} if not form.is_bound else {**_as_typed(form), **json_ready(getattr(form, "cleaned_data", {}))}
    )
    files = {name for name, field in form.fields.items() if isinstance(field, forms.FileField)}
    return {
        name: value for name, value in cleaned.items() if name not in files and value not in (None, "", [])
    }


def _as_typed(form: forms.BaseForm) -> dict[str, Any]:
    """The raw answers of the fields in which something was wrong."""
    return {name: form[name].data for name in form.errors if name in form.fields}


def json_ready(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """Cleaned values as JSON holds them."""
    return {name: _plain(value) for name, value in cleaned.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value


def in_words(definition: ServiceDefinition, given: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The questions and answers in the language of the page, in the order of the form."""
    known = {**fallbacks(definition, {"evidence": {}}), **definition.form}
    return [
        (question.label.in_language(language()), answer_in_words(question, given[name]))
        for name, question in known.items()
        if name in given and given[name] not in (None, "", [])
    ]


def answer_in_words(question: FormField, value: Any) -> str:
    """One answer in the language of the page."""
    if question.type == "yes_no":
        return _("Yes") if value is True or value == "yes" else _("No")
    if question.type in ("choice", "choices"):
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(_chosen(question, key) for key in chosen)
    if question.type == "place":
        return str(value.get("address", "")) if isinstance(value, Mapping) else str(value)
    if question.type == "file":
        return ", ".join(str(file.get("name", "")) for file in value if isinstance(file, Mapping))
    return _other_in_words(question, value)


def _chosen(question: FormField, key: object) -> str:
    text = question.choices.get(str(key))
    return text.in_language(language()) if text else str(key)


def _other_in_words(question: FormField, value: Any) -> str:
    if question.type in ("number", "money") and isinstance(value, int | float):
        number = formats.number_format(value, use_l10n=True, force_grouping=True)
        return _("%(number)s won") % {"number": number} if question.type == "money" else number
    if question.type == "date":
        try:
            return formats.date_format(date.fromisoformat(str(value)), "DATE_FORMAT")
        except ValueError:
            return str(value)
    return str(value)
