"""Stages, acts, actors and ends that cannot be as they are."""

from collections.abc import Iterator

from madang.flow.definition.parts import Act, End, FlowDefinition, Stage
from madang.flow.definition.soundness.findings import Finding, Place, finding
from madang.flow.definition.soundness.names import actors_named


def stages(flow: FlowDefinition) -> Iterator[Finding]:
    for key, stage in flow.stages.items():
        place: Place = ("stages", key)
        if stage.auto is None:
            yield from _by_hand(flow, place, stage)
        else:
            yield from _by_rule(place, stage)


def _by_rule(place: Place, stage: Stage) -> Iterator[Finding]:
    if stage.acts or stage.by or stage.within or stage.late:
        yield finding(
            place,
            (
                "자동 단계에는 담당, 행위, 기한을 둘 수 없습니다.",
                "An automatic stage takes no actor, acts or time.",
            ),
            (
                "auto를 지우거나 by, acts, within, late를 지우십시오.",
                "Remove auto, or by, acts, within and late.",
            ),
        )
    yield from _ways(place, stage)


def _ways(place: Place, stage: Stage) -> Iterator[Finding]:
    ways = stage.auto or []
    if not ways or ways[-1].when is not None:
        yield finding(
            (*place, "auto"),
            (
                "자동 단계에 조건 없는 마지막 길이 없어 사건이 멈출 수 있습니다.",
                "The automatic stage has no default way: a case could get stuck.",
            ),
            (
                "맨 끝에 '- {go: …}'를 조건 없이 더하십시오.",
                "Add '- {go: …}' without a condition at the end.",
            ),
        )
    for number, way in enumerate(ways[:-1]):
        if way.when is None:
            yield finding(
                (*place, "auto", number),
                (
                    "조건 없는 길 뒤의 길은 쓰이지 않습니다.",
                    "Ways after the one without a condition are never taken.",
                ),
                ("조건 없는 길을 맨 끝으로 옮기십시오.", "Move the way without a condition to the end."),
            )


def _by_hand(flow: FlowDefinition, place: Place, stage: Stage) -> Iterator[Finding]:
    if not stage.acts:
        yield finding(
            place,
            ("이 단계에서 할 수 있는 일이 없습니다.", "Nothing can be done at this stage."),
            ("acts나 auto를 쓰십시오.", "Add acts, or auto."),
        )
    if not stage.by:
        yield finding(
            place,
            (
                "이 단계를 맡은 담당이 없어 누구의 할 일에도 나타나지 않습니다.",
                "Nobody has this stage, so it is in no inbox.",
            ),
            ("by에 담당을 쓰십시오.", "Name the actor under by."),
        )
    for key, act in stage.acts.items():
        yield from _act(flow, place, key, act)


def _act(flow: FlowDefinition, place: Place, key: str, act: Act) -> Iterator[Finding]:
    here: Place = (*place, "acts", key)
    if act.does == "move" and (act.to is None or act.to == place[-1]):
        yield finding(
            here,
            ("이 행위는 아무 데로도 이어지지 않습니다.", "This act leads nowhere."),
            ("to에 다음 단계나 종결을 쓰십시오.", "Name the next stage or end: to."),
        )
    if act.does != "move" and act.to:
        yield finding(
            here,
            (
                f"'{act.does}' 행위는 사건을 옮기지 않습니다.",
                f"An act that does '{act.does}' moves the case nowhere.",
            ),
            ("to를 지우십시오.", "Remove 'to'."),
        )
    yield from _terms(flow, here, act)


def _terms(flow: FlowDefinition, here: Place, act: Act) -> Iterator[Finding]:
    if act.does in ("ask", "opinion") and act.within is None:
        yield finding(
            here,
            ("답할 기한이 없습니다.", "There is no time limit for the answer."),
            ("within: 10 days처럼 기한을 쓰십시오.", "Add one, for example within: 10 days."),
        )
    end = flow.ends.get(act.to or "")
    if end and end.outcome == "refused" and act.reason is False:
        yield finding(
            (*here, "reason"),
            ("이유 없이 거부할 수 있게 되어 있습니다.", "This lets a refusal go out without reasons."),
            ("reason: false를 지우십시오.", "Remove reason: false."),
        )


def actors(flow: FlowDefinition) -> Iterator[Finding]:
    named = {actor for stage in flow.stages.values() for _, actor in actors_named(stage)}
    for key, actor in flow.actors.items():
        if actor.deputy == "none" and actor.alone_because is None:
            yield finding(
                ("actors", key),
                (
                    "대리할 사람이 없어 부재중에 사건이 멈춥니다.",
                    "Nobody stands in: an absence stops every case.",
                ),
                (
                    "deputy를 absence나 delegation으로 하거나 alone_because에 이유를 쓰십시오.",
                    "Set deputy to absence or delegation, or give the reason under alone_because.",
                ),
            )
        if key not in named:
            yield finding(
                ("actors", key),
                ("하는 일이 없는 담당입니다.", "This actor does nothing."),
                ("어느 단계의 by에 쓰거나 지우십시오.", "Name the actor at a stage, or remove it."),
                "warning",
            )


def ends(flow: FlowDefinition) -> Iterator[Finding]:
    for key, end in flow.ends.items():
        place: Place = ("ends", key)
        if end.outcome == "refused" and end.remedy is None:
            yield finding(
                place,
                (
                    "거부에 불복 방법의 안내가 없습니다.",
                    "The refusal does not say what the applicant can do about it.",
                ),
                (
                    "remedy에 불복 방법과 기한을 쓰십시오.",
                    "Tell the way and the time to object under remedy.",
                ),
            )
        yield from _objection(place, end)
    deemed = flow.clock.deemed
    if deemed != "none" and not any(end.outcome == deemed for end in flow.ends.values()):
        yield finding(
            ("clock", "deemed"),
            (
                f"간주 결과 '{deemed}'에 맞는 종결이 없습니다.",
                f"No end has the outcome '{deemed}' that silence means.",
            ),
            (f"outcome이 {deemed}인 종결을 더하십시오.", f"Add an end whose outcome is {deemed}."),
        )


def _objection(place: Place, end: End) -> Iterator[Finding]:
    if end.objection_within and not end.reopens:
        yield finding(
            place,
            ("이의신청을 다룰 단계가 없습니다.", "An objection may be made, but no stage hears it."),
            ("reopens에 이의신청을 다룰 단계를 쓰십시오.", "Name that stage under reopens."),
        )
    if end.reopens and not end.objection_within:
        yield finding(
            place,
            ("다시 열 수 있는 기간이 없습니다.", "The case may be reopened, but no time is set for it."),
            (
                "objection_within: 60 days처럼 기간을 쓰십시오.",
                "Add one, for example objection_within: 60 days.",
            ),
        )
