"""The peer of the engine measurement: SpiffWorkflow 3, its state serialised to PostgreSQL at each step.

Runs in an environment of its own (LGPL; not part of the product): `spiff_peer.py ADDRESS CASES` prints acts and
seconds. The process is like the permit of the tests: sort by rule, review, decide.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

import psycopg
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

PROCESS = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="permit">
  <bpmn:process id="permit" isExecutable="true">
    <bpmn:startEvent id="start"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:exclusiveGateway id="sort" default="f3">
      <bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing><bpmn:outgoing>f3</bpmn:outgoing>
    </bpmn:exclusiveGateway>
    <bpmn:userTask id="review"><bpmn:incoming>f3</bpmn:incoming><bpmn:outgoing>f4</bpmn:outgoing></bpmn:userTask>
    <bpmn:userTask id="decision"><bpmn:incoming>f4</bpmn:incoming><bpmn:outgoing>f5</bpmn:outgoing></bpmn:userTask>
    <bpmn:endEvent id="granted"><bpmn:incoming>f2</bpmn:incoming><bpmn:incoming>f5</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="sort"/>
    <bpmn:sequenceFlow id="f2" sourceRef="sort" targetRef="granted">
      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">small</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="f3" sourceRef="sort" targetRef="review"/>
    <bpmn:sequenceFlow id="f4" sourceRef="review" targetRef="decision"/>
    <bpmn:sequenceFlow id="f5" sourceRef="decision" targetRef="granted"/>
  </bpmn:process>
</bpmn:definitions>"""


def specification() -> object:
    """The process, parsed."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "permit.bpmn"
        file.write_text(PROCESS)
        parser = BpmnParser()
        parser.add_bpmn_file(str(file))
        return parser.get_spec("permit")


def main(address: str, cases: int) -> None:
    """File the cases, then do two acts on each; every step reads, does and writes the state in a transaction."""
    spec, serializer = specification(), BpmnWorkflowSerializer()
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TEMP TABLE peer (id int PRIMARY KEY, state text)")
        connection.commit()
        began = time.monotonic()
        for number in range(cases):
            workflow = BpmnWorkflow(spec)
            workflow.data["small"] = False
            workflow.get_next_task(state=TaskState.READY).data.update({"small": False, "plan": "비밀 계획"})
            workflow.do_engine_steps()
            connection.execute(
                "INSERT INTO peer VALUES (%s, %s)", (number, serializer.serialize_json(workflow))
            )
            connection.commit()
        for _ in range(2):
            for number in range(cases):
                row = connection.execute(
                    "SELECT state FROM peer WHERE id = %s FOR UPDATE", (number,)
                ).fetchone()
                workflow = serializer.deserialize_json(row[0])
                task = workflow.get_next_task(state=TaskState.READY, manual=True)
                task.run()
                workflow.do_engine_steps()
                connection.execute(
                    "UPDATE peer SET state = %s WHERE id = %s", (serializer.serialize_json(workflow), number)
                )
                connection.commit()
        print(
            json.dumps({"acts": 3 * cases, "seconds": time.monotonic() - began, "done": workflow.completed})
        )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
