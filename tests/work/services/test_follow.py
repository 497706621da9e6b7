"""The applicant follows a case: answers, objects, says whether it helped; the office's looks are told."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from madang.flow import actions as flow
from madang.flow.models import Case
from madang.flow.queries import facts_of
from madang.ground.notices.models import Notice
from madang.ground.people.models import Person
from madang.work.services import actions, jobs, queries
from madang.work.services.models import OpenReport, SurveyLink
from tests import people
from tests.work.services.offered import clerk_of, offer
from tests.work.services.test_apply import small_picture
from tests.work.services.test_pages_of_citizens import as_, text

pytestmark = pytest.mark.django_db

SAID = {
    "category": "road",
    "place": {"address": "마당로 3 앞"},
    "description": "비밀 이야기",
    "danger": False,
}


def reported(**more: Any) -> Case:
    offer("inconvenience-report")
    citizen = people.kim_haneul()
    return actions.apply("inconvenience-report", people.city(), citizen, SAID, by=citizen, **more)


def act(case: Case, name: str, by: Person, reason: str = "") -> None:
    changed = Case.objects.get(pk=case.pk).state["changed"]
    flow.act(case.pk, name, changed=changed, key=uuid4(), reason=reason, by=by)
    case.refresh_from_db()


def closed() -> Case:
    case, clerk = reported(), clerk_of("living-environment")
    act(case, "explain", clerk, "다른 기관의 도로입니다.")
    return case


def test_a_question_is_answered_with_a_text_and_a_file_and_the_clock_goes_on() -> None:
    case, clerk = reported(), clerk_of("living-environment")
    act(case, "ask", clerk, "어느 쪽 차로입니까?")
    client = as_(people.kim_haneul())
    page = f"/my/cases/{case.pk}/"
    assert "어느 쪽 차로입니까?" in text(client.get(page))
    assert "We need an answer from you" in text(client.get("/my/cases/"))
    empty = client.post(f"{page}answer/", {"text": "", "key": str(uuid4())})
    assert empty.status_code == 422
    false = SimpleUploadedFile("a.pdf", b"MZ program", "application/pdf")
    refused = client.post(f"{page}answer/", {"text": "왼쪽", "key": str(uuid4()), "files": false})
    assert "a.pdf" in refused.content.decode(), "the answer names the file that cannot be taken"
    assert refused.status_code == 422
    assert "왼쪽" in text(refused)
    key = str(uuid4())
    for _ in range(2):
        given = SimpleUploadedFile("길.png", small_picture(), "image/png")
        answer = client.post(f"{page}answer/", {"text": "왼쪽", "key": key, "files": given})
        assert answer["Location"] == page
    case.refresh_from_db()
    assert case.status == "open"
    [file] = queries.files_of(case.pk)
    assert file.name == "길.png"
    assert facts_of(case.pk)["supplements"][0]["name"] == "길.png"
    assert facts_of(case.pk)["form"]["description"] == "비밀 이야기"


def test_a_public_report_tells_only_what_its_definition_names() -> None:
    case = reported()
    report = OpenReport.objects.get(case=case)
    assert set(report.shown) == {"form.category", "form.place", "form.danger"}
    page = text(as_().get(f"/reports/{case.number}/"))
    assert "마당로 3 앞" in page
    for secret in ("비밀", "김하늘", "Kim Haneul"):
        assert secret not in page
    assert case.number in text(as_().get("/reports/?q=마당로"))
    assert case.number not in text(as_().get("/reports/?q=바다로"))
    assert case.number in text(as_().get("/reports/?status=open&service=inconvenience-report"))
    assert case.number not in text(as_().get("/reports/?status=closed"))


def test_the_state_at_the_office_and_what_was_felt_stand_apart() -> None:
    case = closed()
    client = as_(people.kim_haneul())
    client.post(f"/my/cases/{case.pk}/felt/", {"felt": "not-solved"})
    page = text(as_().get(f"/reports/{case.number}/"))
    assert "Closed with an explanation" in page
    assert "Not solved, says the person who reported" in page
    case.refresh_from_db()
    assert case.status == "closed"
    assert as_(people.lee_doyun()).post(f"/my/cases/{case.pk}/felt/", {"felt": "solved"}).status_code == 404
    client.post(f"/my/cases/{case.pk}/felt/", {"felt": "wonderful"})
    assert OpenReport.objects.get().felt == "not-solved"


def test_a_public_photo_bears_nothing_of_the_camera(monkeypatch: pytest.MonkeyPatch) -> None:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Secret camera"
    Image.new("RGB", (60, 40), "grey").save(out, "JPEG", exif=exif)
    case = reported(attachments=[("photo", "길.jpg", out.getvalue())])
    projection = queries.public_report(case)
    assert projection is not None
    if not projection.photos:  # the shipped definition keeps the photo closed
        assert not OpenReport.objects.get(case=case).photos
        return
    jobs.clean_photos(case_id=str(case.pk))
    [photo] = OpenReport.objects.get(case=case).photos
    shown: Any = as_().get(f"/reports/{case.number}/photos/{photo}/")
    assert b"Secret camera" not in shown.content
    assert Image.open(BytesIO(shown.content)).size == (60, 40)


def test_whoever_got_a_decision_is_asked_once_whether_it_helped() -> None:
    case = closed()
    link = SurveyLink.objects.get(case=case)
    notice = Notice.objects.get(kind="case.survey")
    assert link.token in notice.link
    assert notice.person == people.kim_haneul()
    page = text(as_(people.kim_haneul()).get(f"/my/cases/{case.pk}/"))
    assert f"/survey/{link.token}/" in page


def test_an_objection_reopens_the_case_within_its_period() -> None:
    offer("environmental-permit")
    people.choi_junho()
    citizen = people.kim_haneul()
    said = {
        "facility": "air",
        "site_place": {"address": "공단로 1"},
        "start_on": "2027-01-01",
        "contact": "010-1234-5678",
    }
    case = actions.apply("environmental-permit", people.city(), citizen, said, by=citizen)
    act(case, "accept", people.jung_yujin())
    act(case, "propose_refusal", people.jung_yujin(), "서류 부족")
    act(case, "refuse", people.oh_serin(), "주거 지역입니다.")
    client, page = as_(citizen), f"/my/cases/{case.pk}/"
    shown = text(client.get(page))
    assert "주거 지역입니다." in shown
    assert "You may object within 60 days" in shown
    client.post(f"{page}object/", {"text": "주거 지역이 아닙니다.", "key": str(uuid4())})
    case.refresh_from_db()
    assert (case.status, case.stage) == ("open", "objection")
    assert "주거 지역이 아닙니다." in text(client.get(page))


def test_erasing_takes_the_public_page_and_the_files_away() -> None:
    case = closed()
    flow.erase(case.pk, basis="request", by=people.choi_junho())
    assert as_().get(f"/reports/{case.number}/").status_code == 404
    assert queries.files_of(case.pk) == []
    assert as_(people.kim_haneul()).get(f"/my/cases/{case.pk}/").status_code == 404
