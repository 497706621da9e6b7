"""What a holiday that is to be decreed would move."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone

from madang.flow.casefile import CaseFile
from madang.flow.models import Case
from madang.flow.moving import definitions_with_own_calendar
from madang.flow.rules import State, question
from madang.ground.law import queries as law
from madang.ground.organisations import queries as organisations

COUNTED_OUT = 2000


@dataclass(frozen=True)
class Moving:
    """How many open cases run over a day, and how many of those looked at would get another due date."""

    touched: int
    looked_at: int
    moved: int

    @property
    def exact(self) -> bool:
        return self.looked_at == self.touched


def open_over(calendar: str, day: date) -> QuerySet[Case]:
    """The open cases counted by the calendar whose period may run over the day, wherever on earth it is that day.

    A definition may name a calendar of its own; else that of the case's government counts.
    """
    begins = datetime.combine(day, time.min, tzinfo=ZoneInfo("UTC")) - timedelta(hours=14)
    own = definitions_with_own_calendar()
    counted_by = Q(definition__in=[pk for pk, named in own.items() if named == calendar])
    counted_by |= Q(government__calendar=calendar) & ~Q(definition__in=list(own))
    running = Case.objects.filter(status=Case.Status.OPEN, due_at__gte=begins)
    return running.filter(counted_by, received_at__lt=begins + timedelta(days=3))


def would_move(calendar: str, day: date) -> Moving:
    """What decreeing the day would move; changes nothing. At most COUNTED_OUT cases are counted out one by one."""
    cases = (
        open_over(calendar, day)
        .select_related("definition", "government")
        .defer("definition__body")
        .order_by("due_at")
    )
    decree = law.Decreed(day, timezone.localdate(), "–", "–", "", None)
    decreed = [*(d for d in law.decreed(calendar) if d.day != day), decree]
    looked = list(islice((_moves(case, decreed) for case in cases[:COUNTED_OUT]), COUNTED_OUT))
    touched = len(looked) if len(looked) < COUNTED_OUT else cases.order_by().count()
    return Moving(touched, len(looked), sum(looked))


def _moves(case: Case, decreed: list[law.Decreed]) -> bool:
    file = CaseFile(case, State.model_validate(case.state))
    due_at = law.due_at(
        **question(file.flow, file.state),
        calendar=file.flow.clock.calendar or case.government.calendar,
        office_hours=organisations.office_hours(case.government),
        decreed=decreed,
    )
    return due_at != case.due_at
