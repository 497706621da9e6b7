"""Durable acts a second: Madang's flow against SpiffWorkflow 3 on the same PostgreSQL, in the same run.

Madang's acts check authority, count the legal clock, seal what is personal, chain the event, keep the inbox
and queue the letters; the peer's keep the state of the process and nothing else.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

from bench.database import fresh

CASES = 200


def run() -> list[str]:
    """File cases and do two acts on each, in both."""
    peer = _peer_python()
    with fresh():
        ours = _ours()
        theirs = _theirs(peer)
    return [
        f"Madang          {ours:8.0f} acts/s, each committed",
        f"SpiffWorkflow   {theirs:8.0f} acts/s, each committed",
        f"ratio           {ours / theirs:8.2f}",
    ]


def _ours() -> float:
    from tests import people
    from tests.flow import permit

    definition, clerk, head = permit.publish(), people.jung_yujin(), people.oh_serin()
    permit.file(definition)
    began = time.monotonic()
    cases = [permit.file(definition) for _ in range(CASES)]
    for case in cases:
        permit.do(case, "forward", clerk)
    for case in cases:
        permit.do(case, "grant", head)
    return 3 * CASES / (time.monotonic() - began)


def _theirs(python: Path) -> float:
    from django.db import connection

    options = connection.settings_dict
    address = f"host={options['HOST']} port={options['PORT'] or 5432} dbname={options['NAME']} user={options['USER']}"
    words = [python, Path(__file__).with_name("spiff_peer.py"), address, str(CASES)]
    printed = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    found = json.loads(printed)
    assert found["done"]
    return float(found["acts"] / found["seconds"])


def _peer_python() -> Path:
    """The peer's own environment, made on first use."""
    folder = Path(".data/bench-peer")
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        needed = ["SpiffWorkflow==3.2.0", "psycopg[binary]==3.3.9"]
        subprocess.run([python, "-m", "pip", "install", "-q", *needed], check=True)
    return python
