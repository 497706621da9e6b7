"""Trying a redesign from a page: a model is fitted once a log and kept in memory, answers are kept on disk."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings

from madang.insight.laboratory.answering import ENGINE, Asked, answer
from madang.insight.laboratory.changing import changed, promised
from madang.insight.laboratory.definition import Redesign, shipped
from madang.insight.laboratory.fitting.fit import fit
from madang.insight.laboratory.model import Model
from madang.insight.laboratory.queries import ImportedLog, Source, source_of_log
from madang.insight.laboratory.stating import stated
from madang.lib.commands import BadInput

QUICK = Asked(replications=12, cases=30_000, seed=1)  # a page waits for it
FULL = Asked(seed=1)


@lru_cache(maxsize=4)
def _opened(log_id: int, file_hash: str) -> tuple[Source, Model]:
    """A log with its model; a log never changes, so it is fitted once a process."""
    origin = source_of_log(ImportedLog.objects.select_related("government").get(pk=log_id))
    return origin, fit(origin.events, origin.name)


def opened(log: ImportedLog) -> tuple[Source, Model]:
    """The events and the fitted model of an imported log; raises BadInput where it is too small."""
    return _opened(log.pk, log.file_hash)


def tried(log: ImportedLog, redesign: Redesign | None, asked: Asked = QUICK) -> dict[str, Any]:
    """The answer about a log and a redesign; what was computed before is read from disk."""
    said = redesign.model_dump_json(by_alias=True, exclude_none=True) if redesign else ""
    key = f"{ENGINE}/{log.file_hash}/{log.reading.get('lifecycle')}/{asked}/{said}"

    def compute() -> dict[str, Any]:
        origin, model = opened(log)
        return answer(model, redesign, asked, events=origin.events if redesign is None else None)

    return _kept(key, compute)


def names_fit(log: ImportedLog, redesign: Redesign) -> None:
    """Raise BadInput where the redesign names a step or role that the log does not have."""
    model = opened(log)[1]
    changed(promised(model, redesign), redesign)


def worked(key: str) -> tuple[Any, dict[str, Any]]:
    """A shipped redesign and its answer; raises BadInput where there is none of that key."""
    found = shipped().get(key)
    if found is None:
        raise BadInput(f"there is no worked redesign '{key}'.")
    told = found.model_dump_json(by_alias=True, exclude_none=True)
    return found, _kept(f"{ENGINE}/{FULL}/{told}", lambda: answer(stated(found.model, key), found, FULL))


def _kept(key: str, compute: Any) -> dict[str, Any]:
    """The answer under this key; computed once, then read from disk."""
    folder = Path(settings.DATA) / "laboratory"
    file = folder / f"{hashlib.sha256(key.encode()).hexdigest()}.json"
    if file.exists():
        told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return told
    told = compute()
    folder.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(f".{uuid4().hex}.new")
    new.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    new.rename(file)
    return told
