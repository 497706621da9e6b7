"""Legal time: how much of the law's own time each case used, when it was due by it, and which were late."""

from dataclasses import dataclass

import numpy as np

from madang.ground.law.queries import CannotCount, ClockEvent, Period, Unit
from madang.insight.evidence.measures.arrays import NEVER, Flags, Ints
from madang.insight.evidence.measures.office import Clock, Office, moment
from madang.lib.commands import BadInput

STOPS = {"pause", "resume", "reset"}
HOUR = 3_600_000_000
Stops = dict[int, list[tuple[str, int]]]


@dataclass(frozen=True)
class Legal:
    """Of each case when it was due (microseconds of UTC, NEVER if nobody can say) and the legal time used.

    `used` is in hours of working time where `in_hours`, else in days that count.
    """

    due: Ints
    used: np.typing.NDArray[np.float64]
    in_hours: Flags
    stopped: int  # cases whose clock was stopped or set anew

    def late(self, ended: Ints, still_open: Flags, now: int) -> Flags:
        """Which cases ended after they were due, or are open and past it."""
        known = self.due != NEVER
        late: Flags = known & (np.where(still_open, now, ended) > self.due)
        return late


def legal_time(office: Office, clock: Clock, received: Ints, ended: Ints, stops: Stops) -> Legal | None:
    """Count every case by the clock; None where a case lies outside the years that the calendar knows.

    Raises BadInput for a rule or period that does not exist.
    """
    try:
        Period.parse(clock.period)
        found = office.counted(clock, received, ended)
    except CannotCount as error:
        if "knows the years" in str(error):
            return None
        raise BadInput(str(error)) from None
    used = np.where(found.in_hours, found.used / HOUR, found.used).astype(np.float64)
    due = _utc(found.due, received, office)
    for case, events in stops.items():
        told = [ClockEvent(kind, moment(at)) for kind, at in events if kind in STOPS]  # type: ignore[arg-type]  # the set says which
        if told:
            counted = office.due_with(clock, int(received[case]), told)
            due[case] = NEVER if counted is None else counted
            used[case] -= _stood_still(office, events, int(ended[case]), bool(found.in_hours[case]))
    return Legal(due, np.maximum(used, 0.0), found.in_hours, len(stops))


def _utc(local: Ints, near: Ints, office: Office) -> Ints:
    """Moments of the office's clock as UTC; the offset is that of the moment itself."""
    from madang.insight.evidence import times

    moments, _ = times.to_utc(local, office.hours.zone)
    return moments


def _stood_still(office: Office, events: list[tuple[str, int]], ended: int, in_hours: bool) -> float:
    """Working hours, or working days, in which the clock stood still before the end."""
    begun, still = None, 0.0
    for kind, at in [*sorted(events, key=lambda one: one[1]), ("resume", ended)]:
        if kind == "pause" and begun is None:
            begun = at
        elif kind in ("resume", "reset") and begun is not None:
            hours = np.diff(office.worked(np.array([begun, max(at, begun)], np.int64)))[0] / HOUR
            still += float(hours) if in_hours else float(hours) * HOUR / office.hours.a_day
            begun = None
    return still


def unit_of(legal: Legal, period: str) -> str:
    """In what the legal time is told: working hours where every case is counted in hours, else days."""
    if legal.in_hours.all():
        return "working_hours"
    kind = Period.parse(period).unit
    return "days" if kind in (Unit.WEEKS, Unit.MONTHS, Unit.YEARS) else "counted_days"
