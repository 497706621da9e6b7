"""Assigning: to whom of a unit a waiting stage goes."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from madang.flow.actions.leading import announce_all
from madang.flow.casefile import CaseFile
from madang.flow.entitlement import as_record
from madang.flow.errors import NotPossible
from madang.flow.models import WorkItem
from madang.ground.organisations.queries import Authority, authorities
from madang.ground.people.queries import Person
from madang.lib.together import at_once


@at_once
def assign(items: Iterable[int], to: Person | None, *, by: Person) -> int:
    """Assign waiting stages to a colleague of their unit (or to nobody); how many were assigned.

    Items that are gone by now are passed over.
    """
    rows = WorkItem.objects.filter(pk__in=list(items), kind=WorkItem.Kind.STAGE).order_by("case_id")
    cases = {row.case_id: row for row in rows}
    now = timezone.now()
    mine = authorities(by, at=now)
    theirs = authorities(to, at=now) if to else None
    done = 0
    for item in cases.values():
        if (entitled := _entitled(mine, item)) is None:
            raise NotPossible(_("You can assign only the work of your own unit."))
        if theirs is not None and _entitled(theirs, item) is None:
            raise NotPossible(_("%(person)s holds no post in that unit today.") % {"person": to})
        done += _assign(item, to, as_record(entitled), by)
    return done


def _entitled(held: Iterable[Authority], item: WorkItem) -> Authority | None:
    """The authority in the item's unit, and for its service where it is bound to some."""
    fitting = (a for a in held if a.unit_id == item.unit_id)
    return next((a for a in fitting if not a.subjects or item.service in a.subjects), None)


def _assign(item: WorkItem, to: Person | None, authority: dict[str, Any] | None, by: Person) -> bool:
    """Assign one stage, unless it is gone by now; whoever has it already is not told again."""
    file = CaseFile.taken(item.case_id)
    stands = WorkItem.objects.filter(
        case=item.case_id, kind=WorkItem.Kind.STAGE, ref=item.ref, unit=item.unit_id
    )
    if not stands.exists():  # somebody was quicker, before the case was locked
        return False
    if file.case.applicant_id == by.pk:
        raise NotPossible(_("You are the applicant. Nobody assigns his or her own case."))
    if file.state.assignee != (to.pk if to else None):
        file.enter("assigned", {"person": to.pk if to else None}, authority=authority, by=by)
        file.put_back()
        announce_all(file)
    return True
