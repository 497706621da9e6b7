"""Ten million events measured in the memory of one: a log made in parts, so that making it takes no memory either."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from madang.insight.evidence.schema import IMPORTED, SCHEMA, batch_of

FEW, MANY, PART = 1_000_000, 10_000_000, 250_000
SEED = 20261121
START = 1_600_000_000_000_000
DAY = 86_400_000_000

MEASURE = """
import json, re, sys, time
from pathlib import Path
from madang.insight.evidence.measures import measure
began, used = time.perf_counter(), time.process_time()
found = measure(Path(sys.argv[1])).summary
seconds, used = time.perf_counter() - began, time.process_time() - used
peak = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024
print(json.dumps({"seconds": seconds, "used": used, "peak": peak, "events": found["events"], "cases": found["cases"]}))
"""


def run() -> list[str]:
    """Measure a million and ten million events, each in a process of its own."""
    with TemporaryDirectory() as folder:
        few, many = (_measured(Path(folder), rows) for rows in (FEW, MANY))
    return [
        f"{found['events']:>10,} events, {found['cases']:>9,} cases: {found['seconds']:6.1f} s "
        f"({found['used']:.0f} s of processors), peak {found['peak']:,.0f} MB"
        for found in (few, many)
    ] + [f"{many['peak'] / few['peak']:.2f} times the memory for ten times the events"]


def _measured(folder: Path, rows: int) -> dict[str, Any]:
    file = folder / f"{rows}.parquet"
    _generate(file, rows)
    done = subprocess.run([sys.executable, "-c", MEASURE, file], check=True, capture_output=True, text=True)
    file.unlink()
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _generate(file: Path, rows: int) -> None:
    """The events in the table's own columns; the same for the same number."""
    chance = np.random.default_rng(SEED)
    with pq.ParquetWriter(file, SCHEMA, compression="zstd", compression_level=1) as writer:
        for first in range(0, rows, PART):
            writer.write_batch(_part(chance, first))


def _part(chance: np.random.Generator, first: int) -> pa.RecordBatch:
    lengths = chance.integers(3, 16, PART // 3)
    case = np.repeat(np.arange(len(lengths)), lengths)[:PART]
    place = np.arange(PART) - np.repeat(np.cumsum(lengths) - lengths, lengths)[:PART]
    waited = np.where(place == 0, 0, chance.exponential(9e10, PART)).astype(np.int64)
    total = np.cumsum(waited)
    begun = chance.integers(0, 5 * 365 * DAY, len(lengths))[case] + START
    time = begun + total - (total - 0)[np.maximum.accumulate(np.where(place == 0, np.arange(PART), 0))]
    moment = pa.timestamp("us", "UTC")
    steps = pa.array([f"Step {number:02d}" for number in range(20)])
    desks = pa.array([f"officer {number}" for number in range(200)])
    return batch_of(
        {
            "row": pa.array(np.arange(first, first + PART)),
            "case": pa.array(np.char.add(f"{first}-", case.astype(str)).tolist()),
            "activity": steps.take(pa.array(np.minimum(19, place + chance.integers(0, 4, PART)))),
            "time": pa.array(time).cast(moment),
            "day": pa.array((time // DAY).astype(np.int32)).cast(pa.date32()),
            "resource": desks.take(pa.array(chance.integers(0, 200, PART))),
            "deadline": pa.array(begun + 14 * DAY).cast(moment),
        },
        {"origin": IMPORTED},
    )
