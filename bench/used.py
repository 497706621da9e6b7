"""Processor time that was used: by this process, and by the database for it. Where others keep a machine busy,
it says more than the clock on the wall."""

import os
import time
from pathlib import Path
from typing import Any


def by_process(pid: int) -> float:
    """Seconds of processor time that a process has used so far; 0 where the system does not tell."""
    file = Path(f"/proc/{pid}/stat")
    if not file.exists():
        return 0.0
    words = file.read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


class Used:
    """Seconds used since it was made: on the wall, by this process, and by the server behind a connection."""

    def __init__(self, connection: Any) -> None:
        """`connection` is psycopg's or Django's."""
        cursor = connection.cursor()
        cursor.execute("SELECT pg_backend_pid()")
        self.backend: int = cursor.fetchone()[0]
        cursor.close()
        self.wall, self.own, self.server = time.monotonic(), time.process_time(), by_process(self.backend)

    def seconds(self) -> dict[str, float]:
        """What was used, by kind."""
        return {
            "seconds": time.monotonic() - self.wall,
            "own": time.process_time() - self.own,
            "server": by_process(self.backend) - self.server,
        }
