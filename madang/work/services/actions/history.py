"""Keeping what a log of the past tells about a service."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from madang.ground.organisations.queries import Government
from madang.ground.people.queries import Person
from madang.work.services.models import PastFigures


def record_history(
    *,
    government: Government,
    service_key: str,
    figures: Mapping[str, Any],
    source: str,
    link: str = "",
    imported: bool = True,
    by: Person | None,
) -> PastFigures:
    """Keep the figures of a log, as `madang log measure` gives them; the same source again replaces them."""
    return PastFigures.objects.update_or_create(
        government=government,
        service=service_key,
        source=source[:200],
        defaults={
            "figures": dict(figures),
            "link": link,
            "imported": imported,
            "recorded_at": timezone.now(),
            "recorded_by": by,
        },
    )[0]
