"""What runs in the background: sending one mail, taking up what was left behind, the digest of the day."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from madang.ground.notices import digests, outbox


@app.task(name=outbox.JOB, queue="mail")
def send(mail_id: int) -> None:
    """Send one mail."""
    outbox.deliver(mail_id)


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
