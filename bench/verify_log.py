"""One flipped bit among a million events: is it found, how fast, and in how much memory?

The limit beside it: SHA-256 alone over as many texts of the same length, in this interpreter.
"""

import json
import resource
import time
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from bench.database import fresh

EVENTS = 1_000_000
A_STREAM = 10  # events in a stream
NAMES = UUID(int=1434)
AT_ONCE = 20_000


def run(number: int = EVENTS) -> list[str]:
    """Write the events as an office would have, verify, flip one bit behind the triggers' back, verify again."""
    with fresh():
        began = time.monotonic()
        for start in range(0, number, AT_ONCE):
            _write(start, min(start + AT_ONCE, number))
        lines = [f"{number:,} events written in {time.monotonic() - began:.0f} s"]
        lines.append(_verified("untouched"))
        broken = _flip(number)
        lines.append(_verified(f"one bit of event {broken} flipped"))
        lines.append(
            f"limit: SHA-256 of as many texts {_hashing(number):6.1f} s; reading them by COPY {_copying():6.1f} s"
        )
    return lines


def _write(start: int, end: int) -> None:
    from django.db import connection

    from madang.ground.events import rules
    from tests import people

    government, moment = people.city().pk, datetime(2026, 11, 2, tzinfo=UTC)
    rows: list[tuple[Any, ...]] = []
    previous = rules.BEGINNING
    for number in range(start, end):
        seq = number % A_STREAM + 1
        previous = rules.BEGINNING if seq == 1 else previous
        said: dict[str, Any] = {
            "stream": uuid5(NAMES, f"{number // A_STREAM}"),
            "seq": seq,
            "government": government,
            "type": "moved",
            "recorded_at": moment + timedelta(seconds=number),
            "effective_at": moment + timedelta(seconds=number),
            "data": {"from": "review", "to": "decision", "act": "forward"},
            "key": uuid5(NAMES, f"key {number}"),
        }
        linked = rules.link(previous, actor=None, authority=None, **said)
        rows.append((*(said | {"data": json.dumps(said["data"])}).values(), previous, linked))
        previous = linked
    columns = "stream, seq, government_id, type, recorded_at, effective_at, data, key, previous, hash"
    connection.ensure_connection()
    with (
        connection.connection.cursor() as cursor,
        cursor.copy(f"COPY events_event ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _flip(number: int) -> int:
    """Flip one bit of a word in the middle of the log, as somebody with the whole database in hand could."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM events_event ORDER BY id OFFSET %s LIMIT 1", [number // 2])
        event: int = cursor.fetchone()[0]
        cursor.execute("SET session_replication_role = replica")
        # the last letter of "forward", d (0x64), becomes e (0x65)
        cursor.execute(
            "UPDATE events_event SET data = jsonb_set(data, '{act}', '\"forware\"') WHERE id = %s", [event]
        )
        cursor.execute("SET session_replication_role = origin")
    return event


def _verified(name: str) -> str:
    from madang.ground.events.queries import verify

    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    own = time.process_time()
    found = [broken.event for broken in verify()]
    took, own = time.monotonic() - began, time.process_time() - own
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    time_taken = f"{took:.1f} s ({own:.1f} s of processor)"
    return f"{name}: breaks found at {found or 'none'} in {time_taken}, memory grew by {grown:.0f} MB"


def _copying() -> float:
    """How long the database takes to hand the events over, in order, to somebody who does nothing with them."""
    from django.db import connection

    began = time.monotonic()
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY (SELECT * FROM events_event ORDER BY stream, seq) TO STDOUT") as rows,
    ):
        for _ in rows:
            pass
    return time.monotonic() - began


def _hashing(number: int) -> float:
    text = b"x" * 420
    began = time.monotonic()
    for _ in range(number):
        sha256(text).digest()
    return time.monotonic() - began
