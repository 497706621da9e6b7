"""Work, waiting and its causes once more, in plain Python as the definitions say: slow, short and without arrays."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from madang.ground.law.queries import working_seconds

CAUSES = ("batching", "contention", "priority", "unavailable", "extraneous")
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Item:
    """A row of a log: work from its start, or a moment."""

    case: str
    activity: str
    time: datetime
    resource: str = ""
    start: datetime | None = None
    enabled: datetime | None = None

    @property
    def begin(self) -> datetime:
        return self.start if self.start and self.start <= self.time else self.time


@dataclass(frozen=True)
class Wait:
    """A stretch in which nobody worked on a case, and the work that ended it."""

    item: Item
    since: datetime
    ready: datetime  # as the log states it, or when the case was left


def worked(start: datetime, end: datetime) -> float:
    return working_seconds(start, end)


def told(items: Sequence[Item]) -> dict[str, Any]:
    """Processing and waiting of each case, and the waiting of all by cause, in seconds."""
    cases: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        cases[item.case].append(item)
    processing, waits, ready = {}, [], {}
    for case, inside in cases.items():
        inside.sort(key=lambda item: item.begin)
        reached = None
        processing[case] = timedelta()
        for item in inside:
            ready[id(item)] = min(item.enabled or reached or item.begin, item.begin)
            if reached is not None and item.begin > reached:
                waits.append(Wait(item, reached, ready[id(item)]))
            since = item.begin if reached is None else max(item.begin, reached)
            processing[case] += max(item.time - since, timedelta())
            reached = item.time if reached is None else max(reached, item.time)
    causes = dict.fromkeys(CAUSES, 0.0)
    for wait in waits:
        for cause, seconds in split(wait, waits, items, ready).items():
            causes[cause] += seconds
    return {
        "processing": {case: span.total_seconds() for case, span in processing.items()},
        "waiting": sum((wait.item.begin - wait.since).total_seconds() for wait in waits),
        "causes": causes,
    }


def split(
    wait: Wait, waits: list[Wait], items: Sequence[Item], ready: dict[int, datetime]
) -> dict[str, float]:
    """One wait by cause."""
    item, until = wait.item, wait.item.begin
    could = min(max(wait.ready, wait.since), until)
    gathered = max(could, latest_of_batch(wait, waits) or could)
    office = worked(gathered, until)
    busy = later = 0.0
    edges = sorted({gathered, until, *(t for i in items for t in (i.begin, i.time) if gathered < t < until)})
    for low, high in pairwise(edges):
        at_work = [
            one for one in items
            if item.resource and one.resource == item.resource and one.begin <= low and one.time >= high
            and one.time > one.begin
        ]  # fmt: skip
        if at_work:
            busy += worked(low, high)
            # Of work that overlaps, that which was begun first counts.
            if ready[id(min(at_work, key=lambda one: (one.begin, items.index(one))))] > ready[id(item)]:
                later += worked(low, high)
    return {
        "batching": (gathered - could).total_seconds(),
        "contention": busy - later,
        "priority": later,
        "unavailable": (until - gathered).total_seconds() - office,
        "extraneous": office - busy + (could - wait.since).total_seconds(),
    }


def latest_of_batch(wait: Wait, waits: list[Wait]) -> datetime | None:
    """Until when the batch of a wait was gathered; nothing where there is no batch."""
    if not wait.item.resource:
        return None
    alike = [
        one for one in waits
        if (one.item.resource, one.item.activity) == (wait.item.resource, wait.item.activity)
    ]  # fmt: skip
    alike.sort(key=lambda one: one.item.begin)
    chains: list[list[Wait]] = []
    for one in alike:
        if chains and one.item.begin - chains[-1][-1].item.begin <= MINUTE:
            chains[-1].append(one)
        else:
            chains.append([one])
    chain = next(chain for chain in chains if wait in chain)
    could = {id(one): min(max(one.ready, one.since), one.item.begin) for one in chain}
    members = [one for one in chain if could[id(one)] <= chain[0].item.begin]
    if wait not in members or len({one.item.case for one in members}) < 2:
        return None
    return max(could[id(one)] for one in members)
