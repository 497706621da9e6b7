"""Questions about time: what is overdue, what must be escalated, and how long cases took."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import (
    Aggregate,
    Avg,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    FloatField,
    Q,
    QuerySet,
)
from django.utils import timezone

from madang.flow.casefile import flow_of
from madang.flow.lateness import escalations_of
from madang.flow.models import Case, WorkItem


def overdue(at: datetime | None = None) -> QuerySet[Case]:
    """The open cases whose legal period is over at the moment."""
    moment = at or timezone.now()
    return Case.objects.filter(status=Case.Status.OPEN, due_at__lt=moment).order_by("due_at")


@dataclass(frozen=True)
class Escalation:
    """A rule of the definition that applies at the moment: somebody is to be told, or the case goes up."""

    item: WorkItem
    rule: str  # names the rule, the stage and since when, so that it is made once
    at_percent: int
    tell: str | None
    go_up: str | None


def escalations(at: datetime | None = None) -> Iterator[Escalation]:
    """Every escalation that applies at the moment and was not made yet; asking changes nothing.

    Only the items of which one applies are read: each says when its next one does.
    """
    moment = at or timezone.now()
    late = (
        WorkItem.objects.filter(late_at__lte=moment, due_at__isnull=False)
        .select_related("case__definition", "case__government", "unit", "assignee")
        .defer("case__definition__body")
        .order_by("late_at")
    )
    for item in late.iterator(chunk_size=1000):
        assert item.due_at is not None  # asked for in the query
        stage, raised = flow_of(item.case.definition).stages[item.ref], item.case.state.get("raised", [])
        for each in escalations_of(stage, item.ref, item.since, item.due_at):
            if each.at <= moment and each.rule not in raised:
                yield Escalation(item, each.rule, each.percent, each.late.tell, each.late.go_up)


class Percentile(Aggregate):
    """A percentile of seconds, interpolated between neighbours, as PostgreSQL's percentile_cont gives it."""

    function = "percentile_cont"
    name = "Percentile"
    output_field = FloatField()

    def __init__(self, fraction: float, expression: Any) -> None:
        super().__init__(
            expression,
            template=f"percentile_cont({fraction}) WITHIN GROUP (ORDER BY extract(epoch from %(expressions)s))",
        )


@dataclass(frozen=True)
class Figures:
    """How long the closed cases of a definition took, in seconds, and how many kept the legal period."""

    cases: int
    median: float | None
    p90: float | None
    mean: float | None
    in_time: int


def figures(key: str, *, since: datetime | None = None, government: int | None = None) -> Figures:
    """The real times of live cases that ended by a decision, from receipt to the end."""
    closed = Case.objects.filter(definition__key=key, status=Case.Status.CLOSED, outcome__in=DECIDED)
    if since:
        closed = closed.filter(closed_at__gte=since)
    if government:
        closed = closed.filter(government=government)
    took = ExpressionWrapper(F("closed_at") - F("received_at"), output_field=DurationField())
    found = closed.aggregate(
        cases=Count("pk"),
        median=Percentile(0.5, took),
        p90=Percentile(0.9, took),
        mean=Avg(took),
        in_time=Count("pk", filter=Q(due_at__isnull=True) | Q(closed_at__lte=F("due_at"))),
    )
    mean = cast("Any", found["mean"])
    return Figures(
        found["cases"],
        found["median"],
        found["p90"],
        mean.total_seconds() if mean else None,
        found["in_time"],
    )


DECIDED = ["granted", "refused", "done"]
