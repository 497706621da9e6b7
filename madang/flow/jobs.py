"""Work in the background: silence that decides, time that runs out, due dates that a decreed holiday moves."""

from datetime import date

from procrastinate.contrib.django import app

from madang.flow import actions


@app.task(queue="flow", name="flow.move_due_dates")
def move_due_dates(calendar: str, day: str) -> None:
    """Recompute the open cases whose period touches the day; may be repeated."""
    actions.move_due_dates(calendar, date.fromisoformat(day), by=None)


@app.periodic(cron="*/5 * * * *")
@app.task(queue="flow", name="flow.decide_by_silence")
def decide_by_silence(timestamp: int) -> None:
    """Decide what silence decides, every five minutes."""
    actions.decide_by_silence(by=None)


@app.periodic(cron="*/10 * * * *")
@app.task(queue="flow", name="flow.escalate")
def escalate(timestamp: int) -> None:
    """Tell those whom the definitions name that time runs out, every ten minutes."""
    actions.escalate(by=None)
