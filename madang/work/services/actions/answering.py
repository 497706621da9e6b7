"""The applicant answers what the office asked, with files if need be."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from madang.flow import actions as flow
from madang.flow.queries import Case, facts_of
from madang.ground.events.queries import Event, done_before
from madang.ground.people.queries import Person
from madang.lib import uploads
from madang.work.services import folders
from madang.work.services.actions.drafting import store
from madang.work.services.errors import TooManyFiles
from madang.work.services.models import Folder
from madang.work.services.queries.files import ANY_KIND, most_bytes
from madang.work.services.rules import FILES_AT_ONCE

LATER = "supplements"


def answer(
    case_id: UUID, *, text: str, files: Sequence[tuple[str, bytes]] = (), key: UUID, by: Person
) -> Event:
    """Answer with a text, files (name, content) or both; the clock goes on. The same key again changes nothing.

    Files are inspected before the case is locked; `uploads.Refused` names the one that cannot be taken.
    """
    if len(files) > FILES_AT_ONCE:
        raise TooManyFiles(FILES_AT_ONCE)
    checked = [_inspected(name, data) for name, data in files]
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
        if (before := done_before(case_id, key)) is not None:
            return before
        if case.applicant_id != by.pk or not files:
            return flow.answer(case_id, text=text, key=key, by=by)
        return flow.answer(case_id, text=text, facts=_with_files(case, checked), key=key, by=by)


def _inspected(name: str, data: bytes) -> tuple[bytes, uploads.Accepted]:
    try:
        return data, uploads.inspect(data, name, accept=ANY_KIND, max_bytes=most_bytes(None))
    except uploads.Refused as why:
        raise why.about(name) from None


def _with_files(case: Case, checked: list[tuple[bytes, uploads.Accepted]]) -> dict[str, Any]:
    """The facts of the case with the files, which are put into its folder."""
    folder = Folder.objects.filter(pk=case.pk).first() or folders.new_folder(case.pk, case.government_id)[0]
    given = [store(folder, LATER, data, accepted).as_fact() for data, accepted in checked]
    facts = facts_of(case.pk)
    return {**facts, LATER: [*facts.get(LATER, []), *given]}
