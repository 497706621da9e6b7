"""How the people drawn for a round are told: by a notice where they have an account, else by a letter."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from madang.ground.notices.actions import Letter, Message, notify_all, write
from madang.ground.people.queries import Person
from madang.ground.surveys.events import Addressee
from madang.ground.surveys.models import Round


def tell(found: Round, drawn: Sequence[tuple[Addressee, str]], *, by: Person | None) -> None:
    """Send everybody the link that works once."""
    texts = {language: _text(found, language) for language in ("ko", "en")}
    subject, body = ({language: text[part] for language, text in texts.items()} for part in (0, 1))
    messages = [
        Message(
            one.person,
            "survey.round",
            subject,
            body,
            reverse("surveys:answer", args=[token]),
            found.government,
        )
        for one, token in drawn
        if one.person
    ]
    notify_all(messages, by=by)
    letters = [_letter(one, token, texts) for one, token in drawn if not one.person]
    write(letters, by=by)


def _letter(one: Addressee, token: str, texts: dict[str, tuple[str, str]]) -> Letter:
    subject, body = texts[one.language if one.language in texts else "ko"]
    link = f"{settings.SITE_ADDRESS}{reverse('surveys:answer', args=[token])}"
    return Letter(one.email, subject, f"{body}\n\n{link}\n")


def _text(found: Round, language: str) -> tuple[str, str]:
    with override(language):
        government = found.government.name_en if language == "en" else found.government.name_ko
        said = {
            "government": government,
            "title": found.title.get(language) or next(iter(found.title.values()), ""),
            "day": date_format(found.asked_until, "DATE_FORMAT"),
            "count": found.invited,
        }
        subject = _("%(government)s asks: %(title)s") % said
        body = _(
            "%(government)s is asking %(count)s people who were drawn by lot. Your answers are kept without your name;"
            " nobody can find out who gave them. The link works once, until the end of %(day)s."
            " The results will be public."
        )
        return subject, body % said
