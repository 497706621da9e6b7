"""What the parts of a flow mean together, checked before anything runs.

`findings` looks for what no shape can show: stages that cannot be reached or left, acts that lead
nowhere, rules that run in circles, time that does not fit into the legal period, escalations that never
fire, actors without a deputy, refusals without remedy. It says where, what, and what to do.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from madang.flow.definition import Act, End, FlowDefinition, Said, Stage
from madang.ground.law.queries import Period

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Finding:
    """Something that is wrong, or (a warning) looks wrong, at a place of a definition."""

    place: Place
    problem: Said
    remedy: Said
    level: Literal["error", "warning"] = "error"


@dataclass(frozen=True)
class Known:
    """Names that exist outside the definition; where nothing is given, nothing is checked."""

    units: frozenset[str] | None = None
    roles: frozenset[str] | None = None
    rules: frozenset[str] | None = None


def finding(
    place: Place,
    problem: tuple[str, str],
    remedy: tuple[str, str],
    level: Literal["error", "warning"] = "error",
) -> Finding:
    """A finding, its sentences given as (Korean, English)."""
    return Finding(
        place,
        {"ko": problem[0], "en": problem[1]},
        {"ko": remedy[0], "en": remedy[1]},
        level,
    )


def findings(flow: FlowDefinition, known: Known | None = None) -> list[Finding]:
    """All that is wrong with a flow. Names are checked first: while one is unknown, paths mean nothing."""
    wrong = [*_names(flow), *_outside_names(flow, known or Known())]
    parts = [check(flow) for check in (_stages, _actors, _ends, _times, _lates)]
    wrong += [item for part in parts for item in part]
    if not any(item.level == "error" and _is_a_name(item) for item in wrong):
        wrong += [*_paths(flow), *_circles(flow)]
    return wrong


def _is_a_name(item: Finding) -> bool:
    return bool(item.place) and item.place[-1] in ("start", "to", "go", "reopens")


def ways_out(stage: Stage) -> Iterator[tuple[Place, str]]:
    """Each way out of a stage: its place within the stage, and where it leads."""
    for number, way in enumerate(stage.auto or []):
        yield ("auto", number, "go"), way.go
    for key, act in stage.acts.items():
        if act.to and act.does == "move":
            yield ("acts", key, "to"), act.to


def reaches_of(flow: FlowDefinition) -> dict[str, set[str]]:
    """Where each stage and end leads in one step; an end leads on where an objection reopens the case."""
    steps = {key: {to for _, to in ways_out(stage)} for key, stage in flow.stages.items()}
    return steps | {key: {end.reopens} if end.reopens else set() for key, end in flow.ends.items()}


# --- names ---------------------------------------------------------------------------------------------


def _names(flow: FlowDefinition) -> Iterator[Finding]:
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
        for where, actor in _actors_named(stage):
            if actor not in flow.actors:
                yield _unknown((*place, *where), actor, ("담당", "actor"), flow.actors)
    for key, end in flow.ends.items():
        if end.reopens and end.reopens not in flow.stages:
            yield _unknown(("ends", key, "reopens"), end.reopens, ("단계", "stage"), flow.stages)


def _actors_named(stage: Stage) -> Iterator[tuple[Place, str]]:
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


def _outside_names(flow: FlowDefinition, known: Known) -> Iterator[Finding]:
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


# --- stages, acts, actors, ends ------------------------------------------------------------------------


def _stages(flow: FlowDefinition) -> Iterator[Finding]:
    for key, stage in flow.stages.items():
        place: Place = ("stages", key)
        if stage.auto is None:
            yield from _by_hand(flow, place, stage)
        else:
            yield from _by_rule(place, stage)


def _by_rule(place: Place, stage: Stage) -> Iterator[Finding]:
    ways = stage.auto or []
    if stage.acts or stage.by or stage.within or stage.late:
        yield finding(
            place,
            (
                "자동 단계에는 담당, 행위, 기한을 둘 수 없습니다.",
                "An automatic stage takes no actor, acts or time.",
            ),
            (
                "auto를 지우거나 by, acts, within, late를 지우십시오.",
                "Remove auto, or remove by, acts, within and late.",
            ),
        )
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


def _actors(flow: FlowDefinition) -> Iterator[Finding]:
    named = {actor for stage in flow.stages.values() for _, actor in _actors_named(stage)}
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


def _ends(flow: FlowDefinition) -> Iterator[Finding]:
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


# --- time ----------------------------------------------------------------------------------------------

# The least and the most office minutes that a unit can amount to: 8 hours a day, 5 days a week less holidays.
_DAY = 8 * 60
_MINUTES: dict[str, tuple[float, float]] = {
    "minutes": (1, 1),
    "hours": (60, 60),
    "days": (_DAY, _DAY),
    "weeks": (5 * _DAY, 5 * _DAY),
    "months": (20 * _DAY, 23 * _DAY),
    "years": (240 * _DAY, 262 * _DAY),
}


def span(period: str) -> tuple[float, float]:
    """The least and the most office minutes that a period can amount to."""
    read = Period.parse(period)
    if str(read.unit) == "immediately":
        return 3 * 60, 3 * 60
    least, most = _MINUTES[str(read.unit)]
    return read.number * least, read.number * most


def is_longer(period: str, other: str) -> bool:
    """Is a period longer than another whatever the calendar?"""
    return span(period)[0] > span(other)[1]


def _times(flow: FlowDefinition) -> Iterator[Finding]:
    legal = flow.clock.period
    for key, stage in flow.stages.items():
        if stage.within and is_longer(stage.within, legal):
            yield finding(
                ("stages", key, "within"),
                (
                    f"단계의 기한({stage.within})이 법정 처리기간({legal})보다 깁니다.",
                    f"The stage's time ({stage.within}) is longer than the legal period ({legal}).",
                ),
                ("단계의 기한을 줄이십시오.", "Shorten it."),
            )
        for name, act in stage.acts.items():
            if act.does == "opinion" and act.within and is_longer(act.within, legal):
                yield finding(
                    ("stages", key, "acts", name, "within"),
                    (
                        f"의견을 기다리는 기한({act.within})이 법정 처리기간({legal})보다 깁니다.",
                        f"The time for the opinion ({act.within}) is longer than the legal period ({legal}).",
                    ),
                    ("기한을 줄이십시오. 시계는 의견을 기다리는 동안 멈추지 않습니다.",
                     "Shorten it: the clock does not stop while an opinion is awaited."),
                )  # fmt: skip


def _lates(flow: FlowDefinition) -> Iterator[Finding]:
    for key, stage in flow.stages.items():
        for number, late in enumerate(stage.late):
            place: Place = ("stages", key, "late", number)
            if not (late.tell or late.go_up):
                yield finding(
                    place,
                    ("늦었을 때 아무 일도 일어나지 않습니다.", "Nothing happens when it is late."),
                    ("tell이나 go_up에 담당을 쓰십시오.", "Name an actor under tell or go_up."),
                )
            if not stage.within:
                yield finding(
                    place,
                    (
                        "단계의 기한이 없어 이 알림은 절대 울리지 않습니다.",
                        "This can never fire: the stage has no time limit.",
                    ),
                    ("단계에 within을 쓰십시오.", "Add within to the stage."),
                )
            elif flow.clock.deemed != "none" and _after_silence(stage.within, late.at, flow.clock.period):
                yield finding(
                    place,
                    (
                        "이 알림 전에 법정 기간이 끝나 결정이 간주되므로 절대 울리지 않습니다.",
                        "This can never fire: the legal period ends before, and silence decides the case.",
                    ),
                    (
                        "at의 비율이나 within을 줄이십시오.",
                        "Lower the share under at, or the stage's within.",
                    ),
                )


def _after_silence(within: str, at: str, legal: str) -> bool:
    return span(within)[0] * int(at.rstrip("%")) / 100 > span(legal)[1]


# --- paths ---------------------------------------------------------------------------------------------


def _paths(flow: FlowDefinition) -> Iterator[Finding]:
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


def _circles(flow: FlowDefinition) -> Iterator[Finding]:
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
