"""Keeping the public page of a case at what `queries.public_report` allows."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.flow import actions as flow
from madang.flow.queries import Case
from madang.ground.people.queries import Person
from madang.lib import uploads
from madang.work.services import folders
from madang.work.services.errors import CannotApply
from madang.work.services.models import Folder, OpenReport
from madang.work.services.queries.reports import photo_place, public_report


@transaction.atomic
def bring_report_up_to_date(case_id: UUID, *, by: Person | None) -> OpenReport | None:
    """Write, change or take away the public page of a case, as its definition says."""
    case = Case.objects.select_related("definition", "government").defer("definition__body").get(pk=case_id)
    projection = public_report(case)
    if projection is None:
        take_report_away(case_id, by=by)
        return None
    return OpenReport.objects.update_or_create(
        case=case,
        defaults={
            "government": case.government,
            "service": case.definition.key,
            "shown": projection.shown,
            "bigrams": projection.words,
            "received_at": case.received_at,
        },
    )[0]


def clean_photos(case_id: UUID, *, by: Person | None) -> int:
    """Put the photos of a public case on the disk without what the camera wrote into them; how many."""
    case = Case.objects.select_related("definition").filter(pk=case_id).first()
    folder = Folder.objects.filter(pk=case_id).first()
    projection = public_report(case) if case and folder else None
    if folder is None or projection is None:
        return 0
    cleaned = [photo for photo in projection.photos if _clean(folder, photo)]
    if not OpenReport.objects.filter(case=case_id).update(photos=cleaned):
        for photo in cleaned:  # taken away while they were cleaned
            photo_place(photo).unlink(missing_ok=True)
        return 0
    return len(cleaned)


def _clean(folder: Folder, photo: UUID) -> bool:
    data = folders.read(folder, photo)
    if data is None:
        return False
    place = photo_place(photo)
    if place.exists():
        return True
    try:
        cleaned = uploads.clean_photo(data)
    except uploads.Refused:  # a picture that cannot be cleaned is not shown
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    new = place.with_suffix(".new")
    new.write_bytes(cleaned)
    new.replace(place)
    return True


@transaction.atomic
def take_report_away(case_id: UUID, *, by: Person | None) -> None:
    """Take the public page of a case and its photos away."""
    row = OpenReport.objects.filter(case=case_id).first()
    if row is None:
        return
    places = [photo_place(photo) for photo in row.photos]
    row.delete()

    def remove() -> None:
        for place in places:
            place.unlink(missing_ok=True)

    transaction.on_commit(remove)


@transaction.atomic
def say_felt(case_id: UUID, felt: str, *, at: datetime | None = None, by: Person) -> OpenReport:
    """The person who reported says whether it is solved on the spot; kept apart from the office's state."""
    row = (
        OpenReport.objects.select_for_update(of=("self",)).select_related("case").filter(case=case_id).first()
    )
    if row is None or row.case.applicant_id != by.pk or row.case.status != Case.Status.CLOSED:
        raise CannotApply(_("You can say whether it helped as soon as your own report is closed."))
    if felt not in OpenReport.Felt.values:
        raise CannotApply(_("Please choose one of the answers."))
    if row.felt != felt:
        flow.record(case_id, "felt", {"felt": felt}, by=by)
        row.felt, row.felt_at = felt, at or timezone.now()
        row.save(update_fields=["felt", "felt_at"])
    return row
