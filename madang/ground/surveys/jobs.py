"""Work in the background: rounds close by themselves, so that no result stays hidden by never being closed."""

from procrastinate.contrib.django import app

from madang.ground.surveys.rounds import actions


@app.periodic(cron="35 * * * *")
@app.task(queue="surveys", name="surveys.close_rounds")
def close_rounds(timestamp: int) -> None:
    """Close every round whose last day has passed."""
    actions.close_due(by=None)
