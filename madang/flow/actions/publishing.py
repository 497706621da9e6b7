"""Publishing a definition: frozen from then on under the hash of its content."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.flow.errors import NotPossible
from madang.flow.models import Definition
from madang.ground.people.queries import Person


def content_hash(body: dict[str, Any]) -> str:
    """SHA-256 of the definition's content as JSON with sorted keys, in hex."""
    spelled = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(spelled.encode()).hexdigest()


@transaction.atomic
def publish(
    *,
    kind: str,
    key: str,
    version: int,
    body: dict[str, Any],
    filed_from: datetime | None = None,
    by: Person | None,
) -> Definition:
    """Publish a version; the same content again changes nothing, other content needs a higher version."""
    hashed = content_hash(body)
    existing = Definition.objects.select_for_update().filter(kind=kind, key=key, version=version).first()
    if existing is not None:
        if existing.hash != hashed:
            raise NotPossible(
                _(
                    "Version %(version)s of “%(key)s” is published and cannot change. Publish version %(next)s."
                )
                % {"version": version, "key": key, "next": version + 1}
            )
        return existing
    now = timezone.now()
    return Definition.objects.create(
        kind=kind,
        key=key,
        version=version,
        hash=hashed,
        body=body,
        filed_from=filed_from or now,
        published_at=now,
        published_by=by,
    )
