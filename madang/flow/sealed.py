"""Personal answers and texts of a case: sealed under the case's key, opened for those who may read them.

Erasing the key erases the person; the event keeps the hash of the seal, the decision and the statistics.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings

from madang.flow.models import Case, CaseKey, SealedText
from madang.lib import sealing
from madang.lib.together import write

FACTS = "facts"


def new_key(case: UUID) -> bytes:
    """Make and keep the key of a new case."""
    key = sealing.new_key()
    write(
        "INSERT INTO flow_casekey (case_id, wrapped) VALUES (%s, %s)",
        (case, sealing.wrap(key, settings.KEYS)),
    )
    return key


def unwrapped(wrapped: bytes | memoryview | None) -> bytes | None:
    """The key of a case from what is kept of it, or nothing once it was erased."""
    return sealing.unwrap(bytes(wrapped), settings.KEYS) if wrapped is not None else None


def key_of(case: Case) -> bytes | None:
    """The key of a case, or nothing once it was erased; no query where the case was read with its key."""
    try:
        return sealing.unwrap(bytes(case.key.wrapped), settings.KEYS)
    except CaseKey.DoesNotExist:
        return None


def _key_by_id(case: UUID) -> bytes | None:
    return unwrapped(CaseKey.objects.filter(case_id=case).values_list("wrapped", flat=True).first())


def put(case: UUID, seq: int, texts: Mapping[str, str], key: bytes | None) -> dict[str, str]:
    """Seal the texts that go with an event and return the hashes that the event carries."""
    if not texts or key is None:
        return {}
    hashes = {}
    for name, text in texts.items():
        if text:
            content = sealing.seal(key, text.encode(), f"{case}/{seq}/{name}")
            write(PUT, (case, seq, name, content))
            hashes[name] = sha256(content).hexdigest()
    return hashes


PUT = "INSERT INTO flow_sealedtext (case_id, seq, name, content) VALUES (%s, %s, %s, %s)"


def texts(case: UUID) -> dict[tuple[int, str], str]:
    """All texts of a case by event number and name; empty once they were erased."""
    key = _key_by_id(case)
    if key is None:
        return {}
    return {
        (row.seq, row.name): sealing.unseal(key, bytes(row.content), f"{case}/{row.seq}/{row.name}").decode()
        for row in SealedText.objects.filter(case_id=case)
    }


def facts(case: UUID) -> dict[str, Any]:
    """What is known in the case: the form's answers and the evidence, as last corrected."""
    key = _key_by_id(case)
    row = SealedText.objects.filter(case_id=case, name=FACTS).order_by("-seq").first() if key else None
    if key is None or row is None:
        return {}
    read: dict[str, Any] = json.loads(sealing.unseal(key, bytes(row.content), f"{case}/{row.seq}/{FACTS}"))
    return read


def erase(case: UUID) -> None:
    """Destroy the key and the sealed texts."""
    CaseKey.objects.filter(case_id=case).delete()
    SealedText.objects.filter(case_id=case).delete()
