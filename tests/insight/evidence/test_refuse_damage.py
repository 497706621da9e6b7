"""Two hundred and more damaged files: each is read or refused with a sentence, never with a traceback."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from madang.insight.evidence.measures import measure
from madang.insight.evidence.table import write
from madang.lib.commands import BadInput
from tests.insight.evidence.logs import Event, as_csv, as_xes, options, written

LOG = [
    Event(
        f"case {n % 9}",
        f"step {n % 4}",
        datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=n),
        f"desk {n % 3}",
    )
    for n in range(120)
]


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def flip(data: bytes, chance: random.Random) -> bytes:
    broken = bytearray(data)
    for _ in range(chance.choice([1, 3, 30])):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    return bytes(broken)


def double(data: bytes, chance: random.Random) -> bytes:
    start, end = sorted((chance.randrange(len(data)), chance.randrange(len(data))))
    return data[:end] + data[start:]


def drop(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randrange(1, 200) :]


def sprinkle(data: bytes, chance: random.Random) -> bytes:
    for _ in range(5):
        place = chance.randrange(len(data))
        data = data[:place] + chance.choice([b'"', b"\n", b",", b"<", b"&x;", b"\0", b"\xff"]) + data[place:]
    return data


DAMAGES: list[Callable[[bytes, random.Random], bytes]] = [cut, flip, double, drop, sprinkle]


@pytest.mark.parametrize("name", ["log.csv", "log.csv.gz", "log.xes", "log.xes.gz", "log.parquet"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_reads_or_refuses_a_damaged_file(
    tmp_path: Path, name: str, damage: Callable[[bytes, random.Random], bytes]
) -> None:
    whole = _whole(tmp_path, name)
    to = tmp_path / "events.parquet"
    for seed in range(10):
        broken = tmp_path / f"broken-{seed}-{name}"
        broken.write_bytes(damage(whole, random.Random(f"{name} {seed}")))  # noqa: S311  repeatable damage
        with suppress(BadInput):
            report = write(broken, to, options(keep_good=seed % 2 == 0))
            assert report.rows > 0
            if seed < 2:
                assert measure(to).summary["events"] == report.rows
            to.unlink()
        assert not to.exists()


def _whole(folder: Path, name: str) -> bytes:
    if name != "log.parquet":
        return written(folder, as_xes(LOG) if "xes" in name else as_csv(LOG), name).read_bytes()
    write(written(folder, as_csv(LOG)), folder / name, options())
    return (folder / name).read_bytes()
