"""Reading XES against pm4py, whose readers give a table as well; each in a process of its own.

pm4py (AGPL) lives in an environment of its own and is no part of the product. `iterparse` is its reader where
nothing else is installed; `rustxes` is one in Rust that it takes where that package is.
"""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

EVENTS = 250_000
SEED = 1
TIMED = """
import json, re, sys, time
{before}
began, used = time.perf_counter(), time.process_time()
{code}
seconds, used = time.perf_counter() - began, time.process_time() - used
peak = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024
print(json.dumps({{"seconds": seconds, "used": used, "peak": peak, "rows": rows}}))
"""
OURS = (
    "from pathlib import Path; from zoneinfo import ZoneInfo; from madang.insight.evidence import table",
    "rows = table.write(Path(sys.argv[1]), Path(sys.argv[1] + '.parquet'), table.Options(ZoneInfo('Asia/Seoul'))).rows",
)


def run() -> list[str]:
    """Read the same generated log with ours and both of the peer's readers."""
    peer = _peer_python()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "log.xes"
        _generate(file)
        ours = _timed(Path(sys.executable), *OURS, file)
        theirs = {
            name: _timed(peer, "import pm4py", _reading(name), file) for name in ("iterparse", "rustxes")
        }
        again = _timed(Path(sys.executable), *OURS, file)
        size = file.stat().st_size / 1e6
    ours = {name: (ours[name] + again[name]) / 2 for name in ours}
    lines = [_line("Madang, checked and written", ours)]
    for name, found in theirs.items():
        same = "equal rows" if found["rows"] == ours["rows"] else "DIFFERENT rows"
        used, seconds = found["used"] / ours["used"], found["seconds"] / ours["seconds"]
        ratio = f"{used:.1f} times our processor time, {seconds:.1f} times our time"
        lines.append(f"{_line(f'pm4py 2.7.23, {name}', found)}; {ratio}; {same}")
    return [f"{EVENTS:,} events, {size:.0f} MB (aim: 5 times as fast)", *lines]


def _line(name: str, found: dict[str, Any]) -> str:
    return f"{name:<28} {found['seconds']:5.1f} s, {found['used']:5.1f} s of processors, peak {found['peak']:,.0f} MB"


def _reading(name: str) -> str:
    return f"rows = len(pm4py.read_xes(sys.argv[1], variant={name!r}))"


def _timed(python: Path, before: str, code: str, file: Path) -> dict[str, Any]:
    program = TIMED.format(before=before, code=code)
    done = subprocess.run([python, "-c", program, file], check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def _generate(file: Path) -> None:
    """Cases of 3 to 15 events, each with five attributes, as tools write them."""
    chance, written, case = np.random.default_rng(SEED), 0, 0
    with file.open("w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8" ?>\n<log xes.version="1.0">\n')
        while written < EVENTS:
            at = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=int(chance.integers(0, 100_000_000)))
            out.write(f'\t<trace>\n\t\t<string key="concept:name" value="case-{case}"/>\n')
            for _ in range(min(int(chance.integers(3, 16)), EVENTS - written)):
                at += timedelta(seconds=int(chance.exponential(90_000)))
                out.write(_event(at, *(int(number) for number in chance.integers(0, (20, 200, 1000)))))
                written += 1
            case += 1
            out.write("\t</trace>\n")
        out.write("</log>\n")


def _event(at: datetime, step: int, desk: int, cost: int) -> str:
    return (
        f'\t\t<event>\n\t\t\t<string key="concept:name" value="Step {step:02d}"/>\n'
        f'\t\t\t<date key="time:timestamp" value="{at.isoformat(timespec="milliseconds")}"/>\n'
        f'\t\t\t<string key="org:resource" value="officer {desk}"/>\n'
        '\t\t\t<string key="lifecycle:transition" value="complete"/>\n'
        f'\t\t\t<int key="cost" value="{cost}"/>\n\t\t</event>\n'
    )


def _peer_python() -> Path:
    """The peer's own environment, made on first use."""
    folder = Path(".data/bench-xes")
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run(
            [python, "-m", "pip", "install", "-q", "pm4py==2.7.23.11", "rustxes==0.2.11"], check=True
        )
    return python
