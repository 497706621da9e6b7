"""Times that do not fit, and escalations that never fire."""

from collections.abc import Iterator

from madang.flow.definition.parts import FlowDefinition, Late, Stage
from madang.flow.definition.soundness.findings import Finding, Place, finding
from madang.ground.law.queries import Period

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


def times(flow: FlowDefinition) -> Iterator[Finding]:
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


def lates(flow: FlowDefinition) -> Iterator[Finding]:
    """Escalations that never fire, or of which nothing follows."""
    for key, stage in flow.stages.items():
        for number, late in enumerate(stage.late):
            place: Place = ("stages", key, "late", number)
            if not (late.tell or late.go_up):
                yield finding(
                    place,
                    ("늦었을 때 아무 일도 일어나지 않습니다.", "Nothing happens when it is late."),
                    ("tell이나 go_up에 담당을 쓰십시오.", "Name an actor under tell or go_up."),
                )
            yield from _never(flow, place, stage, late)


def _never(flow: FlowDefinition, place: Place, stage: Stage, late: Late) -> Iterator[Finding]:
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
            ("at의 비율이나 within을 줄이십시오.", "Lower the share under at, or the stage's within."),
        )


def _after_silence(within: str, at: str, legal: str) -> bool:
    return span(within)[0] * int(at.rstrip("%")) / 100 > span(legal)[1]
