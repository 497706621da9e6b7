"""What the front page shows."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, Q
from django.utils import timezone

from madang.flow.queries import Case
from madang.work.services import queries as services

LATELY = timedelta(days=30)
SHOWN = 6
DEPTHS = ("issued", "applied", "inspected", "informed")


@dataclass(frozen=True)
class Lately:
    """What was received and decided in the last 30 days, and how much of it within the legal period."""

    received: int
    decided: int
    in_time: int


def front_page() -> dict[str, object]:
    """The services to begin with, those of the greatest depth first, and the figures of late."""
    offered = sorted(services.services(), key=lambda each: DEPTHS.index(each.promise.depth))
    return {"services": offered[:SHOWN], "service_count": len(offered), "lately": lately()}


def lately() -> Lately:
    """The live cases of the last 30 days, in one query."""
    since = timezone.now() - LATELY
    decided = Q(closed_at__gte=since, outcome__in=["granted", "refused", "done"])
    in_time = decided & (Q(due_at__isnull=True) | Q(closed_at__lte=F("due_at")))
    found = Case.objects.filter(Q(received_at__gte=since) | Q(closed_at__gte=since)).aggregate(
        received=Count("pk", filter=Q(received_at__gte=since)),
        decided=Count("pk", filter=decided),
        in_time=Count("pk", filter=in_time),
    )
    return Lately(**found)
