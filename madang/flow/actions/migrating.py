"""Moving running cases to a newer version of their definition: rehearsed first, recorded for each case."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from madang.flow.actions.leading import announce_all
from madang.flow.casefile import CaseFile, flow_of
from madang.flow.errors import NotPossible
from madang.flow.models import Case, Definition
from madang.ground.people.queries import Person
from madang.lib.together import at_once


@dataclass(frozen=True)
class Move:
    """A plan: the cases of these versions go to that one; stages that changed their name are mapped."""

    to: Definition
    stages: Mapping[str, str]


@dataclass(frozen=True)
class Verdict:
    """What the plan means for one case; `problem` is empty where it can move."""

    case: UUID
    number: str
    version: int
    stage: str
    new_stage: str
    problem: str


def rehearse(move: Move) -> Iterator[Verdict]:
    """What would happen to every open case of older versions, changing nothing."""
    for case in _open_cases(move).iterator(chunk_size=1000):
        yield _verdict(move, case)


def migrate(move: Move, *, by: Person) -> list[Verdict]:
    """Carry the plan out: each case that can move moves in its own transaction; the verdicts are returned."""
    return [_move_one(move, case.pk, by) for case in _open_cases(move).iterator(chunk_size=1000)]


@at_once
def _move_one(move: Move, case_id: UUID, by: Person) -> Verdict:
    file = CaseFile.taken(case_id)
    verdict = _verdict(move, file.case)
    if verdict.problem or file.case.definition_id == move.to.pk:  # the second of two clicks came later
        return verdict
    before = file.case.definition
    file.case.definition = move.to
    file.flow = flow_of(move.to)
    try:
        with transaction.atomic():
            file.enter(
                "migrated",
                {
                    "from": before.hash,
                    "definition": move.to.hash,
                    "from_stage": verdict.stage,
                    "stage": verdict.new_stage,
                },
                key=uuid4(),
                by=by,
            )
            file.put_back()
    except NotPossible as error:
        return Verdict(case_id, verdict.number, verdict.version, verdict.stage, verdict.new_stage, str(error))
    announce_all(file)
    return verdict


def _open_cases(move: Move):  # type: ignore[no-untyped-def]  # a queryset; its generic type says less than the name
    return (
        Case.objects.exclude(status=Case.Status.CLOSED)
        .filter(definition__kind=move.to.kind, definition__key=move.to.key)
        .exclude(definition=move.to)
        .select_related("definition")
        .order_by("received_at")
    )


def _verdict(move: Move, case: Case) -> Verdict:
    new_stage = move.stages.get(case.stage, case.stage)
    flow = flow_of(move.to)
    problem = ""
    if new_stage not in flow.stages:
        problem = _("The new version has no stage “%(stage)s”; say in the plan where such cases go.") % {
            "stage": new_stage
        }
    elif flow.stages[new_stage].auto:
        problem = _("“%(stage)s” is passed by rule; a case cannot wait there.") % {"stage": new_stage}
    return Verdict(case.pk, case.number, case.definition.version, case.stage, new_stage, problem)
