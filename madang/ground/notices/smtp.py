"""Handing one mail to the mail server, so that it is known at every step whether the server has it."""

import re
import smtplib
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

from django.conf import settings

from madang.ground.notices import rules

WIRE = SMTP.clone(cte_type="7bit")  # every mail server takes this


class Unreachable(Exception):
    """The mail server is away or busy; nothing was handed over."""


class Refused(Exception):
    """The mail server will never take this mail; nothing was handed over."""


class Doubt(Exception):
    """The connection broke after the text was sent and before the server said that it has it."""


def hand_over(message: EmailMessage, *, before: Callable[[], bool]) -> None:
    """Give the mail to the server; `before` runs when all is ready for the text, and may call it off."""
    try:
        with smtplib.SMTP(
            settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=settings.EMAIL_TIMEOUT or 10
        ) as server:
            _prepare(server, message)
            if not before():
                return
            _send_text(server, message)
    except smtplib.SMTPResponseException as error:
        raise _reply(error.smtp_code, error.smtp_error) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Unreachable(f"{type(error).__name__}: {error}") from error


def _prepare(server: smtplib.SMTP, message: EmailMessage) -> None:
    """Everything up to the server's word that it waits for the text."""
    if settings.EMAIL_USE_TLS:
        server.starttls()
    if settings.EMAIL_HOST_USER:
        server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    server.ehlo_or_helo_if_needed()
    _expect(server.mail(parseaddr(str(message["From"]))[1]), 250)
    _expect(server.rcpt(parseaddr(str(message["To"]))[1]), 250, 251)
    _expect(server.docmd("DATA"), 354)


def _send_text(server: smtplib.SMTP, message: EmailMessage) -> None:
    # A line that begins with a dot gets a second one, lest it end the text (RFC 5321, 4.5.2).
    text = re.sub(rb"(?m)^\.", b"..", message.as_bytes(policy=WIRE))
    try:
        server.send((text if text.endswith(b"\r\n") else text + b"\r\n") + b".\r\n")
        reply = server.getreply()
    except (OSError, smtplib.SMTPException) as error:
        raise Doubt(f"{type(error).__name__}: {error}") from error
    _expect(reply, 250)


def _expect(reply: tuple[int, bytes], *codes: int) -> None:
    if reply[0] not in codes:
        raise smtplib.SMTPResponseException(*reply)


def _reply(code: int, words: bytes | str) -> Exception:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    kind = Refused if rules.is_final(code) else Unreachable
    return kind(f"{code} {text}")
