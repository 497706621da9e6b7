"""Work in the background: silence that decides, time that runs out, due dates that a decreed holiday moves,

and cases of units that end.
"""

from datetime import date

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from madang.flow import actions
from madang.ground.organisations.queries import Unit

AGAIN = RetryStrategy(max_attempts=8, wait=5, exponential_wait=3)


@app.task(queue="flow", name="flow.move_due_dates", retry=AGAIN)
def move_due_dates(calendar: str, day: str) -> None:
    """Recompute the open cases whose period touches the day; may be repeated."""
    actions.move_due_dates(calendar, date.fromisoformat(day), by=None)


@app.task(queue="flow", name="flow.rehouse", retry=AGAIN)
def rehouse(ended: int, successors: list[int]) -> None:
    """Hand the cases of a unit that ended to the one that follows, or tell the heads where several do.

    May be repeated.
    """
    unit = Unit.objects.select_related("government").get(pk=ended)
    following = list(Unit.objects.filter(pk__in=successors).select_related("government").order_by("pk"))
    if len(following) == 1:
        actions.rehouse(unit, following[0], by=None)
    else:
        actions.warn_of_split(unit, following)


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
