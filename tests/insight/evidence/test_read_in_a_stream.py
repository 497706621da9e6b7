"""Reading in a stream: four times the events take hardly more memory."""

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

PROGRAM = """
import sys
from pathlib import Path
from zoneinfo import ZoneInfo
from madang.insight.evidence import table
table.write(Path(sys.argv[1]), Path(sys.argv[1] + ".parquet"), table.Options(ZoneInfo("Asia/Seoul")))
print(Path("/proc/self/status").read_text())
"""
START = datetime(2026, 3, 2, tzinfo=UTC)
FEW, MANY = 100_000, 400_000
# Times the memory; a reader that held the file would take about three times. From 400,000 to 1,600,000 events it is
# 1.03: what is read ahead is full by then.
MORE = 1.5


def log(file: Path, rows: int) -> None:
    moments = [(START + timedelta(minutes=n)).isoformat() for n in range(1000)]
    with file.open("w") as text:
        if file.suffix == ".csv":
            text.write("case,activity,time,note\n")
            text.writelines(f"{n // 9},step {n % 7},{moments[n % 1000]},{'x' * 40}{n}\n" for n in range(rows))
            return
        text.write("<log>")
        text.writelines(
            f'<trace><string key="concept:name" value="{n}"/>'
            + "".join(
                f'<event><string key="concept:name" value="step {k}"/><date key="time:timestamp" '
                f'value="{moments[k]}"/><string key="note" value="{n}{k}"/></event>'
                for k in range(10)
            )
            + "</trace>"
            for n in range(rows // 10)
        )
        text.write("</log>")


def peak(file: Path, rows: int) -> int:
    """The most memory, in kB, of a process that reads so many events."""
    log(file, rows)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(file)], capture_output=True, text=True, check=True
    )
    found = re.search(r"VmHWM:\s+(\d+)", done.stdout)
    assert found, "the system does not tell the memory of a process"
    return int(found[1])


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs the memory that Linux tells")
@pytest.mark.parametrize("name", ["log.csv", "log.xes"])
def test_takes_hardly_more_memory_for_four_times_the_events(tmp_path: Path, name: str) -> None:
    assert peak(tmp_path / f"many-{name}", MANY) < MORE * peak(tmp_path / f"few-{name}", FEW)
