"""Acting on a case that is under way."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from madang.flow import sealed
from madang.flow.actions.leading import announce_all, pass_through
from madang.flow.casefile import CaseFile
from madang.flow.entitlement import Possible, as_record, possible_act
from madang.flow.errors import NotPossible, Overtaken
from madang.flow.rules import end_of
from madang.ground.events.queries import Event
from madang.ground.law.queries import Period
from madang.ground.organisations.queries import Authority, Unit, authorities, today_in
from madang.ground.people.queries import Person
from madang.lib.together import at_once
from madang.ui.words import language


@at_once
def act(
    case_id: UUID,
    name: str,
    *,
    changed: int,
    key: UUID | None = None,
    reason: str = "",
    unit: Unit | None = None,
    period: str | None = None,
    at: datetime | None = None,
    by: Person,
) -> Event:
    """Do an act of the present stage: move, ask the applicant, ask an opinion, extend or transfer.

    `changed` is the case's `state["changed"]` as the person read it: if somebody acted since, `Overtaken`.
    `key` makes a repeated click harmless. `unit` says of whom an opinion is asked or to whom the case goes;
    `period` how long an answer may take or by how much the time is extended. `at` is when it took effect,
    if that is not now: authority is asked then and now.
    """
    file = CaseFile.taken(case_id, by=by)
    if file.state.changed != changed:
        if key and (before := file.done(key)) is not None:
            return before
        raise Overtaken(case_id, changed, file.state.changed)
    now = file.moment(at)
    possible = _allowed(possible_act(file, name, by, at=now), reason)
    if at is not None:  # whoever enters later what was done before must be entitled then and now
        _allowed(possible_act(file, name, by, at=timezone.now()), reason)
    type, data = _KINDS[possible.act.does](file, possible, unit, period, now)
    event = file.enter(
        type,
        {"act": name, **data},
        texts={"reason": reason.strip()},
        authority=as_record(possible.authority),
        at=now,
        key=key,
        by=by,
    )
    pass_through(file, at=now)
    file.put_back()
    announce_all(file)
    return event


def _allowed(possible: Possible | None, reason: str) -> Possible:
    if possible is None:
        raise NotPossible(
            _("There is no such act at this stage. Open the case again to see what can be done.")
        )
    if not possible.allowed:
        raise NotPossible(possible.why_not)
    if possible.reason_required and not reason.strip():
        raise NotPossible(_("Please write the reason; the applicant will read it."))
    return possible


Said = tuple[str, dict[str, Any]]


def _move(file: CaseFile, possible: Possible, unit: Unit | None, period: str | None, now: datetime) -> Said:
    to = possible.act.to
    assert to is not None  # the schema demands it of a move
    end = end_of(file.flow, to)
    return "moved", {"from": file.state.stage, "to": to, **({"outcome": end.outcome} if end else {})}


def _ask(file: CaseFile, possible: Possible, unit: Unit | None, period: str | None, now: datetime) -> Said:
    within = period or possible.act.within
    return "asked", {"until": file.counted(now, within).isoformat() if within else None}


def _ask_opinion(
    file: CaseFile, possible: Possible, unit: Unit | None, period: str | None, now: datetime
) -> Said:
    of = file.unit_of_key(possible.act.unit) if possible.act.unit else unit.pk if unit else None
    if of is None:
        raise NotPossible(_("Please choose the unit whose opinion you ask."))
    if any(opinion.unit == of for opinion in file.state.open_opinions):
        raise NotPossible(_("That unit was asked already and has not answered yet."))
    return "opinion_asked", {"unit": of, "within": period or possible.act.within}


def _extend(file: CaseFile, possible: Possible, unit: Unit | None, period: str | None, now: datetime) -> Said:
    longest = possible.act.within
    by = str(Period.parse(period)) if period else longest
    if by is None:
        raise NotPossible(_("Please say by how long the time is extended."))
    if longest and file.counted(now, by) > file.counted(now, longest):
        raise NotPossible(
            _("The time may be extended by at most %(longest)s.")
            % {"longest": Period.parse(longest).words(language())}
        )
    return "extended", {"period": by}


def _transfer(
    file: CaseFile, possible: Possible, unit: Unit | None, period: str | None, now: datetime
) -> Said:
    to = file.unit_of_key(possible.act.unit) if possible.act.unit else unit.pk if unit else None
    if to is None:
        raise NotPossible(_("Please choose the unit that is right for this case."))
    if to == file.state.unit:
        raise NotPossible(_("The case is with that unit already."))
    target = Unit.objects.select_related("government").get(pk=to)
    if not target.holds_on(today_in(target.government, now)):
        raise NotPossible(_("That unit does not exist today. Please choose the one that follows it."))
    other = target.government_id != file.case.government_id
    file.case.government = target.government
    file.case.unit = target
    return "transferred", {"unit": to, "stage": file.flow.start, "other_government": other}


_KINDS: dict[str, Callable[[CaseFile, Possible, Unit | None, str | None, datetime], Said]] = {
    "move": _move,
    "ask": _ask,
    "opinion": _ask_opinion,
    "extend": _extend,
    "transfer": _transfer,
}


@at_once
def answer(
    case_id: UUID,
    *,
    text: str,
    facts: Mapping[str, Any] | None = None,
    key: UUID | None = None,
    at: datetime | None = None,
    by: Person,
) -> Event:
    """The applicant answers what was asked; the clock goes on. `facts` replaces what the form said."""
    file, before = _own(case_id, key, by)
    if before is not None:
        return before
    if file.state.status != "waiting":
        raise NotPossible(_("Nothing is asked of you in this case at the moment."))
    if not text.strip() and facts is None:
        raise NotPossible(_("Please write your answer."))
    texts = {"answer": text.strip()}
    if facts is not None:
        texts[sealed.FACTS] = json.dumps(facts, ensure_ascii=False)
    event = file.enter("answered", texts=texts, at=file.moment(at), key=key, by=by)
    file.put_back()
    announce_all(file)
    return event


@at_once
def withdraw(
    case_id: UUID, *, reason: str = "", key: UUID | None = None, at: datetime | None = None, by: Person
) -> Event:
    """The applicant takes the application back."""
    file, before = _own(case_id, key, by)
    if before is not None:
        return before
    if file.state.status == "closed":
        raise NotPossible(_("The case is closed already."))
    if not file.flow.withdraw:
        raise NotPossible(_("This kind of case cannot be withdrawn."))
    to = next((name for name, end in file.flow.ends.items() if end.outcome == "withdrawn"), "withdrawn")
    event = file.enter(
        "withdrawn",
        {"from": file.state.stage, "to": to, "outcome": "withdrawn"},
        texts={"reason": reason.strip()},
        at=file.moment(at),
        key=key,
        by=by,
    )
    file.put_back()
    announce_all(file)
    return event


@at_once
def object_to(
    case_id: UUID, *, text: str, key: UUID | None = None, at: datetime | None = None, by: Person
) -> Event:
    """The applicant objects to the decision, which reopens the case at the stage that hears objections."""
    file, before = _own(case_id, key, by)
    if before is not None:
        return before
    end = end_of(file.flow, file.state.stage)
    if file.state.status != "closed" or end is None or end.reopens is None:
        raise NotPossible(_("There is no decision here to which an objection can be made."))
    closed_at = file.state.closed_at
    assert closed_at is not None  # a closed case has the time at which it was closed
    moment = file.moment(at)
    if end.objection_within and moment > file.objection_until(closed_at, end.objection_within):
        raise NotPossible(
            _("The time to object has passed. The notice of decision says where you can turn now.")
        )
    if not text.strip():
        raise NotPossible(_("Please write why you object."))
    event = file.enter(
        "reopened", {"stage": end.reopens}, texts={"objection": text.strip()}, at=moment, key=key, by=by
    )
    file.put_back()
    announce_all(file)
    return event


def _own(case_id: UUID, key: UUID | None, person: Person) -> tuple[CaseFile, Event | None]:
    file = CaseFile.taken(case_id, key=key)
    if file.case.applicant_id != person.pk:
        raise NotPossible(_("Only the applicant can do this."))
    return file, file.done_already()


@at_once
def give_opinion(
    case_id: UUID, *, opinion: int, text: str, key: UUID | None = None, at: datetime | None = None, by: Person
) -> Event:
    """An expert of the unit that was asked gives its opinion."""
    file = CaseFile.taken(case_id, by=by, key=key)
    if (before := file.done_already()) is not None:
        return before
    asked = file.state.opinion(opinion)
    if asked is None or asked.given_at is not None or file.state.status == "closed":
        raise NotPossible(_("This opinion was given already, or is no longer needed."))
    moment = file.moment(at)
    authority = _for_the_unit(file, asked.unit, moment, by)
    if at is not None:  # as in every act that is entered later
        _for_the_unit(file, asked.unit, timezone.now(), by)
    if not text.strip():
        raise NotPossible(_("Please write the opinion."))
    event = file.enter(
        "opinion_given",
        {"opinion": opinion, "unit": asked.unit},
        texts={"opinion": text.strip()},
        authority=as_record(authority),
        at=moment,
        key=key,
        by=by,
    )
    file.put_back()
    announce_all(file)
    return event


def _for_the_unit(file: CaseFile, unit: int, at: datetime, person: Person) -> Authority:
    """The authority under which somebody speaks for the unit that was asked."""
    service = file.case.definition.key

    def speaks(held: list[Authority]) -> Authority | None:
        fitting = (a for a in held if a.unit_id == unit and (not a.subjects or service in a.subjects))
        return next(fitting, None)

    held = speaks(file.own_authorities(person, at)) or speaks(authorities(person, at=at))
    if held is None:
        raise NotPossible(_("The opinion was asked of another unit."))
    if file.case.applicant_id == person.pk:
        raise NotPossible(_("You are the applicant. Nobody gives an opinion on his or her own case."))
    return held
