"""What every act does at its end: pass automatic stages, and tell those who listen."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from madang.flow import letters, rules
from madang.flow.casefile import CaseFile
from madang.flow.events import CaseChanged, CaseClosed
from madang.lib.news import announce

CLOSING = frozenset({"moved", "withdrawn", "deemed"})


T = TypeVar("T")


def pass_through(file: CaseFile, *, at: datetime) -> None:
    """Enter a move for every automatic stage that the case now passes by rule."""
    for stage in rules.settle(file.flow, file.state.stage, lambda: file.facts):
        enter_move(file, stage, {"by_rule": True}, at=at)


def enter_move(file: CaseFile, to: str, data: dict[str, object], *, at: datetime) -> None:
    """Enter a move made by rule, not by a person."""
    end = rules.end_of(file.flow, to)
    outcome = {"outcome": end.outcome} if end else {}
    file.enter("moved", {"from": file.state.stage, "to": to, **outcome, **data}, at=at, by=None)


def each(of: Iterable[T], do: Callable[[T], bool]) -> int:
    """Do something to every one, in a transaction each; how many it was done to.

    One that fails does not hold up the others; its error is raised at the end, so that the job is seen to fail.
    """
    done, failed = 0, None
    for one in of:
        try:
            done += do(one)
        except Exception as error:
            failed = failed or error
    if failed is not None:
        raise failed
    return done


def announce_all(file: CaseFile) -> None:
    """Write to those concerned and announce every event of the act, and the end if it was reached."""
    for event in file.events:
        letters.tell(file, event)
        announce(CaseChanged(file.case, event.type))
    closing = next((e for e in file.events if e.type in CLOSING and e.data.get("outcome")), None)
    if closing is not None:
        end = rules.end_of(file.flow, file.state.stage)
        document = end.document if end else None
        announce(CaseClosed(file.case, file.state.stage, file.state.outcome, document))
