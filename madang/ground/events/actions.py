"""The one verb of the log: append. What is appended is in the caller's transaction."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from madang.ground.events import rules
from madang.ground.events.models import Checkpoint, Event
from madang.ground.events.queries import LINKED, link_of, root_between, statement
from madang.ground.people.queries import Person
from madang.lib import signing
from madang.lib.together import Rows, send_kept, write


@dataclass(frozen=True)
class Entry:
    """An event before it is written; `seq` and `previous` say behind which event it goes."""

    stream: UUID
    seq: int
    previous: bytes
    government_id: int
    type: str
    data: dict[str, Any] = field(default_factory=dict)
    authority: dict[str, Any] | None = None
    effective_at: datetime | None = None
    key: UUID = field(default_factory=uuid4)
    alias: int | None = (
        None  # a negative number that stands for whoever acts, where the log must not name the person
    )


def append(entry: Entry, *, at: datetime | None = None, by: Person | None) -> Event:
    """Write one event; the database refuses it if another came between (IntegrityError).

    It gets its number when it is sent: at once, or where writes are kept back (`lib.together`) with these.
    """
    event = _event(entry, at or timezone.now(), by)
    write(APPEND, _columns(event), lambda rows: _number(event, rows))
    return event


APPEND = """
INSERT INTO events_event (government_id, stream, seq, type, recorded_at, effective_at, actor_id, authority, data, key,
    previous, hash) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
"""


def _columns(event: Event) -> list[object]:
    authority = json.dumps(event.authority, ensure_ascii=False) if event.authority is not None else None
    return [
        event.government_id, event.stream, event.seq, event.type, event.recorded_at, event.effective_at,
        event.actor_id, authority, json.dumps(event.data, ensure_ascii=False), event.key, event.previous, event.hash,
    ]  # fmt: skip


def _number(event: Event, rows: Rows) -> None:
    event.pk = rows[0][0]
    event._state.adding = False


def append_all(entries: Sequence[Entry], *, at: datetime | None = None, by: Person | None) -> list[bytes]:
    """Write very many events, each behind the last of its stream, as one stream of rows; their hashes, in order."""
    send_kept()
    moment, hashes = at or timezone.now(), []
    with transaction.atomic(savepoint=False), connection.cursor() as cursor, cursor.copy(COPY) as rows:
        for entry in entries:
            actor, effective = _actor(entry, by), entry.effective_at or moment
            said: tuple[Any, ...] = (
                entry.stream, entry.seq, entry.government_id, entry.type, moment, effective, actor,
                entry.authority, entry.data, entry.key,
            )  # fmt: skip
            hashes.append(rules.link(entry.previous, **dict(zip(LINKED, said, strict=True))))
            authority = json.dumps(entry.authority) if entry.authority is not None else None
            rows.write_row(
                (*said[:7], authority, json.dumps(entry.data), entry.key, entry.previous, hashes[-1])
            )
    return hashes


COPY = """
COPY events_event (stream, seq, government_id, type, recorded_at, effective_at, actor_id, authority, data, key,
    previous, hash) FROM STDIN
"""


def _event(entry: Entry, moment: datetime, by: Person | None) -> Event:
    event = Event(
        government_id=entry.government_id,
        stream=entry.stream,
        seq=entry.seq,
        type=entry.type,
        recorded_at=moment,
        effective_at=entry.effective_at or moment,
        actor_id=_actor(entry, by),
        authority=entry.authority,
        data=entry.data,
        key=entry.key,
        previous=entry.previous,
    )
    event.hash = link_of(event)
    return event


def _actor(entry: Entry, by: Person | None) -> int | None:
    return entry.alias if entry.alias is not None else by.pk if by else None


@transaction.atomic
def make_checkpoint(*, by: Person | None = None) -> Checkpoint | None:
    """Sign what the whole log is now; nothing if no event came since the last checkpoint.

    The table is held against writers for that moment: an event with a lower number cannot come later.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE events_event IN SHARE MODE")
    before = Checkpoint.objects.order_by("-up_to").first()
    newest = Event.objects.order_by("-id").values_list("id", flat=True).first()
    after, root = (before.up_to, bytes(before.root)) if before else (0, rules.BEGINNING)
    if newest is None or newest <= after:
        return None
    root, count = root_between(root, after, newest)
    signature = signing.sign(statement(newest, count, root), settings.KEYS)
    return Checkpoint.objects.create(
        up_to=newest, count=count, root=root, signature=signature, made_at=timezone.now()
    )
