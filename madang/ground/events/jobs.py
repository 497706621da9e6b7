"""Work in the background: the hourly checkpoint of the log."""

from procrastinate.contrib.django import app

from madang.ground.events import actions


@app.periodic(cron="5 * * * *")
@app.task(queue="log", name="events.checkpoint")
def checkpoint(timestamp: int) -> None:
    """Sign a checkpoint every hour in which something happened."""
    actions.make_checkpoint(by=None)
