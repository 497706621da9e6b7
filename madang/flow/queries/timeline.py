"""What happened in a case, in plain words, and who looked at it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from madang.flow import sealed
from madang.flow.casefile import flow_of
from madang.flow.entitlement import said
from madang.flow.models import Case
from madang.ground.events.queries import Event, stream
from madang.ground.law.queries import Period
from madang.ground.organisations.queries import Unit
from madang.ground.people.queries import Person
from madang.ui.words import both, in_language, language, when


@dataclass(frozen=True)
class Step:
    """One entry of the timeline: what, when, by whom, and what was written."""

    seq: int
    type: str
    at: datetime
    title: str
    who: str
    text: str
    via: str
    holder: str


@dataclass(frozen=True)
class Look:
    """That somebody looked at the case or fetched data of the person: who, when, what for."""

    at: datetime
    who: str
    what: str
    purpose: str
    basis: str


FOR_OFFICIALS = frozenset(
    {"assigned", "noted", "viewed", "looked_up", "migrated", "document_failed", "escalated", "erasure_asked"}
)


def timeline(case: Case, *, for_official: bool) -> list[Step]:
    """The case's events as steps; the applicant is spared what concerns only the office."""
    events = list(stream(case.pk))
    if not for_official:
        events = [event for event in events if event.type not in FOR_OFFICIALS]
    texts = sealed.texts(case.pk)
    names, units = _names(events), _units(events)
    if case.applicant and (pseudonym := case.state.get("applicant")):
        names[pseudonym] = both(case.applicant, "name")[0]
    return [_step(case, event, texts, names, units) for event in events if event.type != "viewed"]


def looks(case: Case) -> list[Look]:
    """Who looked at the data of a case, the newest first."""
    events = list(stream(case.pk).filter(type__in=["viewed", "looked_up"]).order_by("-seq"))
    names = _names(events)
    return [
        Look(
            at=event.recorded_at,
            who=_who(event, names),
            what=in_language(event.data.get("what")) or _("The case was read"),
            purpose=in_language(event.data.get("purpose")),
            basis=in_language(event.data.get("basis")),
        )
        for event in events
    ]


def _names(events: list[Event]) -> dict[int, str]:
    ids = {event.actor_id for event in events if event.actor_id}
    ids |= {
        event.authority["holder_id"]
        for event in events
        if event.authority and event.authority.get("holder_id")
    }
    ids |= {event.data["person"] for event in events if event.data.get("person")}
    return {person.pk: both(person, "name")[0] for person in Person.objects.filter(pk__in=ids)}


def _units(events: list[Event]) -> dict[int, str]:
    ids = {event.data["unit"] for event in events if event.data.get("unit")}
    return {unit.pk: both(unit, "name")[0] for unit in Unit.objects.filter(pk__in=ids)}


def _who(event: Event, names: Mapping[int, str]) -> str:
    return names.get(event.actor_id, _("a person who was erased")) if event.actor_id else _("by rule")


def _step(
    case: Case,
    event: Event,
    texts: Mapping[tuple[int, str], str],
    names: Mapping[int, str],
    units: Mapping[int, str],
) -> Step:
    authority = event.authority or {}
    written = [texts[event.seq, name] for name in TEXTS if (event.seq, name) in texts]
    return Step(
        seq=event.seq,
        type=event.type,
        at=event.effective_at,
        title=_title(case, event, names, units),
        who=_who(event, names),
        text="\n".join(written),
        via=authority.get("via", ""),
        holder=names.get(authority.get("holder_id", 0), ""),
    )


TEXTS = ("reason", "answer", "opinion", "objection", "note")


def _title(case: Case, event: Event, names: Mapping[int, str], units: Mapping[int, str]) -> str:
    data: Mapping[str, Any] = event.data
    if event.type in {"moved", "withdrawn", "deemed"}:
        return _moved(case, event)
    if event.type == "transferred" and data.get("by_rule"):
        return _("Handed on by rule to %(unit)s, which follows the unit that ended") % {
            "unit": units.get(data["unit"], "")
        }
    if event.type == "due_moved" and data.get("revoked"):
        return _("The due date moved because %(holiday)s is no longer a holiday") % {"holiday": _day(data)}
    told = {
        **data,
        "holiday": _day(data),
        "unit": units.get(data.get("unit") or 0, ""),
        "person": names.get(data.get("person") or 0, _("nobody")),
        "period": Period.parse(data["period"]).words(language()) if data.get("period") else "",
    }
    title = _TITLES.get(event.type)
    return title() % told if title else event.type


def _day(data: Mapping[str, Any]) -> str:
    return when(date.fromisoformat(data["holiday"])) if data.get("holiday") else ""


_TITLES: dict[str, Callable[[], str]] = {
    "received": lambda: _("Received under number %(number)s"),
    "asked": lambda: _("The applicant was asked; the clock stands still"),
    "answered": lambda: _("The applicant answered; the clock goes on"),
    "opinion_asked": lambda: _("An opinion was asked of %(unit)s"),
    "opinion_given": lambda: _("%(unit)s gave its opinion"),
    "extended": lambda: _("The time was extended by %(period)s"),
    "transferred": lambda: _("Handed to the right place: %(unit)s"),
    "assigned": lambda: _("Assigned to %(person)s"),
    "reopened": lambda: _("The applicant objected; the case was opened again"),
    "migrated": lambda: _("Moved to a newer version of the rules"),
    "due_moved": lambda: _("The due date moved because %(holiday)s was decreed a holiday"),
    "document_issued": lambda: _("The document was issued"),
    "document_failed": lambda: _("The document could not be made yet; it is tried again"),
    "document_revoked": lambda: _("The document %(certificate)s was revoked"),
    "erasure_asked": lambda: _("The erasure of the personal data was asked for"),
    "looked_up": lambda: _("Data was fetched from a register"),
    "corrected": lambda: _("The answers were corrected"),
    "noted": lambda: _("A note was written"),
    "felt": lambda: _("The citizen said whether it helped"),
    "escalated": lambda: _("Those responsible were told that time runs out"),
    "erased": lambda: _("The personal data was erased"),
}


def _moved(case: Case, event: Event) -> str:
    flow, to = flow_of(case.definition), event.data["to"]
    if event.type == "withdrawn":
        return _("The applicant took the application back")
    place = flow.ends.get(to) or flow.stages.get(to)
    title = said(place.title) if place else to
    if event.type == "deemed":
        return _("Decided by silence of the office: %(end)s") % {"end": title}
    if event.data.get("by_rule"):
        return _("By rule: %(place)s") % {"place": title}
    return title
