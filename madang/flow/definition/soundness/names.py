"""Names that a flow uses and nobody defines."""

from collections.abc import Iterator, Mapping

from madang.flow.definition.parts import FlowDefinition, Stage
from madang.flow.definition.soundness.findings import Finding, Known, Place, finding


def ways_out(stage: Stage) -> Iterator[tuple[Place, str]]:
    """Each way out of a stage: its place within the stage, and where it leads."""
    for number, way in enumerate(stage.auto or []):
        yield ("auto", number, "go"), way.go
    for key, act in stage.acts.items():
        if act.to and act.does == "move":
            yield ("acts", key, "to"), act.to


def unknown_names(flow: FlowDefinition) -> Iterator[Finding]:
    targets = flow.stages.keys() | flow.ends.keys()
    if flow.start not in flow.stages:
        yield _unknown(("start",), flow.start, ("단계", "stage"), flow.stages)
    for key in flow.stages.keys() & flow.ends.keys():
        yield finding(
            ("ends", key),
            (f"'{key}'이(가) 단계이면서 종결입니다.", f"'{key}' is both a stage and an end."),
            ("둘 가운데 하나의 이름을 바꾸십시오.", "Rename one of them."),
        )
    for key, stage in flow.stages.items():
        place: Place = ("stages", key)
        for way, to in ways_out(stage):
            if to not in targets:
                yield _unknown((*place, *way), to, ("단계나 종결", "stage or end"), targets)
        for where, actor in actors_named(stage):
            if actor not in flow.actors:
                yield _unknown((*place, *where), actor, ("담당", "actor"), flow.actors)
    for key, end in flow.ends.items():
        if end.reopens and end.reopens not in flow.stages:
            yield _unknown(("ends", key, "reopens"), end.reopens, ("단계", "stage"), flow.stages)


def actors_named(stage: Stage) -> Iterator[tuple[Place, str]]:
    if stage.by:
        yield ("by",), stage.by
    for key, act in stage.acts.items():
        if act.by:
            yield ("acts", key, "by"), act.by
    for number, late in enumerate(stage.late):
        for word, actor in (("tell", late.tell), ("go_up", late.go_up)):
            if actor:
                yield ("late", number, word), actor


def _unknown(
    place: Place, name: str, kind: tuple[str, str], known: Mapping[str, object] | set[str]
) -> Finding:
    listed = ", ".join(sorted(known)) or "–"
    return finding(
        place,
        (f"'{name}'(이)라는 {kind[0]}은(는) 없습니다.", f"There is no {kind[1]} '{name}'."),
        (
            f"정의된 것 가운데 쓰거나 더하십시오: {listed}",
            f"Use one that is defined, or define it: {listed}.",
        ),
    )


def outside_names(flow: FlowDefinition, known: Known) -> Iterator[Finding]:
    for key, actor in flow.actors.items():
        if known.roles is not None and actor.role not in known.roles:
            yield _unknown(("actors", key, "role"), actor.role, ("역할", "role"), set(known.roles))
        if known.units is not None and actor.unit != "owner" and actor.unit not in known.units:
            yield _unknown(("actors", key, "in"), actor.unit, ("부서", "unit"), set(known.units))
    for key, stage in flow.stages.items():
        for name, act in stage.acts.items():
            if known.units is not None and act.unit and act.unit not in known.units:
                yield _unknown(
                    ("stages", key, "acts", name, "unit"), act.unit, ("부서", "unit"), set(known.units)
                )
    if known.rules is not None and flow.clock.rule not in known.rules:
        yield _unknown(("clock", "rule"), flow.clock.rule, ("계산 규칙", "counting rule"), set(known.rules))
