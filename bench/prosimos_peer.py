"""The peer of the simulation measurement: Prosimos 2.1, in an environment of its own (not part of the product).

`prosimos_peer.py CASES` simulates the office of `bench/simulate.py` and prints seconds and mean cycle time as JSON.
"""

import json
import sys
import time
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

OFFICE = json.loads(sys.argv[2])
NAMESPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def bpmn() -> str:
    """The steps one after the other."""
    names = ["start", *(step["name"] for step in OFFICE["steps"]), "end"]
    tasks = "".join(f'<task id="{name}" name="{name}"/>' for name in names[1:-1])
    pairs = pairwise(names)
    flows = "".join(
        f'<sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}"/>' for n, (a, b) in enumerate(pairs)
    )
    parts = f'<startEvent id="start" name="start"/><endEvent id="end" name="end"/>{tasks}{flows}'
    return f'<definitions xmlns="{NAMESPACE}"><process id="office">{parts}</process></definitions>'


def parameters() -> dict[str, Any]:
    """People, hours, lengths and arrivals as the peer wants them."""
    hours = [
        {"from": "MONDAY", "to": "FRIDAY", "beginTime": begin, "endTime": end}
        for begin, end in OFFICE["hours"]
    ]
    return {
        "resource_profiles": [
            {
                "id": f"{name} pool", "name": name,
                "resource_list": [
                    {"id": name, "name": name, "cost_per_hour": 1, "amount": count, "calendar": "office"}
                ],
            }
            for name, count in OFFICE["staff"].items()
        ],
        "resource_calendars": [{"id": "office", "name": "office", "time_periods": hours}],
        "arrival_time_calendar": hours,
        "arrival_time_distribution": _exponential(OFFICE["between"]),
        "gateway_branching_probabilities": [],
        "task_resource_distribution": [
            {"task_id": step["name"], "resources": [{"resource_id": step["role"], **_exponential(step["mean"])}]}
            for step in OFFICE["steps"]
        ],
    }  # fmt: skip


def _exponential(mean: float) -> dict[str, Any]:
    values = [mean, 0, mean * 100]
    return {"distribution_name": "expon", "distribution_params": [{"value": value} for value in values]}


def main() -> None:
    from prosimos.simulation_engine import run_simulation

    with TemporaryDirectory() as folder:
        model, told, stats = (Path(folder) / name for name in ("office.bpmn", "office.json", "stats.csv"))
        model.write_text(bpmn())
        told.write_text(json.dumps(parameters()))
        began = time.process_time()
        run_simulation(str(model), str(told), int(sys.argv[1]), str(stats), None, "2025-01-06T09:00:00+00:00")
        seconds = time.process_time() - began
        lines = stats.read_text().splitlines()
    mean = next((line.split(",") for line in lines if line.startswith("cycle_time")), [])
    print(json.dumps({"seconds": seconds, "cycle_time": mean}))


main()
