"""The long run: `python -m tests.faults.long [KILLS] [SEED]`, by default fifty kills, then those of the database."""

import os
import sys

import pytest

os.environ["MADANG_KILLS"] = sys.argv[1] if len(sys.argv) > 1 else "50"
os.environ["MADANG_SEED"] = sys.argv[2] if len(sys.argv) > 2 else "1434"
raise SystemExit(pytest.main(["-s", "tests/faults/test_kills.py", "tests/faults/database_dies.py"]))
