"""Where the ways of a flow lead: what is never reached, never left, or runs in a circle."""

from collections.abc import Iterator, Mapping

from madang.flow.definition.parts import FlowDefinition
from madang.flow.definition.soundness.findings import Finding, finding
from madang.flow.definition.soundness.names import ways_out


def reaches_of(flow: FlowDefinition) -> dict[str, set[str]]:
    """Where each stage and end leads in one step; an end leads on where an objection reopens the case."""
    steps = {key: {to for _, to in ways_out(stage)} for key, stage in flow.stages.items()}
    return steps | {key: {end.reopens} if end.reopens else set() for key, end in flow.ends.items()}


def unreachable(flow: FlowDefinition) -> Iterator[Finding]:
    steps = reaches_of(flow)
    reached = _closure({flow.start}, steps)
    for key in flow.stages:
        if key not in reached:
            yield finding(
                ("stages", key),
                ("시작에서 이 단계로 가는 길이 없습니다.", "No way leads from the start to this stage."),
                (
                    "어느 행위의 to에 이 단계를 쓰거나 지우십시오.",
                    "Let an act lead here, or remove the stage.",
                ),
            )
    happens = {"withdrawn"} if flow.withdraw else set()
    for key, end in flow.ends.items():
        if key not in reached and end.outcome not in happens | {flow.clock.deemed}:
            yield finding(
                ("ends", key),
                ("어떤 길도 이 종결로 이어지지 않습니다.", "No way leads to this end."),
                ("어느 행위의 to에 쓰거나 지우십시오.", "Let an act lead to it, or remove it."),
            )
    yield from _without_end(flow, steps)


def _without_end(flow: FlowDefinition, steps: Mapping[str, set[str]]) -> Iterator[Finding]:
    backward = _turned(steps)
    leaving = _closure(set(flow.ends), backward)
    for key in flow.stages:
        if key not in leaving:
            yield finding(
                ("stages", key),
                ("이 단계에서는 어떤 종결에도 이를 수 없습니다.", "No end can be reached from this stage."),
                ("종결로 이어지는 행위를 더하십시오.", "Add an act that leads towards an end."),
            )


def _closure(begin: set[str], steps: Mapping[str, set[str]]) -> set[str]:
    reached, waiting = set(begin), list(begin)
    while waiting:
        for to in steps.get(waiting.pop(), set()) - reached:
            reached.add(to)
            waiting.append(to)
    return reached


def _turned(steps: Mapping[str, set[str]]) -> dict[str, set[str]]:
    turned: dict[str, set[str]] = {}
    for key, leads in steps.items():
        for to in leads:
            turned.setdefault(to, set()).add(key)
    return turned


def circles(flow: FlowDefinition) -> Iterator[Finding]:
    steps = {key: {way.go for way in stage.auto} for key, stage in flow.stages.items() if stage.auto}
    by_rule = {key: leads & steps.keys() for key, leads in steps.items()}
    for key, leads in by_rule.items():
        if key in _closure(set(leads), by_rule):
            yield finding(
                ("stages", key),
                (
                    "자동 단계끼리 돌고 돌아 끝나지 않을 수 있습니다.",
                    "Automatic stages can run in a circle without end.",
                ),
                (
                    "도는 길을 끊고 사람이 맡는 단계를 넣으십시오.",
                    "Break the circle with a stage at which somebody acts.",
                ),
            )
