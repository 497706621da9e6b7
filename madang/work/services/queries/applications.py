"""Applications as their applicant sees them: drafts, cases, files, what can be done."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from madang.flow.queries import Case, file_of, flow_of, of_applicant, visible_to
from madang.ground.events.queries import stream
from madang.ground.people.queries import Person
from madang.ground.surveys.queries import invitation_for
from madang.work.services import folders
from madang.work.services.folders import Content, StoredFile
from madang.work.services.models import Attachment, Draft, Folder, SurveyLink
from madang.work.services.queries.catalogue import KIND
from madang.work.services.rules import DRAFT_KEPT


def drafts_of(person: Person) -> QuerySet[Draft]:
    """The applications that the person began, for oneself or as an official, and did not send yet."""
    kept_since = timezone.now() - DRAFT_KEPT
    return (
        Draft.objects.filter(
            Q(person=person, entered_by=None) | Q(entered_by=person), updated_at__gt=kept_since
        )
        .select_related("government", "definition", "folder", "person")
        .defer("definition__body")  # large; what it promises is kept by its hash
        .order_by("-updated_at")
    )


def draft_of(person: Person, draft_id: UUID) -> Draft | None:
    """The person's own draft of that id."""
    return drafts_of(person).filter(pk=draft_id).first()


def content_of(draft: Draft) -> Content:
    """What was filled in so far."""
    return folders.content_of(draft)


def files_of(folder_id: UUID) -> list[StoredFile]:
    """The files of a draft or a case; none where they were erased."""
    folder = Folder.objects.filter(pk=folder_id).first()
    return folders.files_of(folder) if folder else []


def file_with_content(folder_id: UUID, attachment_id: UUID) -> tuple[StoredFile, bytes] | None:
    """A file of a draft or a case with its content. Ask only for who may read the draft or the case."""
    row = Attachment.objects.filter(folder=folder_id, pk=attachment_id).select_related("folder").first()
    if row is None or (data := folders.read(row.folder, row.pk)) is None:
        return None
    found = next((each for each in folders.files_of(row.folder) if each.id == attachment_id), None)
    return (found, data) if found else None


def cases_of(person: Person, *, only: str = "", words: str = "") -> QuerySet[Case]:
    """The person's own cases of services: all, the open or the closed ones; those whose number begins so."""
    found = of_applicant(person).filter(definition__kind=KIND)
    if only == "open":
        found = found.exclude(status=Case.Status.CLOSED)
    elif only == "closed":
        found = found.filter(status=Case.Status.CLOSED)
    return found.filter(number__startswith=words.strip()) if words.strip() else found


def case_of(person: Person, case_id: UUID) -> Case | None:
    """The person's own case of that id."""
    return of_applicant(person).select_related("filed_under").filter(pk=case_id).first()


@dataclass(frozen=True)
class Ways:
    """What the applicant can do with a case now."""

    answer: bool
    withdraw: bool
    object: bool
    object_until: datetime | None = None
    say_felt: bool = False


def ways(case: Case, *, at: datetime | None = None) -> Ways:
    """What the applicant can do with a case at the moment."""
    file, moment = file_of(case), at or timezone.now()
    end = file.flow.ends.get(case.stage)
    closed = case.status == Case.Status.CLOSED
    until = None
    if closed and end and end.reopens and end.objection_within and case.closed_at:
        until = file.objection_until(case.closed_at, end.objection_within)
    return Ways(
        answer=case.status == Case.Status.WAITING,
        withdraw=not closed and flow_of(case.definition).withdraw,
        object=bool(closed and end and end.reopens and (until is None or moment <= until)),
        object_until=until,
        say_felt=closed and hasattr(case, "open_report"),
    )


def survey_token(case: Case) -> str:
    """The token of the survey to which the applicant was invited; empty where there is none or it was used."""
    token = SurveyLink.objects.filter(case=case.pk).values_list("token", flat=True).first() or ""
    return token if token and invitation_for(token) else ""


def case_sent_by(person: Person, case_id: UUID) -> Case | None:
    """The case of that id, if the person is its applicant or entered it for somebody else."""
    case = (
        Case.objects.filter(pk=case_id, definition__kind=KIND)
        .select_related("definition", "filed_under", "government", "unit", "applicant")
        .first()
    )
    if case is None or case.applicant_id == person.pk:
        return case
    entered = stream(case_id).filter(type="received", actor=person).exists()
    # Whoever entered it sees it only as long as the case is this official's to read at all.
    return case if entered and visible_to(person).filter(pk=case_id).exists() else None
