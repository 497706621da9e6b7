"""Entries that tell something without changing how the case stands: a look, a look-up, a note, a document."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from madang.flow.actions.leading import announce_all
from madang.flow.casefile import CaseFile
from madang.flow.rules import TELLING
from madang.ground.events.queries import Event, stream
from madang.ground.people.queries import Person
from madang.lib.together import at_once

LOOKS_COUNT_ONCE_IN = timedelta(hours=1)


@at_once
def record(
    case_id: UUID,
    type: str,
    data: Mapping[str, Any] | None = None,
    *,
    texts: Mapping[str, str] | None = None,
    authority: Mapping[str, Any] | None = None,
    key: UUID | None = None,
    by: Person | None,
) -> Event:
    """Enter something told about a case; `type` is one of `rules.TELLING`."""
    assert type in TELLING, type
    file = CaseFile.taken(case_id, key=key)
    if (before := file.done_already()) is not None:
        return before
    event = file.enter(type, data, texts=texts, authority=authority, key=key, by=by)
    file.put_back_as_told()
    announce_all(file)
    return event


def viewed(case_id: UUID, *, purpose: Mapping[str, str] | str, by: Person) -> None:
    """Enter that an official read the case, once an hour for each official; the applicant sees it."""
    since = timezone.now() - LOOKS_COUNT_ONCE_IN
    if not stream(case_id).filter(type="viewed", actor=by, recorded_at__gt=since).exists():
        record(case_id, "viewed", {"purpose": purpose if isinstance(purpose, str) else dict(purpose)}, by=by)
