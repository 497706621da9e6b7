"""How signing in and signing up send mail: through the queue, so that no page waits for a mail server."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from procrastinate.contrib.django import app

JOB = "notices.send_as_written"


class Queued(BaseEmailBackend):
    """Django's door for mail; what comes in is sent by a worker once the present transaction is committed."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue one job for each recipient; how many mails were queued."""
        for message in email_messages:
            for recipient in message.recipients():
                app.configure_task(JOB).defer(text=message.message().as_bytes().decode(), recipient=recipient)
        return len(email_messages)
