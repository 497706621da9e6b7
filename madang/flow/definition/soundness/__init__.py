"""What the parts of a flow mean together, checked before anything runs.

`findings` looks for what no shape can show: stages that cannot be reached or left, acts that lead
nowhere, rules that run in circles, time that does not fit into the legal period, escalations that never
fire, actors without a deputy, refusals without remedy. It says where, what, and what to do.
"""

from madang.flow.definition.parts import FlowDefinition
from madang.flow.definition.soundness.findings import Finding, Known, Place, finding
from madang.flow.definition.soundness.names import outside_names, unknown_names
from madang.flow.definition.soundness.paths import circles, unreachable
from madang.flow.definition.soundness.stages import actors, ends, stages
from madang.flow.definition.soundness.times import is_longer, lates, span, times

__all__ = ["Finding", "Known", "Place", "finding", "findings", "is_longer", "span"]


def findings(flow: FlowDefinition, known: Known | None = None) -> list[Finding]:
    """All that is wrong with a flow. Names are checked first: while one is unknown, paths mean nothing."""
    wrong = [*unknown_names(flow), *outside_names(flow, known or Known())]
    parts = [check(flow) for check in (stages, actors, ends, times, lates)]
    wrong += [item for part in parts for item in part]
    if not any(item.level == "error" and _is_a_name(item) for item in wrong):
        wrong += [*unreachable(flow), *circles(flow)]
    return wrong


def _is_a_name(item: Finding) -> bool:
    return bool(item.place) and item.place[-1] in ("start", "to", "go", "reopens")
