"""Due dates of many cases at once, counted as those of one case are, and written by a statement for all."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from madang.flow.casefile import flow_of
from madang.flow.definition import FlowDefinition
from madang.flow.models import Case, Definition, WorkItem
from madang.ground.law import queries as law
from madang.ground.organisations import queries as organisations
from madang.ground.organisations.queries import Government

period = lru_cache(maxsize=1024)(law.Period.parse)


@dataclass(frozen=True)
class Standing:
    """What of an open case its due date follows from; `clock` is that of its state, as it is kept."""

    case: UUID
    definition: int
    government: int
    received_at: datetime
    clock: Sequence[Mapping[str, Any]]
    due_at: datetime | None


class Recount:
    """Counts by the definitions and governments as they are now, each of which is read once."""

    def __init__(self) -> None:
        self.flows: dict[int, FlowDefinition] = {}
        self.governments: dict[int, Government] = {}

    def due_dates(self, cases: Sequence[Standing]) -> list[datetime | None]:
        """The due date of each case, in order."""
        self._read(cases)
        return self._counted([(case.government, self._question(case)) for case in cases])

    def item_dates(self, items: Sequence[tuple[WorkItem, Case]]) -> list[datetime | None]:
        """When each item of an open case is due: by its stage's or its opinion's time, or else by the case's."""
        within = [self._within(item, case) for item, case in items]
        asked = [
            (case.government_id, self._ask(case.definition_id, case.government_id, item.since, time))
            for (item, case), time in zip(items, within, strict=True)
            if time
        ]
        counted = iter(self._counted(asked))
        own = [next(counted) if time else None for time in within]
        pairs = zip(items, own, strict=True)
        return [min(filter(None, (case.due_at, due)), default=None) for (_, case), due in pairs]

    def _read(self, cases: Sequence[Standing]) -> None:
        missing = {case.definition for case in cases} - set(self.flows)
        for definition in Definition.objects.filter(pk__in=missing).defer("body"):
            self.flows[definition.pk] = flow_of(definition)
        unknown = {case.government for case in cases} - set(self.governments)
        self.governments |= Government.objects.in_bulk(unknown) if unknown else {}

    def _question(self, case: Standing) -> law.Question:
        time = self.flows[case.definition].clock.period
        return self._ask(case.definition, case.government, case.received_at, time, case.clock)

    def _ask(
        self,
        definition: int,
        government: int,
        since: datetime,
        time: str,
        clock: Sequence[Mapping[str, Any]] = (),
    ) -> law.Question:
        of = self.flows[definition].clock
        turns = tuple(
            law.ClockEvent(
                turn["kind"],
                datetime.fromisoformat(turn["at"]),
                period(turn["period"]) if turn["period"] else None,
            )
            for turn in clock
        )
        calendar = of.calendar or self.governments[government].calendar
        return law.Question(of.rule, since, period(time), turns, calendar)

    def _counted(self, asked: Sequence[tuple[int, law.Question]]) -> list[datetime | None]:
        places: dict[int, list[int]] = defaultdict(list)
        for place, (key, _) in enumerate(asked):
            places[key].append(place)
        answers: list[datetime | None] = [None] * len(asked)
        for key, theirs in places.items():
            government = self.governments[key]
            dues = law.due_many(
                [asked[place][1] for place in theirs],
                office_hours=organisations.office_hours(government),
                decreed=law.decreed(government.calendar),
            )
            for place, due in zip(theirs, dues, strict=True):
                answers[place] = due
        return answers

    def _within(self, item: WorkItem, case: Case) -> str | None:
        if item.kind == WorkItem.Kind.OPINION:
            opinion = case.state["opinions"][int(item.ref) - 1]
            return str(opinion["within"]) if opinion["within"] else None
        return self.flows[case.definition_id].stages[item.ref].within


def standing(case: Case) -> Standing:
    """What the due date of a case that was read follows from."""
    return Standing(
        case.pk,
        case.definition_id,
        case.government_id,
        case.received_at,
        case.state["clock"],
        case.due_at,
    )


CASES = """
UPDATE flow_case AS held
SET due_at = moved.due_at, version = moved.version, head = moved.head,
    state = jsonb_set(held.state, '{version}', to_jsonb(moved.version))
FROM unnest(%s::uuid[], %s::timestamptz[], %s::int[], %s::bytea[]) AS moved (id, due_at, version, head)
WHERE held.id = moved.id
"""
ITEMS = """
UPDATE flow_workitem AS held SET due_at = moved.due_at
FROM unnest(%s::bigint[], %s::timestamptz[]) AS moved (id, due_at)
WHERE held.id = moved.id
"""


def write_cases(cases: Sequence[Case]) -> None:
    """Bring due date, version and head of these cases to what they are now, in row and state."""
    columns = ([getattr(case, name) for case in cases] for name in ("pk", "due_at", "version", "head"))
    with connection.cursor() as cursor:
        cursor.execute(CASES, list(columns))


def write_items(items: Sequence[WorkItem], dues: Sequence[datetime | None]) -> None:
    """Bring the due dates of these items to the given ones."""
    with connection.cursor() as cursor:
        cursor.execute(ITEMS, [[item.pk for item in items], list(dues)])
