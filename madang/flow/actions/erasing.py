"""Erasing the person from a case: key, texts and name go; hash, decision and statistics stay."""

from uuid import UUID

from django.utils.translation import gettext as _

from madang.flow import sealed
from madang.flow.actions.leading import announce_all
from madang.flow.casefile import CaseFile
from madang.flow.errors import NotPossible
from madang.ground.events.queries import Event, stream
from madang.ground.notices import actions as notices
from madang.ground.people.queries import Person
from madang.lib.together import at_once


@at_once
def erase(case_id: UUID, *, basis: str, by: Person) -> Event:
    """Erase what is personal in a closed case; `basis` is the rule or request that demands it. Twice is once."""
    file = CaseFile.taken(case_id)
    if file.state.status != "closed":
        raise NotPossible(_("A case can be erased only after it is closed."))
    if (before := stream(case_id).filter(type="erased").first()) is not None:
        return before
    event = file.enter("erased", {"basis": basis}, by=by)
    sealed.erase(case_id)
    notices.forget(case_id, by=by)
    file.case.applicant = None
    file.put_back_as_told()
    announce_all(file)
    return event
