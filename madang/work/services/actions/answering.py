"""The applicant answers what the office asked, with files if need be."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from madang.flow import actions as flow
from madang.flow.queries import Case, facts_of
from madang.ground.events.queries import Event, done_before
from madang.ground.people.queries import Person
from madang.work.services import folders
from madang.work.services.actions.drafting import store
from madang.work.services.models import Folder
from madang.work.services.queries.files import ANY_KIND, most_bytes

LATER = "supplements"


@transaction.atomic
def answer(
    case_id: UUID, *, text: str, files: Sequence[tuple[str, bytes]] = (), key: UUID, by: Person
) -> Event:
    """Answer with a text, files (name, content) or both; the clock goes on. The same key again changes nothing."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    if (before := done_before(case_id, key)) is not None:
        return before
    if case.applicant_id != by.pk or not files:
        return flow.answer(case_id, text=text, key=key, by=by)
    folder = Folder.objects.filter(pk=case_id).first() or folders.new_folder(case_id, case.government_id)[0]
    given = [
        store(folder, LATER, data, name, accept=ANY_KIND, max_bytes=most_bytes(None)) for name, data in files
    ]
    facts = facts_of(case_id)
    facts[LATER] = [*facts.get(LATER, []), *(file.as_fact() for file in given)]
    return flow.answer(case_id, text=text, facts=facts, key=key, by=by)
