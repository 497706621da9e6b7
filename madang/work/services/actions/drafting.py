"""Verbs of an application that is not sent yet: begin, save, add and remove files, discard."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from madang.flow.queries import Definition
from madang.ground.organisations.queries import Government
from madang.ground.people.queries import Person
from madang.lib import uploads
from madang.work.services import folders
from madang.work.services.actions.fetching import Asking, Fetched, fetch, fresh
from madang.work.services.definition import ServiceDefinition
from madang.work.services.errors import Gone, NotOffered, TooManyDrafts, TooManyFiles
from madang.work.services.folders import Content, StoredFile
from madang.work.services.models import Attachment, Draft, Folder
from madang.work.services.queries.catalogue import Service, promise_of, service, unit_answering
from madang.work.services.rules import (
    DRAFT_KEPT,
    DRAFTS_AT_ONCE,
    DRAFTS_AT_ONCE_FOR_OFFICIALS,
    FILES_AT_ONCE,
)


@transaction.atomic
def begin(
    service_key: str,
    *,
    government: Government,
    person: Person | None,
    channel: str = "web",
    consents: Mapping[str, bool] | None = None,
    applicant: Mapping[str, Any] | None = None,
    by: Person,
) -> Draft:
    """Begin an application and fetch what registers know.

    Where `by` is not the person, an official enters it for a caller; `applicant` tells the name and how to
    reach somebody without an account.
    """
    found = offered(service_key, government)
    _within_limits(by, for_another=person != by)
    now = timezone.now()
    folder, key = folders.new_folder(uuid4(), government.pk)
    content = Content(consents=dict(consents or {}), applicant=dict(applicant or {}))
    fetched = fetch(Asking(found.promise, folder.pk, person, {}, content.consents))
    content.evidence, content.looks = fetched.evidence, fetched.looks
    return Draft.objects.create(
        folder=folder,
        government=government,
        service=service_key,
        definition=found.definition,
        person=person,
        entered_by=None if person == by else by,
        channel=channel,
        sealed=folders.seal_content(folder.pk, key, content),
        started_at=now,
        updated_at=now,
    )


def offered(service_key: str, government: Government, at: datetime | None = None) -> Service:
    """The service as it can be applied for at this government, or NotOffered."""
    found = service(service_key, at=at)
    if (
        found is None
        or not found.promise.can_be_applied_for
        or unit_answering(found.promise, government, at) is None
    ):
        raise NotOffered
    return found


def _within_limits(by: Person, *, for_another: bool) -> None:
    most = DRAFTS_AT_ONCE_FOR_OFFICIALS if for_another else DRAFTS_AT_ONCE
    mine = (
        Draft.objects.filter(entered_by=by)
        if for_another
        else Draft.objects.filter(person=by, entered_by=None)
    )
    if mine.count() >= most:
        raise TooManyDrafts(most)


def taken(draft_id: UUID) -> tuple[Draft, Content]:
    """The draft with its content, locked until the transaction ends; Gone where there is none."""
    row = (
        Draft.objects.select_for_update(of=("self",))
        .select_related("folder", "government", "definition", "person", "entered_by")
        .defer("definition__body")
        .filter(pk=draft_id)
        .first()
    )
    if row is None:
        raise Gone
    return row, folders.content_of(row)


def put_back(draft: Draft, content: Content) -> None:
    """Seal the content again."""
    draft.sealed = folders.seal_content(draft.pk, folders.key_of(draft.folder), content)
    draft.updated_at = timezone.now()
    draft.save(update_fields=["sealed", "updated_at", "definition"])


@transaction.atomic
def save(
    draft_id: UUID, answers: Mapping[str, Any], *, complete: bool, definition: Definition, by: Person
) -> Draft:
    """Keep what was filled in so far; `complete` when the form of this version found nothing wrong."""
    draft, content = taken(draft_id)
    draft.definition = definition
    content.answers, content.complete = dict(answers), complete
    asking = asking_for(draft, content, promise_of(definition))
    if not fresh(Fetched(content.evidence, content.looks), asking):
        _fetch_into(content, asking)
    put_back(draft, content)
    return draft


def asking_for(draft: Draft, content: Content, promise: ServiceDefinition) -> Asking:
    """What the registers are asked for a draft."""
    return Asking(promise, draft.pk, draft.person, content.answers, content.consents)


def _fetch_into(content: Content, asking: Asking) -> None:
    fetched = fetch(asking)
    content.evidence, content.looks = fetched.evidence, content.looks + fetched.looks


@transaction.atomic
def fetch_again(draft_id: UUID, *, by: Person) -> Draft:
    """Ask the registers once more, for example because one did not answer."""
    draft, content = taken(draft_id)
    found = offered(draft.service, draft.government)
    _fetch_into(content, asking_for(draft, content, found.promise))
    put_back(draft, content)
    return draft


@transaction.atomic
def take_new_version(draft_id: UUID, *, by: Person) -> Draft:
    """Put the draft under the version that is in force now; it has to be checked again."""
    draft, content = taken(draft_id)
    found = offered(draft.service, draft.government)
    draft.definition, content.complete = found.definition, False
    _fetch_into(content, asking_for(draft, content, found.promise))
    put_back(draft, content)
    return draft


def attach(
    draft_id: UUID, field: str, data: bytes, name: str, *, accept: Collection[str], max_bytes: int, by: Person
) -> StoredFile:
    """Add a file to a draft; `uploads.Refused` says why one cannot be taken.

    It is inspected before the draft is locked, since a PDF may take a second.
    """
    checked = uploads.inspect(data, name, accept=accept, max_bytes=max_bytes)
    with transaction.atomic():
        draft, _ = taken(draft_id)
        if draft.folder.attachments.count() >= FILES_AT_ONCE:
            raise TooManyFiles(FILES_AT_ONCE)
        return store(draft.folder, field, data, checked)


def store(folder: Folder, field: str, data: bytes, checked: uploads.Accepted) -> StoredFile:
    """Put a file that was inspected, sealed, into a folder."""
    key, id = folders.key_of(folder), uuid4()
    row = Attachment.objects.create(
        id=id,
        government_id=folder.government_id,
        folder=folder,
        field=field,
        name=folders.seal_name(folder.pk, id, key, checked.name),
        kind=checked.kind,
        media_type=checked.media_type,
        size=checked.size,
        sha256=checked.sha256,
        added_at=timezone.now(),
    )
    folders.write(folder.pk, id, key, data)
    return StoredFile(id, field, checked.name, row.kind, row.media_type, row.size, row.sha256, row.added_at)


@transaction.atomic
def detach(draft_id: UUID, attachment_id: UUID, *, by: Person) -> None:
    """Take a file out of a draft; a file that is gone already is no error."""
    draft, _ = taken(draft_id)
    if draft.folder.attachments.filter(pk=attachment_id).delete()[0]:
        folders.remove_after_commit(draft.pk, [attachment_id])


@transaction.atomic
def discard(draft_id: UUID, *, by: Person | None) -> None:
    """Delete a draft with its answers and files, for good."""
    draft, _ = taken(draft_id)
    erase_folder(draft.folder)


def erase_folder(folder: Folder) -> None:
    """Destroy a folder's key, what was sealed under it and its files."""
    folders.remove_after_commit(folder.pk, folder.attachments.values_list("pk", flat=True))
    folder.delete()


def discard_old(*, at: datetime | None = None, by: Person | None) -> int:
    """Delete the drafts that nobody touched for 30 days; how many there were."""
    before = (at or timezone.now()) - DRAFT_KEPT
    old = Draft.objects.filter(updated_at__lt=before).values_list("pk", flat=True)
    count = 0
    for draft_id in list(old[:1000]):
        discard(draft_id, by=by)
        count += 1
    return count
