"""What a check of a certificate found, in words: how serious, in short, and what it means for the reader."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from madang.work.services.certificates.rules import State


@dataclass(frozen=True)
class Answer:
    """The level of the alert, the answer in a word or two, and a sentence that says what to do."""

    level: str
    title: Promise
    meaning: Promise


ANSWERS = {
    State.VALID: Answer(
        "success",
        _("Genuine and valid"),
        _("This office issued the document, and it holds today."),
    ),
    State.EXPIRED: Answer(
        "warning",
        _("Genuine, but expired"),
        _("This office issued the document, but its last day is past. Ask the holder for a new one."),
    ),
    State.REVOKED: Answer(
        "danger",
        _("Revoked"),
        _("This office issued the document and has taken it back. Do not rely on it."),
    ),
    State.UNKNOWN: Answer(
        "danger",
        _("Not known to this office"),
        _(
            "No document of this office answers to that. Check number and code letter by letter; "
            "if they are right, do not rely on the document."
        ),
    ),
    State.TAMPERED: Answer(
        "danger",
        _("Changed after it was issued"),
        _("The seal and the content do not agree: somebody changed it. Do not rely on it."),
    ),
    State.UNSEALED: Answer(
        "danger",
        _("Without a seal"),
        _(
            "This PDF bears no seal of an office. A scan, a photo or a file printed anew has none: "
            "check it by number and code."
        ),
    ),
    State.UNREADABLE: Answer(
        "warning",
        _("Cannot be read"),
        _("This is not a document of ours, or only a part of one. Try another of the three ways."),
    ),
}
