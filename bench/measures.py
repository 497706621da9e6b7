"""Full statistics of a million events against pm4py, each in a process of its own; every ratio from this one run.

Both read the same Parquet file and tell: cases, events, activities, resources, variants, cycle times (median, mean,
9 in 10), rework, hand-overs, directly-follows pairs with their times, start and end activities, lateness. Madang
tells beside these all else that `madang log measure` prints: work, waiting by cause, working time, ping-pong,
survival, quality. pm4py (AGPL) lives in an environment of its own and is no part of the product.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from bench.import_events import READ, TIMED, generate

ROWS = 1_000_000
OURS = """
from pathlib import Path
from madang.insight.evidence.measures import measure
found = measure(Path({file!r} + ".parquet")).summary
"""
BASE = """
from pathlib import Path
from madang.insight.evidence.measures import measure
"""
THEIRS = """
import warnings; warnings.filterwarnings("ignore")
import pandas as pd, pm4py
log = pd.read_parquet({file!r} + ".plain")
log = pm4py.format_dataframe(log, case_id="case_id", activity_key="activity", timestamp_key="time")
variants = pm4py.get_variants(log)
spans = pd.Series(pm4py.get_all_case_durations(log))
pairs, starts, ends = pm4py.discover_dfg(log)
rework = pm4py.get_rework_cases_per_activity(log)
pm4py.get_start_activities(log); pm4py.get_end_activities(log)
pm4py.get_event_attribute_values(log, "concept:name"); pm4py.get_event_attribute_values(log, "resource")
pm4py.discover_performance_dfg(log)
log["org:resource"] = log["resource"]
network = pm4py.discover_handover_of_work_network(log)
cases = log.groupby("case:concept:name", sort=False)
following = cases["resource"].shift(-1)
found = {{
    "cases": len(spans), "events": len(log), "activities": log["concept:name"].nunique(), "variants": len(variants),
    "resources": log["resource"].nunique(),
    "cycle_time_seconds": {{
        "median": spans.median(), "mean": spans.mean(), "p90": spans.quantile(0.9)
    }},
    "rework_cases": int(log[log.duplicated(["case:concept:name", "concept:name"])]["case:concept:name"].nunique()),
    "handovers": int((following.notna() & (following != log["resource"])).sum()),
    "directly_follows_pairs": len(pairs),
    "late_share": float((cases["time:timestamp"].max() > cases["deadline"].max()).mean()),
}}
"""


def run(rows: int = ROWS) -> list[str]:
    """Measure the same generated log with both, and say whether their figures agree."""
    peer = _peer_python()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "log.csv"
        generate(file, rows)
        _timed(Path(sys.executable), READ, file)
        _plain(file)
        idle = _timed(Path(sys.executable), BASE, file)
        ours = _timed(Path(sys.executable), OURS, file)
        theirs = _timed(peer, THEIRS, file)
        again = _timed(Path(sys.executable), OURS, file)
    seconds = (
        ours["seconds"] + again["seconds"]
    ) / 2  # before and after, so that a change of load falls on both
    peak = max(ours["peak"], again["peak"])
    return [
        f"Madang, all figures   {seconds:6.1f} s   peak {peak:5.0f} MB; the programs alone {idle['peak']:.0f} MB",
        f"pm4py, the summary    {theirs['seconds']:6.1f} s   peak {theirs['peak']:5.0f} MB",
        f"ratio                 {theirs['seconds'] / seconds:6.1f} times as fast (aim: 20), "
        f"{peak / theirs['peak']:.2f} of the memory (aim: 0.10); {_same(ours['found'], theirs['found'])}",
    ]


def _plain(file: Path) -> None:
    """The table of events as pm4py likes it: texts and times, in Parquet."""
    events = pq.read_table(f"{file}.parquet", columns=["case", "activity", "time", "resource", "deadline"])
    pq.write_table(
        events.rename_columns(["case_id", "activity", "time", "resource", "deadline"]), f"{file}.plain"
    )


def _same(ours: dict[str, Any], theirs: dict[str, Any]) -> str:
    wrong = [key for key in theirs if not np.allclose(_numbers(ours[key]), _numbers(theirs[key]))]
    return f"DIFFERENT figures: {', '.join(wrong)}" if wrong else "equal figures"


def _numbers(value: Any) -> list[float]:
    return [float(one) for one in value.values()] if isinstance(value, dict) else [float(value)]


def _timed(python: Path, code: str, file: Path) -> dict[str, Any]:
    """Run the code in a process of its own: its seconds, its peak of memory in MB, what it found."""
    program = TIMED.format(code=code.format(file=str(file)))
    time.sleep(0.2)
    done = subprocess.run([python, "-c", program], check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def _peer_python() -> Path:
    """The peer's own environment, made on first use."""
    folder = Path(".data/bench-pm4py")
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "pm4py==2.7.11.13", "pyarrow"], check=True)
    return python.absolute()
