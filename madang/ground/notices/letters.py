"""The text of a mail, in the person's language, as plain text and simple HTML."""

from email.message import EmailMessage
from email.utils import formatdate

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from madang.ground.notices.models import Mail, Notice


def letter(mail: Mail) -> EmailMessage:
    """The mail as it goes out; the same notices give the same text, whenever it is sent."""
    notices = list(mail.notices.select_related("government").order_by("created_at", "id"))
    person = mail.person
    with translation.override(person.language):
        subject = _digest_subject(notices) if mail.digest_of else text(notices[0].subject, person.language)
        context = {
            "person": person,
            "entries": [_entry(notice, person.language) for notice in notices],
            "digest": mail.digest_of is not None,
            "subject": subject,
            "language": person.language,
            "site": settings.SITE_ADDRESS,
        }
        plain = render_to_string("notices/mail.txt", context)
        html = render_to_string("notices/mail.html", context)
    message = EmailMessage()
    message["Subject"] = " ".join(subject.split())
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["To"] = person.email
    message["Date"] = formatdate(mail.created_at.timestamp())
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office replies, please
    message.set_content(plain)
    message.add_alternative(html, subtype="html")
    return message


def text(words: dict[str, str] | str, language: str) -> str:
    """The words in the language, or in the one in which they exist."""
    if isinstance(words, str):
        return words
    return words.get(language) or next((value for value in words.values() if value), "")


def _entry(notice: Notice, language: str) -> dict[str, str]:
    government = notice.government
    name = ""
    if government:
        name = government.name_en if language == "en" else government.name_ko
    link = f"{settings.SITE_ADDRESS}{notice.link}" if notice.link else ""
    return {
        "subject": text(notice.subject, language),
        "body": text(notice.body, language),
        "link": link,
        "government": name,
    }


def _digest_subject(notices: list[Notice]) -> str:
    count = len(notices)
    return ngettext("%(count)d notice for you", "%(count)d notices for you", count) % {"count": count}
