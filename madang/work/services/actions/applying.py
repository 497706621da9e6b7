"""Applying: a draft is sent, or an application is received in one go."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.utils import timezone

from madang.flow import actions as flow
from madang.flow.queries import Case
from madang.ground.organisations.queries import Government
from madang.ground.people.queries import Person
from madang.lib import uploads
from madang.work.services import folders
from madang.work.services.actions.drafting import asking_for, offered, store, taken
from madang.work.services.actions.fetching import Asking, Fetched, fetch, fresh, missing
from madang.work.services.errors import EvidenceMissing, FormChanged, Gone, NotComplete, NotOffered
from madang.work.services.folders import Content
from madang.work.services.models import Draft
from madang.work.services.queries.catalogue import Service, promise_of, unit_answering
from madang.work.services.queries.facts import applicant_facts
from madang.work.services.queries.files import accepted_kinds, most_bytes
from madang.work.services.rules import Difference


@transaction.atomic
def send(draft_id: UUID, *, by: Person) -> Case:
    """Send a draft; sent twice, it is one case. FormChanged where a newer version asks something else."""
    try:
        draft, content = taken(draft_id)
    except Gone:
        return _sent_before(draft_id, by)
    found = offered(draft.service, draft.government)
    if Difference(promise_of(draft.definition), found.promise).matters:
        raise FormChanged
    if not content.complete:
        raise NotComplete
    fetched = _fresh(found, draft, content)
    _nothing_missing(found, fetched)
    case = _receive(found, draft, content, fetched, by=by)
    draft.delete()
    return case


def _sent_before(draft_id: UUID, by: Person) -> Case:
    case = Case.objects.filter(pk=draft_id).first()
    if case is None:
        raise Gone
    return case


def _fresh(found: Service, draft: Draft, content: Content) -> Fetched:
    """What the registers say: as fetched within the last hour, else fetched now."""
    known = Fetched(content.evidence, content.looks)
    asking = asking_for(draft, content, found.promise)
    if fresh(known, asking):
        return known
    fetched = fetch(asking)
    return Fetched(fetched.evidence, content.looks + fetched.looks)


def _nothing_missing(found: Service, fetched: Fetched) -> None:
    lacking = missing(found.promise, fetched.evidence)
    if lacking:
        raise EvidenceMissing(", ".join(lacking))


def _receive(found: Service, draft: Draft, content: Content, fetched: Fetched, *, by: Person) -> Case:
    answers = {**content.answers, **_files_as_facts(draft)}
    applicant = {**applicant_facts(found.promise, draft.person, timezone.now()), **content.applicant}
    return _file(
        found,
        id=draft.pk,
        government=draft.government,
        person=draft.person,
        facts={"form": answers, "evidence": fetched.evidence, "applicant": applicant},
        looks=fetched.looks,
        channel=draft.channel,
        by=by,
    )


def _files_as_facts(draft: Draft) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for file in folders.files_of(draft.folder):
        found.setdefault(file.field, []).append(file.as_fact())
    return found


def _file(
    found: Service,
    *,
    id: UUID,
    government: Government,
    person: Person | None,
    facts: Mapping[str, Any],
    looks: Iterable[Mapping[str, Any]],
    channel: str,
    at: datetime | None = None,
    by: Person | None,
) -> Case:
    unit = unit_answering(found.promise, government, at)
    if unit is None:
        raise NotOffered
    case = flow.receive(
        found.definition,
        id=id,
        government=government,
        unit=unit,
        applicant=person,
        facts=facts,
        channel=channel,
        at=at,
        by=by,
    )
    for number, look in enumerate(looks):
        flow.record(id, "looked_up", look, key=uuid5(id, f"look-{number}"), by=None)
    case.refresh_from_db()
    return case


@transaction.atomic
def apply(
    service_key: str,
    government: Government,
    person: Person | None,
    answers: Mapping[str, Any],
    attachments: Iterable[tuple[str, str, bytes]] = (),
    *,
    id: UUID | None = None,
    consents: Mapping[str, bool] | None = None,
    applicant: Mapping[str, Any] | None = None,
    channel: str = "web",
    at: datetime | None = None,
    by: Person | None,
) -> Case:
    """Apply in one go: fetch the evidence, seal the answers, receive the case; the same id again is one case.

    `attachments` are (question, file name, content). `at` is when it was received, if not now. Consent to
    every look-up is taken as given unless `consents` says otherwise.
    """
    case_id = id or uuid4()
    if (existing := Case.objects.filter(pk=case_id).first()) is not None:
        return existing
    found = offered(service_key, government, at)
    agreed = dict.fromkeys(found.promise.evidence, True) | dict(consents or {})
    fetched = fetch(Asking(found.promise, case_id, person, answers, agreed, at))
    _nothing_missing(found, fetched)
    files = _store_all(case_id, government, found, attachments)
    known = {**applicant_facts(found.promise, person, at or timezone.now()), **(applicant or {})}
    return _file(
        found,
        id=case_id,
        government=government,
        person=person,
        facts={"form": {**answers, **files}, "evidence": fetched.evidence, "applicant": known},
        looks=fetched.looks,
        channel=channel,
        at=at,
        by=by,
    )


def _store_all(
    case_id: UUID, government: Government, found: Service, attachments: Iterable[tuple[str, str, bytes]]
) -> dict[str, list[dict[str, Any]]]:
    folder, _ = folders.new_folder(case_id, government.pk)
    stored: dict[str, list[dict[str, Any]]] = {}
    for field, name, data in attachments:
        question = found.promise.form.get(field)
        checked = uploads.inspect(data, name, accept=accepted_kinds(question), max_bytes=most_bytes(question))
        stored.setdefault(field, []).append(store(folder, field, data, checked).as_fact())
    return stored
