"""What flow does when something below it happens."""

from madang.flow import jobs
from madang.ground.law.events import HolidayDecreed, HolidayRevoked
from madang.lib.news import on


@on(HolidayDecreed)
def move_due_dates(news: HolidayDecreed) -> None:
    """A decreed holiday moves the due dates of open cases, in the background."""
    jobs.move_due_dates.defer(calendar=news.calendar, day=news.day.isoformat())


@on(HolidayRevoked)
def move_due_dates_back(news: HolidayRevoked) -> None:
    """A holiday that was taken back moves them again."""
    jobs.move_due_dates.defer(calendar=news.calendar, day=news.day.isoformat())
