"""What can be done with evidence: import a log as history."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from django.db import IntegrityError, transaction

from madang.ground.organisations.queries import Government
from madang.ground.people.queries import Person
from madang.insight.evidence import live, ruled, table
from madang.insight.evidence.measures import Figures, measure
from madang.insight.evidence.models import ImportedLog
from madang.insight.evidence.readers import hash_of
from madang.lib.commands import BadInput
from madang.work.services import actions as services

PARTS = ("events", "variants", "cases")
KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


@dataclass(frozen=True)
class Imported:
    """The log, and whether it is new; the same file for the same service is the same log."""

    log: ImportedLog
    new: bool


def import_log(
    file: Path,
    *,
    government: Government,
    service_key: str,
    options: table.Options,
    source: str = "",
    lifecycle: str | None = None,
    progress: Callable[[int], None] = lambda rows: None,
    by: Person | None,
) -> Imported:
    """Read, measure and keep a log of past cases; raises BadInput, with nothing kept, if it cannot be used.

    `by` is nobody where the operator of the installation imports from the command line.
    """
    log = ImportedLog(
        government=government,
        service_key=_checked(service_key),
        name=file.name[:200],
        source=source,
        file_hash=hash_of(file),
        imported_by=by,
    )
    if known := _same(log):
        return Imported(known, new=False)
    log.folder.mkdir(parents=True, exist_ok=True)
    parts = {part: log.folder / f".{uuid4().hex}.{part}" for part in PARTS}
    try:
        belongs = {"government": government.code, "service": log.service_key}
        report = table.write(file, parts["events"], replace(options, belongs=belongs), progress)
        figures = measure(
            parts["events"], lifecycle=lifecycle, variants_to=parts["variants"], cases_to=parts["cases"],
            asked=ruled.asked_of_history(log.service_key, government, options.zone),
        )  # fmt: skip
        return _keep(log, report, figures, lifecycle, parts)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def _checked(key: str) -> str:
    if not KEY.fullmatch(key):
        raise BadInput(f"'{key}' is no key of a service; use small letters, digits and hyphens.")
    return key


def _same(log: ImportedLog) -> ImportedLog | None:
    """The log of the same file for the same service, if there is one."""
    return ImportedLog.objects.filter(
        government=log.government, service_key=log.service_key, file_hash=log.file_hash
    ).first()


def _keep(
    log: ImportedLog,
    report: table.Report,
    figures: Figures,
    lifecycle: str | None,
    parts: Mapping[str, Path],
) -> Imported:
    """Register the log and give its files their names; either both happen or neither."""
    told = report.as_json()
    log.refused_examples = told.pop("refused_examples")
    log.reading = {**told, "lifecycle": lifecycle}
    log.rows, log.refused = report.rows, report.refused
    log.figures = {"summary": figures.summary, **figures.details}
    try:
        with transaction.atomic():
            log.save()
            _tell_the_service(log)
            for part, file in parts.items():
                file.rename(_named(log, part))
    except IntegrityError:  # another process imported the same file meanwhile
        if not (known := _same(log)):
            raise
        return Imported(known, new=False)
    except BaseException:
        for part in parts:
            _named(log, part).unlink(missing_ok=True)  # no row names it, so nobody would ever look for it
        raise
    return Imported(log, new=True)


def _named(log: ImportedLog, part: str) -> Path:
    return {"events": log.events_file, "variants": log.variants_file, "cases": log.cases_file}[part]


def _tell_the_service(log: ImportedLog) -> None:
    """Let the page of the service say how long cases took in truth."""
    services.record_history(
        government=log.government,
        service_key=log.service_key,
        figures=log.figures["summary"],
        source=log.source or log.name,
        link=f"/evidence/{log.pk}/",
        imported=True,
        by=log.imported_by,
    )


def refresh_live_log(
    *, whole: bool = False, progress: Callable[[int], None] = lambda cases: None, by: Person | None
) -> live.Refreshed:
    """Bring the columns of live cases to what the events say; `whole` writes all anew. May be repeated."""
    return live.refresh(whole=whole, progress=progress)
