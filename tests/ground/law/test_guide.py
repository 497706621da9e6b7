"""The guide to the clock cannot lie: what it shows is what the command prints."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
GUIDE = (ROOT / "docs" / "use" / "clocks.md").read_text("utf-8")
SHOWN = re.findall(r"```console\n\$ madang (.*?)\n(.*?)```", GUIDE, re.DOTALL)


@pytest.mark.parametrize(("command", "printed"), SHOWN)
def test_what_the_guide_shows_is_what_is_printed(command: str, printed: str) -> None:
    run = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m madang {command}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert run.stdout.rstrip() == printed.rstrip()


def test_the_guide_shows_something() -> None:
    assert len(SHOWN) == 2
