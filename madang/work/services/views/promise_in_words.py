"""What a service promises, in words for its page."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from madang.flow.definition import Text, in_words
from madang.ui.words import language
from madang.work.services.definition import Evidence, Law, ServiceDefinition, registers
from madang.work.services.queries import Service

_UNITS = {
    "minutes": lambda n: ngettext("%(n)d minute", "%(n)d minutes", n),
    "hours": lambda n: ngettext("%(n)d hour", "%(n)d hours", n),
    "days": lambda n: ngettext("%(n)d day", "%(n)d days", n),
    "weeks": lambda n: ngettext("%(n)d week", "%(n)d weeks", n),
    "months": lambda n: ngettext("%(n)d month", "%(n)d months", n),
    "years": lambda n: ngettext("%(n)d year", "%(n)d years", n),
}


def said(text: Text | None) -> str:
    """A text of the definition in the language of the page."""
    return text.in_language(language()) if text else ""


def card(service: Service) -> dict[str, Any]:
    """A service as one of a list."""
    promise = service.promise
    return {
        "key": service.key,
        "title": said(promise.title),
        "summary": said(promise.summary),
        "grade": service.grade.number,
        "depth": promise.depth,
        "can_apply": promise.can_be_applied_for,
        "period": period(promise.clock.period) if promise.clock else "",
        "field": (promise.function.ko if language() == "ko" else promise.function.en)[0],
    }


def period(text: str) -> str:
    """A period in words: 6 days · 6일; immediately · 즉시."""
    if text == "immediately":
        return _("at once (within 3 working hours)")
    number, _blank, unit = text.partition(" ")
    named = unit if unit.endswith("s") else f"{unit}s"
    if named not in _UNITS:
        return text
    return _UNITS[named](int(number)) % {"n": int(number)}


def needed(promise: ServiceDefinition) -> list[dict[str, str]]:
    """What the person has to tell or bring, and when."""
    return [
        {
            "label": said(field.label),
            "kind": _("a file") if field.type == "file" else "",
            "note": _("required") if field.required and field.when is None else _("if you wish"),
            "when": _condition(promise, field.when) if field.when else "",
        }
        for field in promise.form.values()
    ]


def fetched(promise: ServiceDefinition) -> list[dict[str, Any]]:
    """What is not asked, because a register knows it."""
    return [fetched_item(name, evidence) for name, evidence in promise.evidence.items()]


def fetched_item(name: str, evidence: Evidence) -> dict[str, Any]:
    """One look-up: which register, held by whom, which fields, on what basis."""
    register = registers().get(evidence.register_)
    law = evidence.law
    return {
        "name": name,
        "title": said(evidence.title) or (said(register.title) if register else evidence.register_),
        "register": said(register.title) if register else evidence.register_,
        "holder": said(register.holder) if register else "",
        "fields": [
            said(register.fields_[key].label) if register and key in register.fields_ else key
            for key in evidence.fetch
        ],
        "by_consent": evidence.basis == "consent",
        "basis": law_words(law) if law else _("your consent"),
        "otherwise": evidence.otherwise,
    }


def law_words(law: Law) -> str:
    """A rule of law as it is cited: 주민등록법 제29조 · Resident Registration Act, art. 29."""
    if language() == "ko":
        number, _blank, rest = law.article.partition(" ")
        article = f"제{number}조" if number.isdecimal() else number
        return f"{law.act.ko} {article} {rest}".strip()
    return f"{law.act.en}, art. {law.article}"


def standards(promise: ServiceDefinition) -> list[dict[str, str]]:
    """What the service promises beyond the law, and what it does where it fails."""
    return [
        {
            "name": said(each.name),
            "within": period(each.within),
            "share": f"{round(each.share * 100)}%",
            "redress": said(each.redress),
        }
        for each in promise.standard
    ]


def remedies(promise: ServiceDefinition) -> list[dict[str, str]]:
    """How it can end against the applicant, and what can be done then."""
    return [
        {
            "title": said(end.title),
            "remedy": said(end.remedy),
            "within": period(end.objection_within) if end.objection_within else "",
        }
        for end in promise.ends.values()
        if end.remedy
    ]


def channels(promise: ServiceDefinition) -> list[str]:
    """The ways by which one can apply."""
    names = {
        "web": _("Web"),
        "mobile": _("Mobile"),
        "counter": _("Counter"),
        "phone": pgettext("channel", "Phone"),
        "kiosk": _("Kiosk"),
    }
    return [names[each] for each in promise.channels]


def _condition(promise: ServiceDefinition, condition: Any) -> str:
    def named(path: str, value: object) -> dict[str, str]:
        question = promise.form.get(path.removeprefix("form."))
        if question and value is None:
            return question.label.model_dump()
        if question and isinstance(value, str) and value in question.choices:
            return question.choices[value].model_dump()
        if isinstance(value, bool):
            return {"ko": "예", "en": "yes"} if value else {"ko": "아니요", "en": "no"}
        shown = path if value is None else str(value)
        return {"ko": shown, "en": shown}

    return in_words(condition, named)[language()]


def found_in(known: dict[str, Any], evidence: Evidence) -> dict[str, Any]:
    """What a look-up found, for the page: whether, whether it agrees, and each value with its name."""
    register = registers().get(evidence.register_)
    labels = {key: said(field.label) for key, field in register.fields_.items()} if register else {}
    return {
        "found": bool(known.get("found")),
        "agrees": bool(known.get("agrees")),
        "problem": known.get("problem", ""),
        "pairs": [(labels.get(key, key), in_words_of(known[key])) for key in evidence.fetch if key in known],
    }


def in_words_of(value: Any) -> str:
    """What a register answered, in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value)
