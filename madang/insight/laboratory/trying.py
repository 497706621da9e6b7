"""Trying a redesign from a page: a model is fitted once a log and kept in memory, answers are kept on disk."""

import hashlib
import json
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings

from madang.ground.organisations.queries import Government
from madang.insight.laboratory.answering import ENGINE, Asked, answer
from madang.insight.laboratory.definition import Redesign, shipped
from madang.insight.laboratory.fitting.fit import fit
from madang.insight.laboratory.model import Model
from madang.insight.laboratory.queries import ImportedLog, Source, source_of_cases, source_of_log
from madang.insight.laboratory.stating import stated
from madang.lib.commands import BadInput

QUICK = Asked(replications=12, cases=30_000, seed=1)  # a page waits for it
FULL = Asked(seed=1)


_MODELS: dict[tuple[str, str], tuple[Source, Model]] = {}  # the last few, by hash of the log and lifecycle
MODELS = 4


def opened(log: ImportedLog) -> tuple[Source, Model]:
    """The events and the fitted model of an imported log; raises BadInput where it is too small."""
    key = (log.file_hash, str(log.pk))
    return _MODELS[key] if key in _MODELS else _fitted(key, source_of_log(log))


def opened_cases(government: Government, service_key: str) -> tuple[Source, Model]:
    """The same for the cases of a service handled here, as they stand now."""
    origin = source_of_cases(government, service_key)
    key = (origin.hash, service_key)
    return _MODELS[key] if key in _MODELS else _fitted(key, origin)


def _fitted(key: tuple[str, str], origin: Source) -> tuple[Source, Model]:
    """A log never changes, so it is fitted once a process; the oldest of a few makes room."""
    found = origin, fit(origin.events, origin.name)
    while len(_MODELS) >= MODELS:
        _MODELS.pop(next(iter(_MODELS)), None)
    _MODELS[key] = found
    return found


def tried(
    subject: tuple[Source, Model], redesign: Redesign | None, asked: Asked = QUICK
) -> dict[str, Any]:  # fmt: skip
    """The answer about a log and a redesign; what was computed before is read from disk."""
    origin, model = subject
    said = redesign.model_dump_json(by_alias=True, exclude_none=True) if redesign else ""
    lifecycle = origin.log.reading.get("lifecycle") if origin.log else None
    key = f"{ENGINE}/{origin.hash}/{lifecycle}/{asked}/{said}"
    return _kept(key, lambda: answer(model, redesign, asked, events=None if redesign else origin.events))


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
