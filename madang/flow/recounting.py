"""Due dates of very many cases at once, counted as those of one case are."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from madang.flow.casefile import flow_of
from madang.flow.definition import FlowDefinition
from madang.flow.lateness import next_at
from madang.flow.models import Case, Definition
from madang.ground.law import queries as law
from madang.ground.organisations import queries as organisations
from madang.ground.organisations.queries import Government

period = lru_cache(maxsize=1024)(law.Period.parse)


class Standing(NamedTuple):
    """What of an open case its due date follows from; `clock` is that of its state, as it is kept."""

    case: UUID
    definition: int
    government: int
    received_at: datetime
    clock: Sequence[Mapping[str, Any]]
    due_at: datetime | None


class Waiting(NamedTuple):
    """What of an item in an inbox its due date follows from, besides the due date of its case."""

    item: int
    case: UUID
    kind: str
    ref: str
    since: datetime
    within: str | None  # the time that an opinion was given; a stage has it from the definition
    raised: Sequence[str]  # the escalations that were made in its case


class Recount:
    """Counts by the definitions and governments as they are now, each of which is read once."""

    def __init__(self) -> None:
        self.definitions: dict[int, Definition] = {}
        self.flows: dict[int, FlowDefinition] = {}
        self.governments: dict[int, Government] = {}

    def due_dates(self, cases: Sequence[Standing]) -> list[datetime | None]:
        """The due date of each case, in order."""
        self._read(cases)
        return self._counted(
            [
                (
                    case.government,
                    self._ask(
                        case, case.received_at, self.flows[case.definition].clock.period, _turns(case.clock)
                    ),
                )
                for case in cases
            ]
        )

    def item_dates(
        self, items: Sequence[Waiting], cases: Mapping[UUID, Standing], dues: Mapping[UUID, datetime | None]
    ) -> list[datetime | None]:
        """When each item of an open case is due: by its stage's or its opinion's time, or else by the case's."""
        times = [self._within(item, cases[item.case]) for item in items]
        asked = [
            (cases[item.case].government, self._ask(cases[item.case], item.since, time))
            for item, time in zip(items, times, strict=True)
            if time
        ]
        counted = iter(self._counted(asked))
        own = [next(counted) if time else None for time in times]
        pairs = zip(items, own, strict=True)
        return [min(filter(None, (dues[item.case], due)), default=None) for item, due in pairs]

    def late_dates(
        self, items: Sequence[Waiting], cases: Mapping[UUID, Standing], dues: Sequence[datetime | None]
    ) -> list[datetime | None]:
        """When the next escalation of each item applies, if it is due at these moments."""
        stages = [self.flows[cases[item.case].definition].stages.get(item.ref) for item in items]
        return [
            next_at(stage, item.ref, item.since, due, item.raised) if stage and item.kind == "stage" else None
            for item, stage, due in zip(items, stages, dues, strict=True)
        ]

    def _read(self, cases: Sequence[Standing]) -> None:
        missing = {case.definition for case in cases} - set(self.flows)
        for definition in Definition.objects.filter(pk__in=missing).defer("body") if missing else ():
            self.definitions[definition.pk] = definition
            self.flows[definition.pk] = flow_of(definition)
        unknown = {case.government for case in cases} - set(self.governments)
        self.governments |= Government.objects.in_bulk(unknown) if unknown else {}

    def _ask(
        self, case: Standing, since: datetime, time: str, turns: tuple[law.ClockEvent, ...] = ()
    ) -> law.Question:
        of = self.flows[case.definition].clock
        calendar = of.calendar or self.governments[case.government].calendar
        return law.Question(of.rule, since, period(time), turns, calendar)

    def _counted(self, asked: Sequence[tuple[int, law.Question]]) -> list[datetime | None]:
        """The answers, counted together for each government's hours and each calendar's decrees."""
        places: dict[tuple[int, str | None], list[int]] = defaultdict(list)
        for place, (government, question) in enumerate(asked):
            places[government, question.calendar].append(place)
        answers: list[datetime | None] = [None] * len(asked)
        for (government, calendar), theirs in places.items():
            dues = law.due_many(
                [asked[place][1] for place in theirs],
                office_hours=organisations.office_hours(self.governments[government]),
                decreed=law.decreed(calendar or "kr"),
            )
            for place, due in zip(theirs, dues, strict=True):
                answers[place] = due
        return answers

    def _within(self, item: Waiting, case: Standing) -> str | None:
        return item.within if item.kind == "opinion" else self.flows[case.definition].stages[item.ref].within


def _turns(clock: Sequence[Mapping[str, Any]]) -> tuple[law.ClockEvent, ...]:
    return tuple(
        law.ClockEvent(
            turn["kind"],
            datetime.fromisoformat(turn["at"]),
            period(turn["period"]) if turn["period"] else None,
        )
        for turn in clock
    )


def clock_of(kept: str) -> Sequence[Mapping[str, Any]]:
    """The clock of a state as it is kept; most have never been touched."""
    return () if kept == "[]" else json.loads(kept)


def standings(cases: QuerySet[Case]) -> Iterator[Standing]:
    """What the due dates of these cases follow from, read as a stream."""
    columns = (
        "pk",
        "definition_id",
        "government_id",
        "received_at",
        Cast("state__clock", TextField()),
        "due_at",
    )
    rows = cases.values_list(*columns)
    for case, definition, government, received_at, clock, due_at in rows.iterator(chunk_size=5000):
        yield Standing(case, definition, government, received_at, clock_of(clock), due_at)
