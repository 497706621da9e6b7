"""Work in the background: the table of live cases is kept up."""

from procrastinate.contrib.django import app

from madang.insight.evidence import actions


@app.periodic(cron="*/10 * * * *")
@app.task(name="evidence.refresh_live_log", queueing_lock="evidence.refresh_live_log")
def refresh_live_log(timestamp: int) -> None:
    """Bring the columns of live cases to what the events say, every ten minutes; may be repeated."""
    actions.refresh_live_log(by=None)
