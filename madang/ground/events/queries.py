"""Questions to the log."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from madang.ground.events import rules
from madang.ground.events.models import Checkpoint, Event
from madang.ground.events.rules import BEGINNING, canonical, link
from madang.lib import signing

__all__ = [
    "BEGINNING",
    "Break",
    "Checkpoint",
    "Event",
    "canonical",
    "done_before",
    "last",
    "last_of_all",
    "link",
    "root_between",
    "statement",
    "stream",
    "verify",
    "verify_checkpoints",
]


def stream(of: UUID) -> QuerySet[Event]:
    """All events of one stream, in order."""
    return Event.objects.filter(stream=of).order_by("seq")


def last(of: UUID) -> tuple[int, bytes]:
    """Number and hash of the last event of a stream; (0, BEGINNING) when there is none."""
    row = Event.objects.filter(stream=of).order_by("-seq").values_list("seq", "hash").first()
    return (row[0], bytes(row[1])) if row else (0, BEGINNING)


def last_of_all(streams: Iterable[UUID]) -> dict[UUID, tuple[int, bytes]]:
    """Number and hash of the last event of each of many streams, by one query."""
    rows = (
        Event.objects.filter(stream__in=list(streams))
        .order_by("stream", "-seq")
        .distinct("stream")
        .values_list("stream", "seq", "hash")
    )
    return {of: (seq, bytes(event_hash)) for of, seq, event_hash in rows}


def done_before(of: UUID, key: UUID) -> Event | None:
    """The event that the same act left when it was done the first time."""
    return Event.objects.filter(stream=of, key=key).first()


@dataclass(frozen=True)
class Break:
    """A place where the log does not hold together."""

    event: int
    stream: UUID
    seq: int
    problem: str


def verify() -> Iterator[Break]:
    """Walk the whole log and yield every event that was altered, lost or put in between.

    Memory stays flat. Time grows with the number of events, about 10 µs each.
    """
    before, last, head = "", 0, BEGINNING
    with connection.chunked_cursor() as rows:
        rows.execute(WALK)
        while chunk := rows.fetchmany(20_000):
            for pk, stream, seq, event_hash, previous, *said in chunk:
                if stream != before:
                    before, last, head = stream, 0, BEGINNING
                problems = _problems(seq, last, previous == head)
                if rules.link_as_kept(previous, stream, seq, *said) != event_hash:
                    problems.append("was altered after it was written")
                for problem in problems:
                    yield Break(pk, UUID(stream), seq, problem)
                last, head = seq, event_hash


# As the database keeps it: numbers without hyphens, moments in UTC, JSON as text.
WALK = """
SELECT id, replace(stream::text, '-', ''), seq, hash, previous, government_id, type,
    to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    to_char(effective_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    actor_id, authority::text, data::text, replace(key::text, '-', '')
FROM events_event ORDER BY events_event.stream, events_event.seq
"""


def _problems(seq: int, last: int, follows: bool) -> list[str]:
    if seq != last + 1:
        return [f"event {last + 1} of the stream is missing"]
    return [] if follows else ["does not follow the event before it"]


SAID = (
    "stream", "seq", "government_id", "type", "recorded_at", "effective_at", "actor_id", "authority", "data", "key"
)  # fmt: skip
LINKED = (
    "stream", "seq", "government", "type", "recorded_at", "effective_at", "actor", "authority", "data", "key"
)  # fmt: skip


def link_of(event: Event) -> bytes:
    """The hash that an event must have, from all that it says and the hash before it."""
    said = (getattr(event, name) for name in SAID)
    return rules.link(bytes(event.previous), **dict(zip(LINKED, said, strict=True)))


def verify_checkpoints() -> Iterator[Break]:
    """Every checkpoint whose events are no longer all there, as they were, or whose signature is not ours."""
    before, root = 0, BEGINNING
    for checkpoint in Checkpoint.objects.order_by("up_to").iterator():
        root, count = root_between(root, before, checkpoint.up_to)
        if root != bytes(checkpoint.root) or count != checkpoint.count:
            yield _at_checkpoint(
                checkpoint, "events up to here were removed, added or changed since the checkpoint"
            )
        signed = statement(checkpoint.up_to, checkpoint.count, bytes(checkpoint.root))
        if signing.verify_by_any(signed, bytes(checkpoint.signature), settings.KEYS) is None:
            yield _at_checkpoint(checkpoint, "the checkpoint is not signed by a key of this installation")
        before, root = checkpoint.up_to, bytes(checkpoint.root)


def root_between(root: bytes, after: int, up_to: int) -> tuple[bytes, int]:
    """The root over the events behind one id up to another, and how many they are."""
    hashes = Event.objects.filter(id__gt=after, id__lte=up_to).order_by("id").values_list("hash", flat=True)
    count = 0
    for event_hash in hashes.iterator(chunk_size=20_000):
        root = rules.root(root, bytes(event_hash))
        count += 1
    return root, count


def statement(up_to: int, count: int, root: bytes) -> bytes:
    """What a checkpoint signs; the prefix keeps the signature from standing for anything else."""
    return b"madang-checkpoint:" + canonical([up_to, count, root.hex()])


def _at_checkpoint(checkpoint: Checkpoint, problem: str) -> Break:
    return Break(checkpoint.up_to, UUID(int=0), checkpoint.count, problem)
