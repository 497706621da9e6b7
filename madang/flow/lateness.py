"""When time runs out at a stage: the moments at which somebody is told, as the definition has them. Pure."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple

from madang.flow.definition import Late, Stage


class Escalation(NamedTuple):
    """A rule of a stage, named so that it is made once, and the moment from which it applies."""

    rule: str
    percent: int
    at: datetime
    late: Late


def escalations_of(stage: Stage, ref: str, since: datetime, due_at: datetime) -> Iterator[Escalation]:
    """Every escalation of a stage in which a case waits since then and is due at that moment."""
    whole = due_at - since
    for late in stage.late:
        percent = int(late.at.rstrip("%"))
        at = since + whole * percent / 100 if due_at > since else since
        yield Escalation(f"{ref}:{since.isoformat()}:{percent}", percent, at, late)


def next_at(
    stage: Stage, ref: str, since: datetime, due_at: datetime | None, raised: Collection[str]
) -> datetime | None:
    """The moment of the next escalation that was not made yet; nothing while the clock stands still."""
    if due_at is None:
        return None
    to_come = (each.at for each in escalations_of(stage, ref, since, due_at) if each.rule not in raised)
    return min(to_come, default=None)
