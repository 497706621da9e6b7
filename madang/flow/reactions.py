"""What flow does when something below it happens."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

from madang.flow import jobs
from madang.ground.law.events import HolidayDecreed, HolidayRevoked
from madang.ground.organisations.events import Reorganised
from madang.ground.organisations.queries import Government
from madang.lib.news import on


@on(HolidayDecreed)
def move_due_dates(news: HolidayDecreed) -> None:
    """A decreed holiday moves the due dates of open cases, in the background."""
    jobs.move_due_dates.defer(calendar=news.calendar, day=news.day.isoformat())


@on(HolidayRevoked)
def move_due_dates_back(news: HolidayRevoked) -> None:
    """A holiday that was taken back moves them again."""
    jobs.move_due_dates.defer(calendar=news.calendar, day=news.day.isoformat())


@on(Reorganised)
def hand_cases_on(news: Reorganised) -> None:
    """The cases of a unit that ends go to the one that follows, as soon as the day has come."""
    government = Government.objects.get(pk=news.government_id)
    begins = datetime.combine(news.on, time.min, tzinfo=ZoneInfo(government.time_zone))
    at = max(begins, timezone.now())
    for ended, successors in news.successors.items():
        jobs.rehouse.configure(schedule_at=at).defer(ended=ended, successors=list(successors))
