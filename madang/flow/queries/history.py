"""What was done in cases, step by step, without names and answers: for measuring, not for reading files."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from madang.flow.models import Case, Definition
from madang.flow.rules import TELLING
from madang.ground.events.queries import Event
from madang.ground.organisations.queries import Unit

APPLICANT = "applicant"
# Entries that tell of no work on the case: who looked, who has it on the desk, what the office moved about.
ASIDE = (TELLING - {"viewed"}) | {"assigned", "corrected"}
CLOCK = {"asked": "pause", "answered": "resume", "extended": "extend", "reopened": "reset"}
SAID = ("stream", "seq", "type", "effective_at", "actor_id", "authority", "data")
Said = tuple[UUID, int, str, datetime, int | None, dict[str, Any] | None, dict[str, Any]]


@dataclass(frozen=True)
class Work:
    """One step of a case: what was done, by what post in what role, when, and since when it could be done."""

    seq: int
    activity: str  # the name of the act in the definition, else the kind of the event
    kind: str
    at: datetime
    enabled: datetime  # when the case had come to where this could be done
    start: datetime | None  # when the official who did it last opened the case before
    stage: str
    version: int | None
    unit: str
    role: str | None
    post: str | None
    automated: bool
    clock: str | None


@dataclass(frozen=True)
class History:
    """A case as its row says it stands, and its steps in order."""

    case: UUID
    government: str
    zone: str
    service: str
    channel: str
    received_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    outcome: str
    steps: list[Work]


def changed_since(moment: datetime | None) -> list[tuple[UUID, str, datetime]]:
    """The cases about which anything was recorded from the moment on (none: all), with government and receipt."""
    cases = Case.objects.order_by("received_at", "id")
    if moment is not None:
        cases = cases.filter(pk__in=Event.objects.filter(recorded_at__gte=moment).values("stream"))
    return list(cases.values_list("pk", "government__code", "received_at"))


def histories(of: Iterable[UUID]) -> Iterator[History]:
    """The history of each of these cases, by four queries in all."""
    ids = list(of)
    cases = {
        row[0]: row[1:]
        for row in Case.objects.filter(pk__in=ids).values_list(
            "pk", "government__code", "government__time_zone", "definition__key", "channel", "received_at",
            "due_at", "closed_at", "outcome",
        )
    }  # fmt: skip
    names = _Names(
        dict(Definition.objects.values_list("hash", "version")), dict(Unit.objects.values_list("pk", "key"))
    )
    events = Event.objects.filter(stream__in=ids).exclude(type__in=ASIDE).order_by("stream", "seq")
    for case, said in groupby(events.values_list(*SAID).iterator(chunk_size=5000), key=lambda row: row[0]):
        if case in cases:
            yield History(case, *cases[case], steps=list(_Follower(names).steps(said)))


@dataclass(frozen=True)
class _Names:
    versions: Mapping[str, int]
    units: Mapping[int, str]


@dataclass
class _Follower:
    """Follows the events of one case as `rules` folds them, as far as measuring needs it."""

    names: _Names
    stage: str = ""
    unit: int = 0
    version: int | None = None
    applicant: int | None = None
    since: datetime | None = None
    waiting: bool = False
    opinions: list[tuple[int, datetime]] = field(default_factory=list)
    looks: dict[int, datetime] = field(default_factory=dict)

    def steps(self, events: Iterable[Said]) -> Iterator[Work]:
        for said in events:
            _, _, kind, at, actor, _, data = said
            if kind == "viewed":
                self.looks[actor or 0] = at
                continue
            if kind == "received":
                self.applicant = data.get("applicant")
                self.unit, self.version = data["unit"], self.names.versions.get(data["definition"])
            if kind != "migrated" and not _rehoused(kind, data):
                yield self._step(said)
            self._follow(kind, at, data)

    def _step(self, said: Said) -> Work:
        _, seq, kind, at, actor, authority, data = said
        authority = authority or {}
        own = not authority and actor is not None and actor == self.applicant
        enabled = min(self._enabled(kind, data) or at, at)
        return Work(
            seq=seq,
            activity=data.get("act") or (data["to"] if kind == "moved" else kind),
            kind=kind,
            at=at,
            enabled=enabled,
            start=self._start(at, enabled, actor, own),
            stage=self.stage,
            version=self.version,
            unit=self.names.units.get(authority.get("unit_id", self.unit), ""),
            role=APPLICANT if own else authority.get("role"),
            post=APPLICANT if own else f"post-{authority['post_id']}" if "post_id" in authority else None,
            automated=actor is None,
            clock=self._clock(kind, data),
        )

    def _enabled(self, kind: str, data: Mapping[str, Any]) -> datetime | None:
        if kind == "opinion_given":
            return next((asked for number, asked in self.opinions if number == data["opinion"]), self.since)
        return self.since

    def _start(self, at: datetime, enabled: datetime, actor: int | None, own: bool) -> datetime | None:
        """By rule at once; by an official from the last look at the case since it waited; else not known."""
        if actor is None:
            return at
        looked = None if own else self.looks.get(actor)
        return looked if looked is not None and enabled <= looked <= at else None

    def _clock(self, kind: str, data: Mapping[str, Any]) -> str | None:
        if kind == "moved" and self.waiting:  # decided although the applicant did not answer in time
            return "resume"
        if kind == "transferred" and data.get("other_government"):
            return "reset"
        return CLOCK.get(kind)

    def _follow(self, kind: str, at: datetime, data: Mapping[str, Any]) -> None:
        if kind == "received":
            self.stage, self.since = data["stage"], at
        elif kind == "opinion_asked":
            self.opinions.append((len(self.opinions) + 1, at))
        elif kind == "migrated":
            self.version = self.names.versions.get(data["definition"], self.version)
            self.stage = data.get("stage") or self.stage
        elif _rehoused(kind, data):
            self.unit = data["unit"] if data["from"] == self.unit else self.unit
        elif kind not in {"opinion_given", "extended"}:
            self.stage = data.get("to") or data.get("stage") or self.stage
            self.unit = data.get("unit") or self.unit
            self.waiting = kind == "asked"
            self.since = at


def _rehoused(kind: str, data: Mapping[str, Any]) -> bool:
    """Whether a case only went to the unit that follows one that ended."""
    return kind == "transferred" and bool(data.get("by_rule"))
