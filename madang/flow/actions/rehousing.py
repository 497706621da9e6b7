"""When a unit ends: its cases, and the opinions asked of it, go to the unit that follows."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from madang.flow.actions.leading import announce_all
from madang.flow.casefile import PROJECTED, CaseFile, project
from madang.flow.errors import NotPossible
from madang.flow.letters import warn_of_end
from madang.flow.models import Case, WorkItem
from madang.ground.organisations.queries import Unit
from madang.ground.people.queries import Person


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
    waiting = _waiting(ended).count()
    if waiting:
        warn_of_end(ended, successors, waiting)
    return waiting


def _waiting(ended: Unit) -> QuerySet[Case]:
    here = WorkItem.objects.filter(case=OuterRef("pk"), unit=ended)
    return Case.objects.exclude(status=Case.Status.CLOSED).filter(Q(unit=ended) | Exists(here))


def _open(ended: Unit) -> list[UUID]:
    return list(_waiting(ended).order_by("due_at", "pk").values_list("pk", flat=True))


def _closed(ended: Unit) -> list[UUID]:
    closed = Case.objects.filter(unit=ended, status=Case.Status.CLOSED)
    return list(closed.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _rehouse(case_id: UUID, ended: Unit, successor: Unit, by: Person | None) -> bool:
    file = CaseFile.taken(case_id)
    owned = file.state.unit == ended.pk
    asked = any(opinion.unit == ended.pk for opinion in file.state.open_opinions)
    if owned or asked:
        file.enter("transferred", {"from": ended.pk, "unit": successor.pk, "by_rule": True}, by=by)
    if file.state.status == "closed":  # the due date stays as it was known when the case was decided
        project(file.case, file.state, file.case.due_at)
        file.case.save(update_fields=PROJECTED)
    else:
        file.put_back()  # also finds anew what waits in a unit of which the definition names the key
    announce_all(file)
    return owned or asked
