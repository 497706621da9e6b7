"""What happens to a clock after receipt: it pauses and resumes, starts afresh, and is extended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from madang.ground.law.rules.errors import CannotCount
from madang.ground.law.rules.hours import OfficeHours
from madang.ground.law.rules.periods import Period

Kind = Literal["pause", "resume", "reset", "extend"]
_KOREAN = {"pause": "정지", "resume": "재개", "reset": "다시 시작", "extend": "연장"}


@dataclass(frozen=True)
class ClockEvent:
    """Something that changes the count; an extension says by how much."""

    kind: Kind
    at: datetime
    period: Period | None = None

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise CannotCount(
                f"A clock knows pause, resume, reset and extend, not {str(self.kind)[:40]!r}.",
                f"{str(self.kind)[:40]!r}은(는) 쓸 수 없습니다. pause, resume, reset, extend로 쓰십시오.",
            )
        if (self.kind == "extend") != (self.period is not None):
            raise CannotCount(
                "An extension, and only an extension, needs a period, for example '10 days'.",
                "연장에는 '10 days'처럼 늘리는 기간을 적어야 하며, 다른 일에는 기간을 적지 않습니다.",
            )


@dataclass(frozen=True)
class Pause:
    """A time during which the clock stood still; it still stands where `end` is None."""

    begin: datetime
    end: datetime | None


@dataclass(frozen=True)
class Extension:
    """A period added to the one that runs."""

    at: datetime
    period: Period


@dataclass(frozen=True)
class Run:
    """What counts after the last fresh start: from when, with which pauses and extensions."""

    start: datetime
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    reset: bool = False


def run(received: datetime, events: Sequence[ClockEvent], hours: OfficeHours) -> Run:
    """Fold the events into the run that is under way; an order that cannot be is refused."""
    start, last, reset = received, received, False
    pauses: list[Pause] = []
    extensions: list[Extension] = []
    for event in events:
        at = hours.local(event.at)
        paused = bool(pauses) and pauses[-1].end is None
        _possible(event, at, received, last, paused)
        if event.kind == "pause":
            pauses.append(Pause(at, None))
        elif event.kind == "resume":
            pauses[-1] = Pause(pauses[-1].begin, at)
        elif event.period is not None:
            extensions.append(Extension(at, event.period))
        else:
            start, reset, pauses, extensions = at, True, [], []
        last = at
    return Run(start, tuple(pauses), tuple(extensions), reset)


def _possible(event: ClockEvent, at: datetime, received: datetime, last: datetime, paused: bool) -> None:
    name, when = _KOREAN[event.kind], f"{at:%Y-%m-%d %H:%M}"
    if at < received:
        raise CannotCount(
            f"The {event.kind} at {when} comes before receipt at {received:%Y-%m-%d %H:%M}.",
            f"{when}의 {name}이(가) 접수 시각 {received:%Y-%m-%d %H:%M}보다 빠릅니다.",
        )
    if at < last:
        raise CannotCount(
            f"The {event.kind} at {when} comes before the event it follows, at {last:%Y-%m-%d %H:%M}; "
            "give events in order of time.",
            f"{when}의 {name}이(가) 앞의 사건({last:%Y-%m-%d %H:%M})보다 빠릅니다. "
            "시간 순서대로 적어 주십시오.",
        )
    if event.kind == "resume" and not paused:
        raise CannotCount(
            f"The clock cannot resume at {when}: it is not paused.",
            f"{when}에 시계를 재개할 수 없습니다. 정지되어 있지 않습니다.",
        )
    if event.kind == "pause" and paused:
        raise CannotCount(
            f"The clock cannot pause at {when}: it is paused already.",
            f"{when}에 시계를 정지할 수 없습니다. 이미 정지되어 있습니다.",
        )
