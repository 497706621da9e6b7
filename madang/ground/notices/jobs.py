"""What runs in the background: sending one mail, taking up what was left behind, the digest of the day."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from madang.ground.notices import backend, digests, outbox
from madang.ground.notices.smtp import Unreachable, hand_over


@app.task(name=outbox.JOB, queue="mail")
def send(mail_id: int) -> None:
    """Send one mail."""
    outbox.deliver(mail_id)


@app.task(name="notices.send_all", queue="mail")
def send_all(mail_ids: list[int]) -> None:
    """Send these mails one after the other; one that went out before is passed over."""
    for mail_id in mail_ids:
        outbox.deliver(mail_id)


@app.task(
    name=backend.JOB,
    queue="mail",
    retry=RetryStrategy(max_attempts=60, wait=60, retry_exceptions=[Unreachable]),
)
def send_as_written(text: str, recipient: str) -> None:
    """Send a mail that another part of the site wrote; for an hour, if the mail server is away."""
    message = message_from_bytes(text.encode(), EmailMessage, policy=default)
    del message["To"]
    message["To"] = recipient
    hand_over(message, before=lambda: True)


@app.periodic(cron="* * * * *")
@app.task(name="notices.take_up", queue="mail", queueing_lock="notices.take_up")
def take_up(timestamp: int) -> None:
    """Every minute: take up what killed workers left behind."""
    outbox.take_up(datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="*/15 * * * *")
@app.task(name="notices.write_digests", queue="mail", queueing_lock="notices.write_digests")
def write_digests(timestamp: int) -> None:
    """Every quarter of an hour: write the digests whose hour has come."""
    digests.write(datetime.fromtimestamp(timestamp, UTC))
