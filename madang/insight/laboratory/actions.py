"""What can be done in the laboratory: keep a prediction, say when the redesign went live, compare."""

from datetime import date
from typing import Any

import numpy as np
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from madang.ground.people.queries import Person
from madang.insight.laboratory.answering import hash_of
from madang.insight.laboratory.fitting.intake import Events
from madang.insight.laboratory.hours import DAY
from madang.insight.laboratory.models import Prediction
from madang.insight.laboratory.permissions import to_try
from madang.insight.laboratory.queries import Source, source
from madang.lib.commands import BadInput

FEWEST = 20  # cases after the change from which there is something to compare


@transaction.atomic
def keep(
    origin: Source, *, title: str, redesign: str, answer: dict[str, Any], invented: bool = False, by: Person | None
) -> Prediction:  # fmt: skip
    """Keep a prediction as it was computed; it is never changed afterwards."""
    if by is not None and to_try(origin.government, by, timezone.now()) is None:
        raise PermissionDenied
    if not title.strip():
        raise BadInput("give the redesign a title.")
    return Prediction.objects.create(
        government=origin.government, service_key=origin.service_key, log=origin.log, log_hash=origin.hash,
        title=title.strip()[:200], redesign=redesign, answer=answer, answer_hash=hash_of(answer),
        engine=answer["engine"], seed=answer["seed"], invented=invented, made_at=timezone.now(), made_by=by,
    )  # fmt: skip


@transaction.atomic
def went_live(prediction: Prediction, day: date, *, by: Person | None) -> Prediction:
    """Say from which day the service works as redesigned; a day once said stays."""
    if by is not None and to_try(prediction.government, by, timezone.now()) is None:
        raise PermissionDenied
    kept = Prediction.objects.select_for_update().get(pk=prediction.pk)
    if kept.live_on is not None and kept.live_on != day:
        raise BadInput(f"the day was set to {kept.live_on} and stays; a new redesign needs a new prediction.")
    kept.live_on = day
    kept.save(update_fields=["live_on"])
    return kept


@transaction.atomic
def compare(prediction: Prediction, *, by: Person | None) -> Prediction:
    """Read the log of the service after the day of going live and put it beside the prediction."""
    if by is not None and to_try(prediction.government, by, timezone.now()) is None:
        raise PermissionDenied
    kept = Prediction.objects.select_for_update().select_related("government").get(pk=prediction.pk)
    if kept.live_on is None:
        raise BadInput("say first from which day the service works as redesigned.")
    origin = source(kept.government, kept.service_key)
    kept.outcome = _seen(origin.events, kept.live_on)
    kept.outcome["log_hash"] = origin.hash
    kept.compared_at = timezone.now()
    kept.save(update_fields=["outcome", "compared_at"])
    return kept


def _seen(events: Events, day: date) -> dict[str, Any]:
    """Cycle times of the cases that came from that day on and can have ended before the log does."""
    since = (day - date(1970, 1, 1)).days * DAY
    cycle = events.finish - events.arrival
    complete = events.arrival <= events.finish.max() - np.percentile(cycle, 95)
    after = events.arrival >= since
    kept = after & complete
    if kept.sum() < FEWEST:
        raise BadInput(
            f"the log holds {int(kept.sum())} complete cases since {day}; {FEWEST} are needed to compare. "
            "Import a newer log."
        )
    seen = cycle[kept]
    return {
        "cases": int(kept.sum()), "open": int((after & ~complete).sum()),
        "cycle_time_seconds": {
            "median": float(np.median(seen)), "mean": float(seen.mean()), "p90": float(np.quantile(seen, 0.9)),
        },
        "quantiles": [float(value) for value in np.quantile(seen, np.arange(0.05, 1.0, 0.05))],
    }  # fmt: skip
