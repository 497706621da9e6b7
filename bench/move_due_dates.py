"""A holiday is decreed: the due dates of open cases in the database, with events, inboxes and letters.

The counting alone is measured by `recompute_due_dates`. Here every case that moves gets an event in its chain,
a new place in the inbox, a notice in both languages and a mail that waits to be sent.
"""

import resource
import time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bench.database import fresh
from bench.million import country
from bench.used import Used

SOME = 200_000  # a million take a quarter of an hour to make and to move


def run(number: int = SOME) -> list[str]:
    """Decree a working day in the middle of most periods, and let the job do its work."""
    with fresh():
        began = time.monotonic()
        made = country(number, events=True)
        lines = [f"{number:,} open cases made in {time.monotonic() - began:.0f} s"]
        day = _decree(made.head)
        lines.append(_moved("decreed", day, number))
        lines.append(_moved("once more, nothing to do", day, number))
    return lines


def _decree(by: object) -> date:
    from madang.ground.law import actions as law
    from madang.ground.law.queries import is_working_day

    day = datetime.now(ZoneInfo("Asia/Seoul")).date() + timedelta(days=7)
    while not is_working_day(day):
        day += timedelta(days=1)
    law.decree("kr", day, "임시공휴일(가상)", "temporary holiday (invented)", "bench", by=by)  # type: ignore[arg-type]  # a person
    return day


def _moved(name: str, day: date, number: int) -> str:
    from django.db import connection

    from madang.flow import actions as flow

    used = Used(connection)
    moved = flow.move_due_dates("kr", day, by=None)
    spent = used.seconds()
    took, work = spent["seconds"], spent["own"] + spent["server"]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rate = f"{moved / took:,.0f} moved a second, {number / took:,.0f} looked at a second"
    rate += f"; processor {spent['own']:.1f} s of its own and {spent['server']:.1f} s of the database"
    rate += f", {1e6 * work / moved:.0f} µs a case that moved" if moved else ""
    return f"{name}: {moved:,} of {number:,} moved in {took:.1f} s (aim: under 60 s); {rate}; {memory:.0f} MB at most"
