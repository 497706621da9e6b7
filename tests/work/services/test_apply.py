"""A citizen applies: by the actions that pages, the demo and the tests share."""

from typing import Any
from uuid import uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from madang.flow.models import Case, SealedText
from madang.flow.queries import facts_of, looks
from madang.ground.events.models import Event
from madang.work.services import actions, jobs, queries
from madang.work.services.certificates.queries import of_case, pdf_of
from madang.work.services.models import Attachment, Draft, Folder
from tests import people
from tests.work.services.offered import offer

pytestmark = pytest.mark.django_db

ANSWERS = {"purpose": "bank", "members_shown": True, "copies": 1}


def certificate(**more: Any) -> Case:
    city, citizen = offer("resident-certificate"), people.kim_haneul()
    return actions.apply("resident-certificate", city, citizen, ANSWERS, by=citizen, **more)


def test_an_instant_service_is_issued_at_once_and_its_document_made_in_a_job() -> None:
    case = certificate()
    assert (case.status, case.outcome) == ("closed", "granted")
    job = ProcrastinateJob.objects.get(task_name="services.issue_document")
    assert job.args == {"case_id": str(case.pk), "document": "certificate"}
    jobs.issue_document(**job.args)
    jobs.issue_document(**job.args)
    [issued] = of_case(case.pk)
    assert (pdf_of(issued) or b"").startswith(b"%PDF")
    assert Event.objects.filter(stream=case.pk, type="document_issued").count() == 1


def test_evidence_is_fetched_and_each_look_up_is_told_to_the_citizen() -> None:
    case = certificate()
    assert facts_of(case.pk)["evidence"]["household"]["address"] == "보람도 새빛시 마당로 12"
    [look] = looks(case)
    assert "주민등록" in look.what
    assert "제29조" in look.basis
    assert look.purpose == "주민등록표 등본 발급"


def test_the_same_id_twice_is_one_case() -> None:
    id = uuid4()
    first, second = certificate(id=id), certificate(id=id)
    assert first.pk == second.pk == id
    assert Case.objects.count() == 1
    assert Event.objects.filter(stream=id, type="looked_up").count() == 1


def test_a_record_that_does_not_agree_goes_to_a_clerk() -> None:
    city, other = offer("resident-certificate"), people.lee_doyun()
    case = actions.apply("resident-certificate", city, other, ANSWERS, by=other)
    assert (case.status, case.stage) == ("open", "review")
    assert not facts_of(case.pk)["evidence"]["household"]["agrees"]


def test_answers_lie_sealed() -> None:
    offer("inconvenience-report")
    citizen = people.kim_haneul()
    said = {"category": "road", "place": {"address": "마당로 3"}, "description": "비밀 이야기"}
    case = actions.apply("inconvenience-report", people.city(), citizen, said, by=citizen)
    kept = b"".join(bytes(text.content) for text in SealedText.objects.filter(case=case))
    assert "비밀".encode() not in kept
    assert facts_of(case.pk)["form"]["description"] == "비밀 이야기"


def test_a_service_that_a_government_does_not_offer_cannot_be_applied_for() -> None:
    offer("resident-certificate")
    citizen = people.kim_haneul()
    with pytest.raises(actions.NotOffered):
        actions.apply("resident-certificate", people.neighbour(), citizen, ANSWERS, by=citizen)
    with pytest.raises(actions.NotOffered):
        actions.apply("no-such-service", people.city(), citizen, ANSWERS, by=citizen)
    assert not Folder.objects.exists()


def test_without_an_account_the_applicant_is_kept_in_the_sealed_facts() -> None:
    city, clerk = offer("resident-certificate"), people.park_seoyeon()
    case = actions.apply(
        "resident-certificate",
        city,
        None,
        ANSWERS,
        applicant={"name": "나그네", "contact": "010-0000-0000"},
        channel="counter",
        by=clerk,
    )
    assert case.applicant is None
    assert facts_of(case.pk)["applicant"]["name"] == "나그네"
    assert facts_of(case.pk)["evidence"]["household"]["problem"] == "no-identity"
    received = Event.objects.get(stream=case.pk, type="received")
    assert (received.actor, received.data["channel"]) == (clerk, "counter")


def test_files_are_judged_by_content_and_lie_sealed_on_the_disk() -> None:
    offer("inconvenience-report")
    citizen, picture = people.kim_haneul(), small_picture()
    said = {"category": "road", "place": {"address": "마당로 3"}, "description": "구멍"}
    case = actions.apply(
        "inconvenience-report", people.city(), citizen, said, [("photo", "구멍.png", picture)], by=citizen
    )
    [file] = queries.files_of(case.pk)
    assert (file.name, file.kind) == ("구멍.png", "png")
    found = queries.file_with_content(case.pk, file.id)
    assert found is not None
    assert found[1] == picture
    assert "구멍".encode() not in bytes(Attachment.objects.get().name)
    assert facts_of(case.pk)["form"]["photo"][0]["sha256"] == file.sha256
    actions.erase_application(case.pk, by=None)
    assert queries.files_of(case.pk) == []


def small_picture() -> bytes:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (40, 30), "grey").save(out, "PNG")
    return out.getvalue()


def test_drafts_are_limited_and_old_ones_are_deleted() -> None:
    from datetime import timedelta

    from django.utils import timezone

    city, citizen = offer("resident-certificate"), people.kim_haneul()
    for _ in range(20):
        actions.begin("resident-certificate", government=city, person=citizen, by=citizen)
    with pytest.raises(actions.TooManyDrafts):
        actions.begin("resident-certificate", government=city, person=citizen, by=citizen)
    assert actions.discard_old(at=timezone.now() + timedelta(days=29), by=None) == 0
    assert actions.discard_old(at=timezone.now() + timedelta(days=31), by=None) == 20
    assert not Draft.objects.exists()
    assert not Folder.objects.exists()
