"""Questions to the laboratory: the log of a service as events, and what was foretold of a redesign."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from madang.ground.organisations.queries import Government
from madang.insight.evidence import actions as evidence
from madang.insight.evidence.queries import ImportedLog, live_log, logs, logs_of
from madang.insight.laboratory.fitting.intake import Events, events_in, events_of
from madang.insight.laboratory.models import Prediction
from madang.lib.commands import BadInput

__all__ = [
    "ImportedLog",
    "Prediction",
    "Source",
    "events_of_service",
    "handled",
    "outcome_of",
    "prediction_of",
    "predictions",
    "source",
    "sources",
]


@dataclass(frozen=True)
class Source:
    """Where events come from: an imported log, or the cases handled here."""

    government: Government
    service_key: str
    log: ImportedLog | None
    events: Events
    hash: str

    @property
    def name(self) -> str:
        return (self.log.name if self.log else "") or self.service_key


def predictions() -> QuerySet[Prediction]:
    """All predictions kept, newest first."""
    return Prediction.objects.select_related("government", "log").order_by("-made_at")


def prediction_of(government: Government, service_key: str) -> Prediction | None:
    """The newest prediction about a service that has a day of going live, else the newest at all."""
    about = predictions().filter(government=government, service_key=service_key)
    return about.filter(live_on__isnull=False).first() or about.first()


def sources() -> QuerySet[ImportedLog]:
    """The imported logs that a redesign can be tried on."""
    return logs()


def source_of_log(log: ImportedLog) -> Source:
    """The events of an imported log; raises BadInput where they are too few."""
    lifecycle = log.reading.get("lifecycle")
    events = events_of(log.events_file, log.reading["time_zone"], lifecycle)
    return Source(log.government, log.service_key, log, events, log.file_hash)


def source_of_cases(government: Government, service_key: str) -> Source:
    """The events of the cases of a service handled here; raises BadInput where they are too few."""
    evidence.refresh_live_log(by=None)
    with live_log(government.code, service_key) as live:
        table = live.events.order_by(["case", "row"]).to_pyarrow()
    if not len(table):
        raise BadInput(f"no case of '{service_key}' was handled here yet; import a log of past cases.")
    told = hashlib.sha256()
    for name in ("case", "row", "activity", "time"):
        told.update("\n".join(map(str, table[name].to_pylist())).encode())
    return Source(government, service_key, None, events_in(table, government.time_zone), told.hexdigest())


def source(government: Government, service_key: str) -> Source:
    """The newest imported log of the service, else the cases handled here."""
    log = logs_of(government, service_key).first()
    return source_of_log(log) if log else source_of_cases(government, service_key)


def events_of_service(service_key: str, code: str | None) -> Events:
    """For the command line: the events of a service of the named government, or of the only one that has any."""
    if code is not None:
        government = Government.objects.filter(code=code).first()
        if government is None:
            raise BadInput(f"there is no government '{code}'; give the code of one that is known here.")
        return source(government, service_key).events
    known = Government.objects.filter(imported_logs__service_key=service_key).distinct()[:2]
    found = list(known) or _handling(service_key)
    if not found:
        raise BadInput(f"there is neither a log nor a case of a service '{service_key}' here; check the key.")
    if len(found) > 1:
        raise BadInput("several governments have work of this service; say which with --government.")
    return source(found[0], service_key).events


def handled(government: Government) -> list[tuple[str, int]]:
    """The services of which cases were handled here, as the table of events tells it now, with the number of cases."""
    try:
        with live_log(government.code) as live:
            counted = live.events.group_by("service").aggregate(cases=live.events["case"].nunique())
            rows = counted.order_by("service").to_pyarrow().to_pylist()
    except BadInput:  # the table was never written
        return []
    return [(row["service"], row["cases"]) for row in rows if row["service"]]


def _handling(service_key: str) -> list[Government]:
    """Up to two governments that handle cases of the service here."""
    try:
        evidence.refresh_live_log(by=None)
        with live_log(service=service_key) as live:
            codes = (
                live.events.select("government").distinct().limit(2).to_pyarrow()["government"].to_pylist()
            )
    except BadInput:  # no case was handled here at all
        return []
    return list(Government.objects.filter(code__in=codes))


def outcome_of(prediction: Prediction) -> dict[str, Any] | None:
    """What happened, beside what was foretold; nothing before it was compared."""
    if not prediction.outcome:
        return None
    foretold = prediction.answer["changed" if "changed" in prediction.answer else "base"]
    rows = []
    for name in ("median", "mean", "p90"):
        seen = prediction.outcome["cycle_time_seconds"][name]
        low, high = foretold["range95"]["cycle_time_seconds"][name]
        value = foretold["cycle_time_seconds"][name]
        rows.append({
            "measure": name, "foretold": value, "low": low, "high": high, "seen": seen,
            "error": value / seen - 1 if seen else None, "inside": low <= seen <= high,
        })  # fmt: skip
    return {"rows": rows, "cases": prediction.outcome["cases"], "open": prediction.outcome["open"]}
