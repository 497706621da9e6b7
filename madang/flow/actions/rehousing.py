"""When a unit ends: its cases, and the opinions asked of it, go to the unit that follows."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from madang.flow.actions.leading import announce_all
from madang.flow.casefile import CaseFile, project
from madang.flow.entitlement import as_record
from madang.flow.errors import NotPossible
from madang.flow.letters import warn_of_end
from madang.flow.models import Case
from madang.flow.queries.ended import may_share_out, waiting
from madang.ground.organisations.queries import Authority, Unit, today_in
from madang.ground.people.queries import Person
from madang.lib.together import at_once


def rehouse(ended: Unit, successor: Unit, *, by: Person | None) -> int:
    """Hand every case of a unit that ended to its successor, each in a transaction of its own; how many.

    Open cases go first, and their applicants are told. Closed ones follow, so that somebody can read them and
    hear objections. May be stopped and begun again. Where nobody in the successor could go on with a case, it
    stays, and the heads of the successor are told how many.
    """
    moved, stuck = 0, 0
    for case_id in [*_open(ended), *_closed(ended)]:
        try:
            moved += _rehouse(case_id, ended, successor, by)
        except NotPossible:
            stuck += 1
    if stuck:
        warn_of_end(ended, [successor], stuck)
    return moved


def warn_of_split(ended: Unit, successors: Sequence[Unit]) -> int:
    """Tell the heads that the open cases of a unit wait for somebody to say which successor takes which; how many."""
    count = waiting(ended).count()
    if count:
        warn_of_end(ended, successors, count)
    return count


def hand_over(cases: Iterable[UUID], ended: Unit, successor: Unit, *, by: Person) -> int:
    """A head gives open cases of a unit that ended to a unit that follows it; how many went.

    Cases that are gone by now are passed over; whoever takes the last open one takes the closed ones, too.
    `NotPossible` where the person may not do it, or that unit cannot take them.
    """
    now = timezone.now()
    authority = may_share_out(ended, by, at=now)
    if authority is None:
        raise NotPossible(
            _("Only a head of a unit that follows, or of the unit above, hands these cases on.")
        )
    if successor.government_id != ended.government_id or not successor.holds_on(
        today_in(ended.government, now)
    ):
        raise NotPossible(_("That unit does not exist today. Please choose the one that follows it."))
    chosen = sorted(waiting(ended).filter(pk__in=list(cases)).values_list("pk", flat=True))
    for case_id in chosen:
        _rehouse(case_id, ended, successor, by, authority)
    if not waiting(ended).exists():  # with the last open one goes what was decided before, for objections
        for case_id in _closed(ended):
            _rehouse(case_id, ended, successor, by, authority)
    return len(chosen)


def _open(ended: Unit) -> list[UUID]:
    return list(waiting(ended).order_by("due_at", "pk").values_list("pk", flat=True))


def _closed(ended: Unit) -> list[UUID]:
    closed = Case.objects.filter(unit=ended, status=Case.Status.CLOSED)
    return list(closed.order_by("pk").values_list("pk", flat=True))


@at_once
def _rehouse(
    case_id: UUID, ended: Unit, successor: Unit, by: Person | None, authority: Authority | None = None
) -> bool:
    file = CaseFile.taken(case_id)
    owned = file.state.unit == ended.pk
    asked = any(opinion.unit == ended.pk for opinion in file.state.open_opinions)
    if owned or asked:
        said = {"from": ended.pk, "unit": successor.pk, "by_rule": True}
        file.enter("transferred", said, authority=as_record(authority) if authority else None, by=by)
    if file.state.status == "closed":  # the due date stays as it was known when the case was decided
        project(file.case, file.state, file.case.due_at)
        file.put_back_as_told()
    else:
        file.put_back()  # also finds anew what waits in a unit of which the definition names the key
    announce_all(file)
    return owned or asked
