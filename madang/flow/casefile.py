"""The case file: a case taken from the shelf, written in, and put back.

Taking it locks the case until the transaction ends. Every entry is an event; when the file is put back,
the rows that say how the case stands follow from the events.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from madang.flow import inboxes, rules, sealed, shelf
from madang.flow.definition import Actor, FlowDefinition
from madang.flow.errors import NotPossible
from madang.flow.lateness import next_at
from madang.flow.models import Case, Definition, WorkItem
from madang.flow.rules import Happened, State
from madang.flow.shelf import Taken
from madang.ground.events import actions as log
from madang.ground.events.queries import Event, done_before
from madang.ground.law import queries as law
from madang.ground.organisations import queries as organisations
from madang.ground.organisations.queries import Authority
from madang.ground.people.queries import Person


def flow_of(definition: Definition) -> FlowDefinition:
    """The part of a published definition that says how its cases move."""
    return _parsed(definition.pk, definition.hash)


@lru_cache(maxsize=256)
def _parsed(pk: int, content_hash: str) -> FlowDefinition:
    body = Definition.objects.values_list("body", flat=True).get(pk=pk)
    return FlowDefinition.of(body)


def title_of(definition: Definition) -> dict[str, str]:
    """What a published definition is called, {ko, en}."""
    return _title(definition.pk, definition.hash)


@lru_cache(maxsize=256)
def _title(pk: int, content_hash: str) -> dict[str, str]:
    title: dict[str, str] = Definition.objects.values_list("body__title", flat=True).get(pk=pk)
    return title


def happened(event: Event) -> Happened:
    """The event as the fold reads it."""
    return Happened(event.type, event.effective_at, event.data, event.actor_id)


class CaseFile:
    """A case that is being worked on: its row, its definition and its state after each entry."""

    def __init__(self, case: Case, state: State | None) -> None:
        self.case = case
        self.flow = flow_of(case.definition)
        self._state = state
        self.events: list[Event] = []
        self.taken_as: Taken | None = None
        self.decreed: Mapping[str, list[law.Decreed]] | None = None  # by calendar, if known

    @classmethod
    def taken(cls, case_id: UUID, *, by: Person | None = None, key: UUID | None = None) -> "CaseFile":
        """The file of this case, locked until the transaction ends.

        Whose own posts are asked for (`by`), and the key of an act that may have been done before, are looked up
        by the same message, behind the lock.
        """
        found = shelf.take(case_id, by, key)
        file = cls(found.case, found.state)
        file.taken_as, file.decreed = found, found.decreed
        return file

    @property
    def state(self) -> State:
        assert self._state is not None  # a new file has a state from its first entry on
        return self._state

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What is known in the case, with what the conditions of definitions may ask of the case itself."""
        return {
            **sealed.facts(self.case.pk),
            "case": {"channel": self.case.channel, "outcome": self.case.outcome},
        }

    @cached_property
    def key(self) -> bytes | None:
        """The key under which the case's texts are sealed; nothing once it was erased."""
        if self.taken_as is None:
            return sealed.key_of(self.case)
        return sealed.unwrapped(self.taken_as.wrapped)

    def done(self, key: UUID) -> Event | None:
        """The event that the same act left before."""
        return done_before(self.case.pk, key)

    def done_already(self) -> Event | None:
        """The event that the act left before whose key was given when the file was taken."""
        done = self.taken_as.done if self.taken_as else None
        return Event.objects.get(pk=done) if done else None

    def own_authorities(self, person: Person, at: datetime) -> list[Authority]:
        """What the person may act as by own posts, as they stood when the file was taken."""
        posts = self.taken_as.posts if self.taken_as else None
        if posts is None or posts.person != person.pk:
            return organisations.own_authorities(person, at=at)
        return posts.authorities(at)

    def moment(self, at: datetime | None) -> datetime:
        """When an act takes effect: now, or the moment given, if that lies between the last change and now."""
        now = timezone.now()
        if at is not None and not self.state.last_at <= at <= now:
            raise NotPossible(_("The time given must lie between the last entry and now."))
        return at or now

    def enter(
        self,
        type: str,
        data: Mapping[str, Any] | None = None,
        *,
        texts: Mapping[str, str] | None = None,
        authority: Mapping[str, Any] | None = None,
        at: datetime | None = None,
        key: UUID | None = None,
        by: Person | None,
    ) -> Event:
        """Write one event into the file and let the state follow."""
        case = self.case
        seq = case.version + 1
        hashes = sealed.put(case.pk, seq, texts, self.key) if texts and any(texts.values()) else {}
        entry = log.Entry(
            stream=case.pk,
            seq=seq,
            previous=bytes(case.head),
            government_id=case.government_id,
            type=type,
            data={**(data or {}), **({"sealed": hashes} if hashes else {})},
            authority=dict(authority) if authority else None,
            effective_at=at,
            key=key or uuid4(),
            alias=self._alias(data or {}, by),
        )
        event = log.append(entry, by=by)
        self._follow(event)
        return event

    def _alias(self, data: Mapping[str, Any], by: Person | None) -> int | None:
        """What the log says for the applicant, who acts in the own case; nothing for anybody else."""
        if by is None or by.pk != self.case.applicant_id:
            return None
        pseudonym: int | None = self._state.applicant if self._state else data.get("applicant")
        return pseudonym

    def _follow(self, event: Event) -> None:
        entry = happened(event)
        self._state = rules.begin(entry) if self._state is None else rules.apply(self._state, entry)
        self.case.version, self.case.head = event.seq, bytes(event.hash)
        self.events.append(event)

    @cached_property
    def ground(self) -> dict[str, Any]:
        """By what the case's clock is counted: calendar, office hours and the holidays decreed so far."""
        government = self.case.government
        calendar = self.flow.clock.calendar or government.calendar
        decreed = law.decreed(calendar) if self.decreed is None else self.decreed.get(calendar, [])
        hours = organisations.office_hours(government)
        return {"calendar": calendar, "office_hours": hours, "decreed": decreed}

    def due(self) -> law.Due:
        """When the law wants the case decided, as known now, with the arithmetic."""
        return law.due(**rules.question(self.flow, self.state), **self.ground)

    def due_at(self) -> datetime | None:
        """When the law wants the case decided, as known now; nothing while the clock stands still."""
        return law.due_at(**rules.question(self.flow, self.state), **self.ground)

    def put_back(self, *, new: bool = False) -> None:
        """Bring the case's row and what waits in inboxes to what the events say."""
        project(self.case, self.state, self.due_at())
        if new:
            shelf.add(self.case, self.state)
        else:
            shelf.put(self.case, self.state)
        inboxes.put(self.case.pk, self._items())

    def put_back_as_told(self) -> None:
        """Put the file back after entries that left the case as it stands: inboxes and due date stay."""
        self.case.state = self.state.model_dump(mode="json")
        shelf.put(self.case, self.state)

    def _items(self) -> list[WorkItem]:
        state = self.state
        if state.status == "closed":
            return []
        stage = self.flow.stages[state.stage]
        items = []
        if stage.by:
            actor = self.flow.actors[stage.by]
            unit = self.unit_of(actor)
            items.append(self._item("stage", state.stage, unit, actor.role, state.since, stage.within))
            items[0].assignee_id = state.assignee
            items[0].waiting = state.status == "waiting"
            due_at = items[0].due_at if state.status == "open" else None
            items[0].late_at = next_at(stage, state.stage, state.since, due_at, state.raised)
        for opinion in state.open_opinions:
            ref = f"{opinion.number}"
            items.append(self._item("opinion", ref, opinion.unit, "expert", opinion.asked_at, opinion.within))
        return items

    def _item(
        self, kind: str, ref: str, unit: int, role: str, since: datetime, within: str | None
    ) -> WorkItem:
        due_at = self.case.due_at
        if within and self.state.status == "open":
            stage_due = self.counted(since, within)
            due_at = min(due_at, stage_due) if due_at else stage_due
        return WorkItem(
            government_id=self.case.government_id,
            case=self.case,
            applicant_id=self.case.applicant_id,
            kind=kind,
            ref=ref,
            unit_id=unit,
            role=role,
            since=since,
            due_at=due_at,
            service=self.case.definition.key,
        )

    def counted(self, since: datetime, period: str) -> datetime:
        """The end of a period that begins at a moment, counted as the case's clock counts."""
        counted = law.due_at(rule=self.flow.clock.rule, received=since, period=period, **self.ground)
        assert counted is not None  # without events the clock never stands still
        return counted

    def objection_until(self, closed_at: datetime, within: str) -> datetime:
        """The end of the time to object: remedies run by the calendar, whatever clock the case has."""
        until = law.due_at(rule="calendar-days", received=closed_at, period=within, **self.ground)
        assert until is not None  # as above
        return until

    def unit_of(self, actor: Actor) -> int:
        """The unit in which an actor acts in this case."""
        if actor.unit == "owner":
            return self.state.unit
        return self.unit_of_key(actor.unit)

    def unit_of_key(self, key: str) -> int:
        """The unit of that key in the case's government today."""
        government = self.case.government
        unit = organisations.number_of_unit(government.pk, key, organisations.today_in(government))
        if unit is None:
            raise NotPossible.because_no_unit(key, government)
        return unit


def project(case: Case, state: State, due_at: datetime | None) -> None:
    """Set the columns of a case's row to what its state says."""
    case.stage = state.stage
    case.status = state.status
    case.outcome = state.outcome
    case.unit_id = state.unit
    case.assignee_id = state.assignee
    case.closed_at = state.closed_at
    case.due_at = due_at
    case.state = state.model_dump(mode="json")
