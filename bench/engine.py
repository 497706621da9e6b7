"""Durable acts a second: Madang's flow against SpiffWorkflow 3 on the same PostgreSQL, in the same run.

Both take the shipped permit through the same eleven acts: filed, asked and answered, accepted, an opinion asked
and given, extended, proposed, refused, objected to, heard. Madang's acts check authority, count the legal clock,
seal what is personal, chain the event, keep the inbox and queue the letters; the peer's keep the state of the
process and nothing else. The limit is what the machine commits: one row, one commit, nothing computed.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench.database import address, fresh

CASES = 40
HERE = Path(__file__).parent
PEER = HERE / "spiff_peer.py"
REASON = "사유를 적은 글입니다. 신청인이 읽습니다."
ACTS = 11


def run() -> list[str]:
    """Take the cases through the permit in both, and say how many acts a second each made durable."""
    peer = _peer_python()
    with fresh():
        _ours(3)  # both warm up: definitions parsed, plans made
        ours = _ours(CASES)
        theirs = _theirs(peer, CASES)
        limit = _commits()
        ours = (ours + _ours(CASES)) / 2  # before and after, so that a change of load falls on both
    whole, apart = theirs["Whole"], theirs["Apart"]
    return [
        f"Madang                        {ours:7.0f} acts/s, each committed",
        f"SpiffWorkflow, as documented  {whole:7.0f} acts/s, each committed   ratio {ours / whole:5.2f}   (aim: 5)",
        f"SpiffWorkflow, drawing apart  {apart:7.0f} acts/s, each committed   ratio {ours / apart:5.2f}",
        f"limit: one row, one commit    {limit:7.0f} a second",
    ]


def _ours(number: int) -> float:
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
    began = time.monotonic()
    cases = [_file(definition, cast["applicant"], place) for _ in range(number)]
    for step in _STEPS:
        for case in cases:
            step(case, cast)
    return ACTS * number / (time.monotonic() - began)


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


def _theirs(python: Path, number: int) -> dict[str, float]:
    printed = subprocess.run(
        [python, PEER, address(), str(number)], capture_output=True, text=True, check=True
    )
    return {way: found["acts"] / found["seconds"] for way, found in json.loads(printed.stdout).items()}


def _peer_python() -> Path:
    """The peer's own environment, made on first use."""
    folder = Path(".data/bench-peer")
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        needed = ["SpiffWorkflow==3.2.0", "psycopg[binary]==3.3.9"]
        subprocess.run([python, "-m", "pip", "install", "-q", *needed], check=True)
    return python
