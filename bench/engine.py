"""Durable acts a second: Madang's flow against SpiffWorkflow 3 on the same PostgreSQL, in the same run.

Both take the shipped permit through the same eleven acts: filed, asked and answered, accepted, an opinion asked
and given, extended, proposed, refused, objected to, heard. Madang's acts check authority, count the legal clock,
seal what is personal, chain the event, keep the inbox and queue the letters; the peer's keep the state of the
process and nothing else. The limit is what the machine commits: one row, one commit, nothing computed.

Each is measured alone and as several processes at once, as servers run. Processor time stands beside the clock
on the wall, for other work makes the clock unfair.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench.database import address, fresh
from bench.used import Used

CASES = 40
HERE = Path(__file__).parent
PEER = HERE / "spiff_peer.py"
REASON = "사유를 적은 글입니다. 신청인이 읽습니다."
ACTS = 11
TOGETHER = os.cpu_count() or 2


def run() -> list[str]:
    """Take the cases through the permit in both, and say how many acts a second each made durable."""
    peer = _peer_python()
    with fresh():
        _ours(3)  # both warm up: definitions parsed, plans made
        before = _ours(CASES)
        theirs = _together([peer, PEER, address(), str(CASES)], 1)[0]
        limit = _commits()
        ours = _mean(before, _ours(CASES))  # before and after, so that a change of load falls on both
        several = [json.loads(line) for line in _printed([sys.executable, "-m", "bench.engine"], TOGETHER)]
        peers = _together([peer, PEER, address(), str(CASES)], TOGETHER)
        lines = _lines(ours, theirs, several, peers)
        return [*lines, f"limit: one row, one commit      {limit:7.0f} a second", _afterwards()]


def _lines(
    ours: dict[str, float],
    theirs: dict[str, Any],
    several: list[dict[str, float]],
    peers: list[dict[str, Any]],
) -> list[str]:
    lines = [f"Madang                          {_said(ours)}"]
    for way, name in (("Whole", "as documented"), ("Apart", "drawing apart")):
        by_clock, by_work = _rate(ours) / _rate(theirs[way]), _cost(theirs[way]) / _cost(ours)
        lines.append(f"SpiffWorkflow, {name}    {_said(theirs[way])}")
        lines.append(f"  ratio {by_clock:5.2f} by the clock, {by_work:5.2f} by processor time   (aim: 5)")
    all_ours, all_theirs = sum(map(_rate, several)), sum(_rate(each["Whole"]) for each in peers)
    both = f"{all_ours:7.0f} against {all_theirs:.0f} acts/s   ratio {all_ours / all_theirs:5.2f}"
    lines.append(f"{TOGETHER} processes of each             {both}")
    return lines


def _said(used: dict[str, float]) -> str:
    own, server = (1000 * used[kind] / used["acts"] for kind in ("own", "server"))
    return f"{_rate(used):7.0f} acts/s; processor {own:5.2f} ms of its own and {server:5.2f} ms of the database an act"


def _rate(used: dict[str, float]) -> float:
    return used["acts"] / used["seconds"]


def _cost(used: dict[str, float]) -> float:
    return (used["own"] + used["server"]) / used["acts"]


def _mean(one: dict[str, float], other: dict[str, float]) -> dict[str, float]:
    return {kind: one[kind] + other[kind] for kind in one}


def _afterwards() -> str:
    """What an act leaves to a job: the promises of its case, measured for many cases at once."""
    from django.db import connection

    from madang.work.services.standards import actions as standards

    used = Used(connection)
    cases = standards.measure_noted(by=None)
    spent = used.seconds()
    return (
        f"left to a job: promises of {cases} cases measured in "
        f"{1000 * (spent['own'] + spent['server']) / (ACTS * cases):.2f} ms of processor time an act"
    )


def _ours(number: int) -> dict[str, float]:
    from django.db import connection

    from tests import people

    definition = _definition()
    cast = {
        "applicant": people.kim_haneul(),
        "clerk": people.jung_yujin(),
        "head": people.oh_serin(),
        "expert": people.han_jimin(),
        "reviewer": people.choi_junho(),
    }
    place = {"government": people.city(), "unit": people.unit("environment")}
    used = Used(connection)
    cases = [_file(definition, cast["applicant"], place) for _ in range(number)]
    for step in _STEPS:
        for case in cases:
            step(case, cast)
    return {**used.seconds(), "acts": ACTS * number}


def _definition() -> Any:
    from madang.flow import actions as flow
    from madang.work.services.definition import SHIPPED, canonical, load

    permit = load(SHIPPED / "environmental-permit" / "service.yaml").definition
    assert permit is not None
    return flow.publish(kind="services", key=permit.key, version=1, body=canonical(permit), by=None)


def _file(definition: Any, applicant: Any, place: dict[str, Any]) -> Any:
    from madang.flow import actions as flow

    return flow.receive(
        definition,
        id=uuid4(),
        **place,
        applicant=applicant,
        facts=json.loads((HERE / "permit_facts.json").read_text()),
        by=applicant,
    ).pk


def _do(name: str, who: str, **options: Any) -> Any:
    """A step: an act by somebody who read the case when as many acts were done as now."""

    def step(case: Any, cast: dict[str, Any]) -> None:
        from madang.flow import actions as flow

        changed = _STEPS.index(step) + 1
        flow.act(case, name, changed=changed, key=uuid4(), by=cast[who], **options)

    return step


def _answer(case: Any, cast: dict[str, Any]) -> None:
    from madang.flow import actions as flow

    flow.answer(case, text=REASON, key=uuid4(), by=cast["applicant"])


def _give_opinion(case: Any, cast: dict[str, Any]) -> None:
    from madang.flow import actions as flow

    flow.give_opinion(case, opinion=1, text=REASON, key=uuid4(), by=cast["expert"])


def _object(case: Any, cast: dict[str, Any]) -> None:
    from madang.flow import actions as flow

    flow.object_to(case, text=REASON, key=uuid4(), by=cast["applicant"])


_STEPS = [
    _do("ask", "clerk", reason=REASON),
    _answer,
    _do("accept", "clerk"),
    _do("opinion", "clerk", reason=REASON),
    _give_opinion,
    _do("extend", "clerk", reason=REASON, period="5 days"),
    _do("propose_refusal", "clerk", reason=REASON),
    _do("refuse", "head", reason=REASON),
    _object,
    _do("overturn", "reviewer", reason=REASON),
]


def _commits(number: int = 1000) -> float:
    """What the machine commits: an INSERT of one short row and a COMMIT, again and again, on one connection."""
    import psycopg

    with psycopg.connect(address()) as connection:
        connection.execute("CREATE TABLE bare (id int, said text)")
        connection.commit()
        began = time.monotonic()
        for count in range(number):
            connection.execute("INSERT INTO bare VALUES (%s, %s)", (count, REASON))
            connection.commit()
        rate = number / (time.monotonic() - began)
        connection.execute("DROP TABLE bare")
    return rate


def _together(words: list[Any], number: int) -> list[dict[str, Any]]:
    return [json.loads(line) for line in _printed(words, number)]


def _printed(words: list[Any], number: int) -> list[str]:
    """What so many processes print that run at once."""
    from django.db import connection

    surroundings = {**os.environ, "MADANG_DATABASE_NAME": str(connection.settings_dict["NAME"])}
    processes = [
        subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=surroundings) for _ in range(number)
    ]
    printed = [process.communicate()[0] for process in processes]
    assert all(process.returncode == 0 for process in processes)
    return [text.strip().splitlines()[-1] for text in printed]


def _peer_python() -> Path:
    """The peer's own environment, made on first use."""
    folder = Path(".data/bench-peer")
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        needed = ["SpiffWorkflow==3.2.0", "psycopg[binary]==3.3.9"]
        subprocess.run([python, "-m", "pip", "install", "-q", *needed], check=True)
    return python


if __name__ == "__main__":  # one of several processes at once, on the database that the first made
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings")
    django.setup()
    _ours(3)
    print(json.dumps(_ours(CASES)))
