"""What can be done with evidence: import a log as history."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.db import IntegrityError, transaction

from madang.ground.organisations.queries import Government
from madang.ground.people.queries import Person
from madang.insight.evidence import table
from madang.insight.evidence.measures import Figures, measure
from madang.insight.evidence.models import ImportedLog
from madang.insight.evidence.readers import hash_of
from madang.lib.commands import BadInput

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
    if not KEY.fullmatch(service_key):
        raise BadInput(f"'{service_key}' is no key of a service; use small letters, digits and hyphens.")
    digest = hash_of(file)
    known = ImportedLog.objects.filter(
        government=government, service_key=service_key, file_hash=digest
    ).first()
    if known:
        return Imported(known, new=False)
    log = ImportedLog(
        government=government,
        service_key=service_key,
        name=file.name[:200],
        source=source,
        file_hash=digest,
        imported_by=by,
    )
    log.folder.mkdir(parents=True, exist_ok=True)
    name = uuid4().hex
    events, variants = (log.folder / f".{name}.{part}" for part in ("events", "variants"))
    try:
        report = table.write(file, events, options, progress)
        figures = measure(events, lifecycle=lifecycle, variants_to=variants)
        return _keep(log, report, figures, lifecycle, events, variants)
    finally:
        events.unlink(missing_ok=True)
        variants.unlink(missing_ok=True)


def _keep(
    log: ImportedLog,
    report: table.Report,
    figures: Figures,
    lifecycle: str | None,
    events: Path,
    variants: Path,
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
            events.rename(log.events_file)
            variants.rename(log.variants_file)
    except IntegrityError:  # another process imported the same file meanwhile
        known = ImportedLog.objects.filter(
            government=log.government, service_key=log.service_key, file_hash=log.file_hash
        ).first()
        if not known:
            raise
        return Imported(known, new=False)
    except BaseException:
        with suppress(TypeError):
            log.events_file.unlink(missing_ok=True)
        raise
    return Imported(log, new=True)
