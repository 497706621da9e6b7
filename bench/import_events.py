"""Reading and measuring a million generated events: time, memory, and what a user would otherwise pick."""

import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

ROWS, FEW = 1_000_000, 250_000
SEED = 20261121

# Each part runs in a process of its own, so that its peak of memory is its own.
PLAIN = """
import pyarrow.csv
pyarrow.csv.read_csv({file!r})
"""
READ = """
from pathlib import Path
from zoneinfo import ZoneInfo
from madang.insight.evidence import table
table.write(Path({file!r}), Path({file!r} + ".parquet"), table.Options(ZoneInfo("Asia/Seoul")))
"""
MEASURE = """
from pathlib import Path
from madang.insight.evidence.measures import measure
found = measure(Path({file!r} + ".parquet")).summary
"""
PANDAS = """
import pandas as pd
log = pd.read_csv({file!r}, dtype=str)
log["time"] = pd.to_datetime(log["time"], utc=True, format="ISO8601")
log["deadline"] = pd.to_datetime(log["deadline"], utc=True, format="ISO8601")
log = log.sort_values(["case_id", "time"], kind="stable")
cases = log.groupby("case_id", sort=False)
spans = (cases["time"].max() - cases["time"].min()).dt.total_seconds()
following = cases[["activity", "resource"]].shift(-1)
within = following["activity"].notna()
found = {{
    "cases": len(spans), "events": len(log), "activities": log["activity"].nunique(),
    "variants": cases["activity"].agg(tuple).nunique(), "resources": log["resource"].nunique(),
    "cycle_time_seconds": {{
        "median": spans.median(), "mean": spans.mean(), "p90": spans.quantile(0.9)
    }},
    "rework_cases": int(log[log.duplicated(["case_id", "activity"])]["case_id"].nunique()),
    "handovers": int((within & (following["resource"] != log["resource"])).sum()),
    "directly_follows_pairs": len(set(zip(log["activity"][within], following["activity"][within]))),
    "late_share": float((cases["time"].max() > cases["deadline"].max()).mean()),
}}
"""
TIMED = """
import json, re, time
began = time.perf_counter()
found = {{}}
{code}
seconds = time.perf_counter() - began
peak = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024
print(json.dumps({{"seconds": seconds, "peak": peak, "found": found}}))
"""


def run() -> list[str]:
    """Generate the log, then read and measure it here, with PyArrow alone and with pandas."""
    with TemporaryDirectory() as folder:
        many, few = Path(folder) / "many.csv", Path(folder) / "few.csv"
        generate(many, ROWS)
        generate(few, FEW)
        plain, read, measured = _timed(PLAIN, many), _timed(READ, many), _timed(MEASURE, many)
        small, peer = _timed(READ, few), _timed(PANDAS, many)
        packed = (many.parent / "many.csv.parquet").stat().st_size
        size = many.stat().st_size
    together = read["seconds"] + measured["seconds"]
    same = _same(measured["found"], peer["found"])
    return [
        f"read, check and write {ROWS:,} events: {read['seconds']:.1f} s ({ROWS / read['seconds']:,.0f} events/s); "
        "aim: under 60 s",
        f"  peak memory {read['peak']:.0f} MB; with {FEW:,} events {small['peak']:.0f} MB: "
        f"{read['peak'] / small['peak']:.2f} times for 4 times the events",
        f"  {size / 1e6:.0f} MB of CSV become {packed / 1e6:.0f} MB of Parquet",
        f"plain CSV with PyArrow, nothing checked: {plain['seconds']:.1f} s, {plain['peak']:.0f} MB; "
        f"ours takes {read['seconds'] / plain['seconds']:.1f} times as long",
        f"all figures of the log: {measured['seconds']:.1f} s, peak {measured['peak']:.0f} MB",
        f"pandas, the summary alone: {peer['seconds']:.1f} s, {peer['peak']:.0f} MB; ours, read and measured, "
        f"{together:.1f} s: {peer['seconds'] / together:.1f} times as fast; {same}",
    ]


def _same(ours: dict[str, object], theirs: dict[str, object]) -> str:
    wrong = [key for key in theirs if not np.allclose(_numbers(ours[key]), _numbers(theirs[key]))]
    return f"DIFFERENT figures: {', '.join(wrong)}" if wrong else "equal figures"


def _numbers(value: object) -> list[float]:
    return list(value.values()) if isinstance(value, dict) else [float(str(value))]


def _timed(code: str, file: Path) -> dict[str, Any]:
    """Run the code in a process of its own: its seconds, its peak of memory in MB, what it found."""
    program = TIMED.format(code=code.format(file=str(file)))
    time.sleep(0.2)
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def generate(file: Path, rows: int) -> None:
    """A log of cases with 3 to 15 events, half of them repeated, written as CSV; the same for the same number."""
    chance = np.random.default_rng(SEED)
    lengths = chance.integers(3, 16, rows // 8)
    case = np.repeat(np.arange(len(lengths)), lengths)[:rows]
    place = np.arange(len(case)) - np.repeat(np.cumsum(lengths) - lengths, lengths)[:rows]
    begun = chance.integers(0, 5 * 365 * 86_400, len(lengths))[case]
    waited = chance.exponential(90_000, len(case))
    waited[place == 0] = 0
    total = np.cumsum(waited)
    gone = total - total[place == 0][case]
    moments = ((begun + gone) * 1e6).astype(np.int64) + 1_600_000_000_000_000
    due = (begun + 14 * 86_400) * 1_000_000 + 1_600_000_000_000_000
    activity = np.minimum(19, place + chance.integers(0, 4, len(case)))
    table = pa.table(
        {
            "case_id": [f"case-{number}" for number in case],
            "activity": [f"Step {number:02d}" for number in activity],
            "time": pa.array(moments).cast(pa.timestamp("us", "UTC")),
            "resource": [f"officer {number}" for number in chance.integers(0, 200, len(case))],
            "deadline": pa.array(due).cast(pa.timestamp("us", "UTC")),
        }
    )
    arrow_csv.write_csv(table, file)
