"""The same figures from a Spark cluster: one master and two workers, started here and ended with the test."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

import pytest

from madang.insight.evidence import table
from madang.insight.evidence.measures import measure
from madang.lib.commands import BadInput
from tests.insight.evidence.logs import Event, as_csv, options, written

STEPS = ["received", "assigned", "checked", "asked", "answered", "proposed", "decided", "sent"]
PATIENCE = 240  # seconds for the cluster to stand, on a machine that does much else
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # for processes that live for a minute


def receipts(cases: int) -> list[Event]:
    """Cases of an office like those of a real permit office: few ways, long tails, repeated and nameless steps."""
    chance, log = Random(1434), []  # noqa: S311 - seeded, so that it can be run again
    for number in range(cases):
        at = datetime(2026, 1, 5, 9, tzinfo=UTC) + timedelta(minutes=chance.randrange(200_000))
        due, end = at + timedelta(days=14), None
        for step in STEPS[: chance.choice([2, 6, 8, 8, 8])]:
            for _ in range(chance.choice([1, 1, 1, 1, 2])):
                who = chance.choice(["", "lee", "park", "kim", "choi"])
                log.append(Event(f"case {number}", step, at, who, due, end))
                at += timedelta(seconds=chance.expovariate(1 / 90_000) if chance.random() < 0.8 else 0)
    return log


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a cluster; where Java or pyspark is missing `make test` fails, other runs skip the test."""
    missing = [
        name
        for name, there in (("java", shutil.which("java")), ("pyspark", find_spec("pyspark")))
        if not there
    ]
    if missing and not os.environ.get("MADANG_COMPLETE"):
        pytest.skip(f"no {' and no '.join(missing)} on this machine; 'make test' installs what it needs")
    assert not missing, f"the test of the other engine cannot run: no {' and no '.join(missing)}"
    port = _free()
    monkeypatch.setenv("SPARK_DAEMON_JAVA_OPTS", f"{QUICK} -Dspark.master.rest.enabled=false")
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("SPARK_LOG_DIR", str(tmp_path))
    address = f"spark://127.0.0.1:{port}"
    log = (tmp_path / "master.log").open("w")
    master = _daemon("master.Master", ["--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"], log)
    work = [
        "--host",
        "127.0.0.1",
        "--cores",
        "1",
        "--memory",
        "1g",
        "--webui-port",
        "0",
        "--work-dir",
        str(tmp_path),
    ]
    workers = [_daemon("worker.Worker", [*work, address], subprocess.DEVNULL) for _ in range(2)]
    try:
        _wait(tmp_path / "master.log", master)
        yield address
    finally:
        for process in [*workers, master]:
            process.terminate()
        for process in [*workers, master]:
            process.wait(60)


def _daemon(name: str, arguments: list[str], out: object) -> "subprocess.Popen[bytes]":
    import pyspark

    program = Path(pyspark.__file__).parent / "bin" / "spark-class"
    words = [str(program), f"org.apache.spark.deploy.{name}", *arguments]
    return subprocess.Popen(words, stdout=out, stderr=subprocess.STDOUT)  # type: ignore[call-overload,no-any-return]


def _wait(log: Path, master: "subprocess.Popen[bytes]") -> None:
    """Until both workers have told the master that they are there."""
    until = time.monotonic() + PATIENCE
    while len(set(re.findall(r"Registering worker (\S+)", log.read_text()))) < 2:
        assert master.poll() is None, log.read_text()[-2000:]
        assert time.monotonic() < until, "the cluster does not stand: " + log.read_text()[-2000:]
        time.sleep(0.2)


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


MEASURED = """
import json, sys
from pathlib import Path
from madang.insight.evidence.measures import measure
found = measure(Path(sys.argv[1]))
print(json.dumps([found.summary, found.details]))
"""


def test_a_cluster_gives_the_same_figures(
    tmp_path: Path, cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = tmp_path / "events.parquet"
    table.write(written(tmp_path, as_csv(receipts(120))), events, options())
    words = [sys.executable, "-c", MEASURED, str(events)]
    here = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    monkeypatch.setenv("MADANG_ENGINE", cluster)
    monkeypatch.setenv("MADANG_ENGINE_HOST", "127.0.0.1")
    monkeypatch.setenv("JDK_JAVA_OPTIONS", QUICK)
    there = subprocess.run(words, capture_output=True, text=True, check=False)
    assert there.returncode == 0, there.stderr[-3000:]
    assert_alike(json.loads(there.stdout.strip().splitlines()[-1]), json.loads(here), "figures")


def assert_alike(found: Any, expected: Any, place: str) -> None:
    """The same figures: counts and texts equal, times to twelve digits, as quantiles are interpolated otherwise."""
    if isinstance(expected, dict):
        assert list(found) == list(expected), place
        for key, value in expected.items():
            assert_alike(found[key], value, f"{place}.{key}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), place
        for number, value in enumerate(expected):
            assert_alike(found[number], value, f"{place}[{number}]")
    elif isinstance(expected, float):
        assert found == pytest.approx(expected, rel=1e-12, abs=1e-9), place
    else:
        assert found == expected, place


def test_another_engine_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MADANG_ENGINE", "abacus")
    with pytest.raises(BadInput, match=r"no engine 'abacus'.*spark://host:port"):
        measure(tmp_path / "events.parquet")
