"""The jobs of the installation: how many stand how, which failed and why."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from madang.site.operator.reasons import reason_of

PAGE = 50
STATUSES = ("failed", "doing", "todo", "succeeded", "cancelled", "aborted")


@dataclass(frozen=True)
class Job:
    """One job; `reason` is its last error where it was kept."""

    id: int
    task: str
    queue: str
    arguments: str
    status: str
    attempts: int
    at: datetime | None
    reason: str


def how_many() -> dict[str, int]:
    """How many jobs stand in each status."""
    counts = ProcrastinateJob.objects.values_list("status").annotate(count=Count("pk")).order_by()
    return dict.fromkeys(STATUSES, 0) | dict(counts)


def jobs(status: str, *, before: int | None = None, size: int = PAGE) -> list[Job]:
    """The jobs of a status, the newest first, and one more than the page if there are more."""
    rows = ProcrastinateJob.objects.filter(status=status).order_by("-id")
    found = list((rows.filter(id__lt=before) if before else rows)[: size + 1])
    ids = [row.pk for row in found]
    times = dict(
        ProcrastinateEvent.objects.filter(job__in=ids).order_by().values_list("job").annotate(at=Max("at"))
    )
    return [_job(row, times.get(row.pk)) for row in found]


def _job(row: ProcrastinateJob, at: datetime | None) -> Job:
    arguments = ", ".join(f"{name}={value}" for name, value in sorted(row.args.items()))
    shown_at = at or row.scheduled_at
    return Job(
        row.pk,
        row.task_name,
        row.queue_name,
        arguments[:200],
        row.status,
        row.attempts,
        shown_at,
        reason_of(row.pk),
    )
