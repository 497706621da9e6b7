"""The peer of the engine measurement: SpiffWorkflow 3, its state serialised to PostgreSQL at each step.

Runs in an environment of its own (LGPL; not part of the product): `spiff_peer.py ADDRESS CASES` prints, for
each way of keeping the state, acts and seconds. The process is the shipped permit drawn in BPMN: check, an
opinion in parallel with the examination, supplements with a timer, an extension, a decision, an objection.
It has no posts, no legal clock, no inbox, no letters, no chain and no sealing.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import psycopg
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
from used import Used  # noqa: E402  it stands beside this file, in another environment

FACTS = json.loads((HERE / "permit_facts.json").read_text())
REASON = "사유를 적은 글입니다. 신청인이 읽습니다."
STEPS = [
    ("intake", {"act": "ask", "reason": REASON}),
    ("answer", {"text": REASON}),
    ("intake", {"act": "accept"}),
    ("ask_opinion", {"question": REASON}),
    ("opinion", {"opinion": REASON}),
    ("examination", {"act": "extend", "reason": REASON}),
    ("examination", {"act": "propose", "proposal": "refuse", "reason": REASON}),
    ("refusing", {"act": "refuse", "reason": REASON}),
    ("objection", {"objection": REASON}),
    ("hearing", {"act": "overturn", "reason": REASON}),
]


class Whole:
    """The state as the library's documentation keeps it: `serialize_json`, the process's drawing included."""

    def __init__(self, spec: Any) -> None:
        self.spec, self.serializer = spec, BpmnWorkflowSerializer()

    def written(self, workflow: Any) -> str:
        return str(self.serializer.serialize_json(workflow))

    def read(self, state: str) -> Any:
        return self.serializer.deserialize_json(state)


class Apart(Whole):
    """The state without the drawing, which is parsed once and given back on reading: less to write and read."""

    def written(self, workflow: Any) -> str:
        registry = self.serializer.registry
        registry._encoder_mode = True  # what `serialize_json` does, but the drawing is dropped unwritten
        try:
            state = {**self.serializer.to_dict(workflow), "spec": None}
            return json.dumps(state, cls=self.serializer._encoder_cls)
        finally:
            registry._encoder_mode = False

    def read(self, state: str) -> Any:
        return self.serializer.from_dict({**json.loads(state), "spec": self.spec})


def specification() -> Any:
    """The process, parsed."""
    parser = BpmnParser()
    parser.add_bpmn_file(str(HERE / "peer_permit.bpmn"))
    return parser.get_spec("permit")


def file(connection: Any, keeper: Whole, number: int) -> None:
    """A case begins with what the form and the registers say."""
    workflow = BpmnWorkflow(keeper.spec)
    workflow.get_next_task(state=TaskState.READY).data.update(FACTS)
    workflow.do_engine_steps()
    connection.execute("INSERT INTO peer VALUES (%s, %s)", (number, keeper.written(workflow)))
    connection.commit()


def act(connection: Any, keeper: Whole, number: int, name: str, said: dict[str, str]) -> Any:
    """One act: read and lock the state, do the task, let the engine go on, write the state."""
    row: Any = connection.execute("SELECT state FROM peer WHERE id = %s FOR UPDATE", (number,)).fetchone()
    workflow = keeper.read(row[0])
    task = next(t for t in workflow.get_tasks(state=TaskState.READY, manual=True) if t.task_spec.name == name)
    task.data.update(said)
    task.run()
    workflow.refresh_waiting_tasks()
    workflow.do_engine_steps()
    connection.execute("UPDATE peer SET state = %s WHERE id = %s", (keeper.written(workflow), number))
    connection.commit()
    return workflow


def measure(address: str, cases: int, keeper: Whole) -> dict[str, Any]:
    """All cases are filed, then taken through every step."""
    shelf = f"peer_{os.getpid()}"  # several may run at once
    with psycopg.connect(address) as connection:
        connection.execute(f"CREATE SCHEMA {shelf}")
        connection.execute(f"SET search_path = {shelf}")
        connection.execute(
            "CREATE TABLE peer (id int PRIMARY KEY, state text)"
        )  # not TEMP: that is not durable
        connection.commit()
        used = Used(connection)
        for number in range(cases):
            file(connection, keeper, number)
        for name, said in STEPS:
            for number in range(cases):
                workflow = act(connection, keeper, number, name, said)
        spent = used.seconds()
        size: Any = connection.execute("SELECT avg(length(state))::int FROM peer").fetchone()
        connection.execute(f"DROP SCHEMA {shelf} CASCADE")
    assert workflow.completed
    return {"acts": (1 + len(STEPS)) * cases, **spent, "characters": size[0]}


if __name__ == "__main__":
    process = specification()
    found = {
        keeper.__name__: measure(sys.argv[1], int(sys.argv[2]), keeper(process)) for keeper in (Whole, Apart)
    }
    print(json.dumps(found))
