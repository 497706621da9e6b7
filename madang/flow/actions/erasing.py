"""Erasing the person from a case: key, texts and name go; hash, decision and statistics stay."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from madang.flow import sealed
from madang.flow.actions.leading import announce_all
from madang.flow.casefile import CaseFile
from madang.flow.entitlement import as_record
from madang.flow.errors import NotPossible
from madang.ground.events.queries import Event, stream
from madang.ground.notices import actions as notices
from madang.ground.organisations.queries import Authority, authorities
from madang.ground.people.queries import Person
from madang.lib.together import at_once

HEAD = "head"


@at_once
def ask_to_erase(case_id: UUID, *, basis: str, key: UUID | None = None, by: Person) -> Event:
    """An official of the unit asks that what is personal in a closed case be erased; its heads are told.

    `basis` names the rule or request and nobody: it stays in the log. Asked again, it is the first asking.
    """
    file = _closed(case_id)
    authority = _held(file, by)
    if (before := asked_to_erase(case_id)) is not None:
        return before
    if not basis.strip():
        raise NotPossible(_("Please say by which rule or request the data is erased."))
    data = {"basis": basis.strip()}
    event = file.enter("erasure_asked", data, authority=as_record(authority), key=key, by=by)
    file.put_back_as_told()
    announce_all(file)
    return event


@at_once
def confirm_erasure(case_id: UUID, *, by: Person) -> Event:
    """A head of the unit, who did not ask for it, has the personal data erased as somebody asked."""
    file = _closed(case_id)
    asked = asked_to_erase(case_id)
    if asked is None:
        raise NotPossible(_("Nobody has asked for it yet."))
    authority = _held(file, by, HEAD)
    if asked.actor_id == by.pk:
        raise NotPossible(_("Somebody else must confirm it: two people decide on an erasure."))
    return _erase(file, asked.data["basis"], authority, by)


def asked_to_erase(case_id: UUID) -> Event | None:
    """That somebody asked for the erasure of a case, if so."""
    return stream(case_id).filter(type="erasure_asked").first()


@at_once
def erase(case_id: UUID, *, basis: str, by: Person) -> Event:
    """Erase what is personal in a closed case; `basis` is the rule or request that demands it. Twice is once."""
    file = CaseFile.taken(case_id)
    if file.state.status != "closed":
        raise NotPossible(_("A case can be erased only after it is closed."))
    if (before := stream(case_id).filter(type="erased").first()) is not None:
        return before
    return _erase(file, basis, None, by)


def _erase(file: CaseFile, basis: str, authority: Authority | None, by: Person) -> Event:
    under = as_record(authority) if authority else None
    event = file.enter("erased", {"basis": basis}, authority=under, by=by)
    sealed.erase(file.case.pk)
    notices.forget(file.case.pk, by=by)
    file.case.applicant = None
    file.put_back_as_told()
    announce_all(file)
    return event


def _closed(case_id: UUID) -> CaseFile:
    file = CaseFile.taken(case_id)
    if file.state.status != "closed":
        raise NotPossible(_("A case can be erased only after it is closed."))
    if stream(case_id).filter(type="erased").exists():
        raise NotPossible(_("The personal data of this case was erased before."))
    return file


def _held(file: CaseFile, person: Person, role: str = "") -> Authority:
    """Under what authority somebody speaks for the unit of the case, in that role or in any."""
    if file.case.applicant_id == person.pk:
        raise NotPossible(_("You are the applicant. Somebody else decides on this."))
    service = file.case.definition.key
    for held in authorities(person, at=timezone.now()):
        bound = held.via == "delegate" and (role == HEAD or (held.subjects and service not in held.subjects))
        if held.unit_id == file.state.unit and role in ("", held.role) and not bound:
            return held
    raise NotPossible(
        _("Only a head of the unit of this case can do that.") if role else _("This is another unit's case.")
    )
