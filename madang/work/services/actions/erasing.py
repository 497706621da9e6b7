"""Erasing the person from an application: all that leads to it goes with the case's own texts."""

from uuid import UUID

from django.db import transaction

from madang.ground.people.queries import Person
from madang.work.services.actions.drafting import erase_folder
from madang.work.services.actions.reporting import take_report_away
from madang.work.services.certificates.actions import erase_for_case
from madang.work.services.models import Folder, SurveyLink


@transaction.atomic
def erase_application(case_id: UUID, *, by: Person | None) -> None:
    """Erase files, public page, documents and survey link of a case; flow erases the answers."""
    take_report_away(case_id, by=by)
    SurveyLink.objects.filter(case=case_id).delete()
    erase_for_case(case_id, by=by)
    folder = Folder.objects.filter(pk=case_id).first()
    if folder is not None:
        erase_folder(folder)
