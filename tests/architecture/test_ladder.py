"""Down the ladder only: the contracts of import-linter hold."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.house import ROOT


def test_imports_go_down_the_ladder_only() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout
