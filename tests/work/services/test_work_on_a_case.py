"""Officials work on a case: they see all that is known, do what they may, and lose nothing that they typed."""

from datetime import timedelta
from io import BytesIO
from typing import Any, cast
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pypdf import PdfWriter

from madang.flow import actions as flow
from madang.flow.models import Case, WorkItem
from madang.ground.events.models import Event
from madang.ground.people.models import Absence, Person
from madang.work.services import actions
from madang.work.services.models import Attachment
from tests import people
from tests.work.services import small_permit as permit
from tests.work.services.offered import offer

pytestmark = pytest.mark.django_db


def as_(person: Person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page_of(case: Case, part: str = "") -> str:
    return f"/office/cases/{case.pk}/{part}"


def sent(case: Case, name: str, **typed: Any) -> dict[str, Any]:
    """What the browser sends for an act, as the page showed the case."""
    typed = {"changed": Case.objects.get(pk=case.pk).state["changed"], "key": uuid4(), "reason": "", **typed}
    return {f"{name}-{field}": value for field, value in typed.items()}


def act(case: Case, name: str, by: Person, *, sure: bool = False, **typed: Any) -> HttpResponse:
    more = {"sure": "1"} if sure else {}
    return cast(
        "HttpResponse", as_(by).post(page_of(case, f"act/{name}/"), {**sent(case, name, **typed), **more})
    )


def test_the_clerk_sees_what_is_known_and_that_it_was_looked_at_is_recorded() -> None:
    case = permit.file()
    answer = as_(people.jung_yujin()).get(page_of(case))
    page = answer.content.decode()
    for shown in (
        case.number,
        "비밀 계획",
        "Kim Haneul",
        "How the due date is counted",
        "Received under number",
    ):
        assert shown in page
    assert Event.objects.filter(stream=case.pk, type="viewed", actor=people.jung_yujin()).count() == 1
    as_(people.jung_yujin()).get(page_of(case))
    assert Event.objects.filter(stream=case.pk, type="viewed").count() == 1  # once an hour


def test_acts_that_are_not_possible_say_why_not() -> None:
    case = permit.file()
    page = as_(people.oh_serin()).get(page_of(case)).content.decode()
    assert "You hold no such post here today" in page


@pytest.mark.parametrize("somebody", [people.park_seoyeon, people.stranger])
def test_officials_of_other_units_find_no_such_case(somebody: Any) -> None:
    assert as_(somebody()).get(page_of(permit.file())).status_code == 404


def test_an_official_reads_the_own_case_as_a_citizen_does() -> None:
    clerk = people.jung_yujin()
    case = permit.file(applicant=clerk)
    answer = as_(clerk).get(page_of(case))
    assert answer.status_code == 302
    assert answer["Location"] == f"/my/cases/{case.pk}/"


def test_the_clerk_forwards_the_case() -> None:
    case = permit.file()
    answer = act(case, "forward", people.jung_yujin())
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.stage == "decision"


def test_an_end_is_confirmed_first_and_the_reason_comes_along() -> None:
    case = permit.file()
    clerk = people.jung_yujin()
    answer = act(case, "refuse", clerk, reason="부지 안이 아닙니다.")
    page = answer.content.decode()
    assert "ends the case" in page
    assert "부지 안이 아닙니다." in page
    assert "object within 90 days" in page
    case.refresh_from_db()
    assert case.status == "open"
    back = as_(clerk).post(
        page_of(case, "act/refuse/"), {**sent(case, "refuse", reason="부지 안이 아닙니다."), "back": "1"}
    )
    assert "부지 안이 아닙니다." in back.content.decode()
    assert act(case, "refuse", clerk, sure=True, reason="부지 안이 아닙니다.").status_code == 302
    case.refresh_from_db()
    assert (case.status, case.outcome) == ("closed", "refused")


def test_a_refusal_without_reason_is_sent_back() -> None:
    case = permit.file()
    answer = act(case, "refuse", people.jung_yujin(), sure=True)
    assert answer.status_code == 422
    case.refresh_from_db()
    assert case.status == "open"


def test_the_same_click_twice_is_one_act() -> None:
    case, key = permit.file(), uuid4()
    form = sent(case, "forward", key=key)
    clerk = as_(people.jung_yujin())
    for _ in range(2):
        assert clerk.post(page_of(case, "act/forward/"), form).status_code == 302
    assert Event.objects.filter(stream=case.pk, type="moved", actor=people.jung_yujin()).count() == 1


def test_who_was_overtaken_sees_what_changed_and_keeps_what_was_typed() -> None:
    case = permit.file()
    form = sent(case, "refuse", reason="오래 생각하고 쓴 사유")
    permit.do(case, "extend", people.jung_yujin(), reason="현장 확인이 필요합니다.", period="5 days")
    answer = as_(people.jung_yujin()).post(page_of(case, "act/refuse/"), {**form, "sure": "1"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody else worked on this case" in page
    assert "The time was extended by" in page
    assert "오래 생각하고 쓴 사유" in page
    case.refresh_from_db()
    assert case.status == "open"
    form["refuse-changed"] = case.state["changed"]
    assert (
        as_(people.jung_yujin()).post(page_of(case, "act/refuse/"), {**form, "sure": "1"}).status_code == 302
    )


def test_what_was_typed_is_kept_even_where_the_act_is_gone() -> None:
    case = permit.file()
    form = sent(case, "refuse", reason="오래 생각하고 쓴 사유")
    permit.do(case, "forward", people.jung_yujin())
    form = {key.replace("refuse", "extend"): value for key, value in form.items()}
    answer = as_(people.jung_yujin()).post(page_of(case, "act/extend/"), form)
    assert answer.status_code == 409
    assert "오래 생각하고 쓴 사유" in answer.content.decode()


def test_asking_the_applicant_with_a_time_to_answer() -> None:
    case = permit.file()
    assert act(case, "ask", people.jung_yujin(), reason="도면?", length="3", span="days").status_code == 302
    case.refresh_from_db()
    assert case.status == "waiting"
    assert case.state["asked_until"]


@pytest.mark.parametrize("length", ["11", "0", "many"])
def test_an_extension_beyond_the_law_is_refused_at_the_form(length: str) -> None:
    case = permit.file()
    answer = act(case, "extend", people.jung_yujin(), reason="!", length=length, span="days")
    assert answer.status_code == 422
    assert WorkItem.objects.get(case=case).due_at is not None


def test_the_case_goes_to_the_unit_chosen() -> None:
    case, roads = permit.file(), people.unit("roads")
    answer = act(case, "transfer", people.jung_yujin(), reason="도로 사안입니다.", unit=roads.pk)
    assert answer["Location"] == "/office/"  # it may not be read here any more
    case.refresh_from_db()
    assert case.unit == roads


def test_the_unit_asked_sees_what_it_needs_and_gives_its_opinion() -> None:
    people.unit("environment-lab")
    case = permit.do(permit.file(), "consult", people.jung_yujin(), reason="수질은 어떻습니까?")
    expert = as_(people.han_jimin())
    first = expert.get(page_of(case))
    assert first["Location"] == page_of(case, "opinion/1/")
    page = expert.get(first["Location"]).content.decode()
    assert "수질은 어떻습니까?" in page
    assert "비밀 계획" in page
    assert "From registers" not in page
    assert expert.post(first["Location"], {"opinion": " ", "key": uuid4()}).status_code == 200
    done = expert.post(first["Location"], {"opinion": "적합합니다.", "key": uuid4()})
    assert done["Location"] == "/office/"
    assert expert.get(page_of(case)).status_code == 404
    assert "적합합니다." in as_(people.jung_yujin()).get(page_of(case)).content.decode()


def test_an_opinion_given_meanwhile_by_a_colleague_keeps_what_i_wrote() -> None:
    people.unit("environment-lab")
    case = permit.do(permit.file(), "consult", people.jung_yujin(), reason="?")
    expert = as_(people.han_jimin())
    other = people.official("lab.expert", "류시온", "Ryu Sion", "environment-lab", "expert")
    flow.give_opinion(case.pk, opinion=1, text="먼저", by=other)
    answer = expert.post(page_of(case, "opinion/1/"), {"opinion": "나중", "key": uuid4()})
    assert answer.status_code == 404  # nothing is asked of the unit any more
    assert "나중" in answer.content.decode()


def test_a_case_that_went_elsewhere_meanwhile_keeps_what_i_wrote() -> None:
    case = permit.file()
    form = sent(case, "refuse", reason="오래 생각하고 쓴 사유")
    permit.do(case, "transfer", people.jung_yujin(), reason="!", unit=people.unit("roads"))
    answer = as_(people.jung_yujin()).post(page_of(case, "act/refuse/"), form)
    assert answer.status_code == 404
    assert "오래 생각하고 쓴 사유" in answer.content.decode()


def test_i_take_a_case_and_hand_it_on() -> None:
    case, clerk = permit.file(), people.jung_yujin()
    other = people.official("env.clerk", "배지우", "Bae Jiu", "environment", "clerk")
    as_(clerk).post(page_of(case, "assign/"), {"mine": "1"})
    case.refresh_from_db()
    assert case.assignee == clerk
    as_(clerk).post(page_of(case, "assign/"), {"to": other.pk})
    case.refresh_from_db()
    assert case.assignee == other
    as_(clerk).post(page_of(case, "assign/"), {"to": "nobody"})
    case.refresh_from_db()
    assert case.assignee is None


def test_a_note_is_for_colleagues_only() -> None:
    case = permit.file()
    clerk = as_(people.jung_yujin())
    form = {"note": "전화로 확인함", "key": uuid4()}
    for _ in range(2):
        assert clerk.post(page_of(case, "note/"), form).status_code == 302
    assert clerk.get(page_of(case)).content.decode().count("전화로 확인함") == 1
    assert clerk.post(page_of(case, "note/"), {"note": "", "key": uuid4()}).status_code == 422


def test_who_decided_in_whose_place_is_shown() -> None:
    head, deputy = (
        people.oh_serin(),
        people.official("env.deputy", "남도현", "Nam Dohyeon", "environment", "clerk"),
    )
    case = permit.do(permit.file(), "forward", people.jung_yujin())
    now = timezone.now()
    Absence.objects.create(
        person=head, deputy=deputy, starts=now - timedelta(hours=1), ends=now + timedelta(days=1)
    )
    permit.do(case, "grant", deputy)
    assert "Nam Dohyeon, in place of Oh Serin" in as_(people.jung_yujin()).get(page_of(case)).content.decode()


def test_the_case_file_can_be_printed() -> None:
    case = permit.file()
    page = as_(people.jung_yujin()).get(page_of(case, "file/")).content.decode()
    assert "Case file" in page
    assert "Invented" in page
    assert as_(people.park_seoyeon()).get(page_of(case, "file/")).status_code == 404


def a_pdf() -> bytes:
    """A PDF file of one empty page."""
    file, page = BytesIO(), PdfWriter()
    page.add_blank_page(200, 200)
    page.write(file)
    return file.getvalue()


def test_what_registers_said_and_the_files_are_there_for_those_who_work_on_the_case() -> None:
    city, applicant = offer("resident-certificate"), people.lee_doyun()
    answers, pdf = {"purpose": "bank", "members_shown": True, "copies": 1}, a_pdf()
    case = actions.apply(
        "resident-certificate", city, applicant, answers, [("household_paper", "증명.pdf", pdf)], by=applicant
    )
    assert case.status == "open"
    clerk = as_(people.park_seoyeon())
    page = clerk.get(page_of(case)).content.decode()
    for shown in (
        "보람도 새빛시 바다로 3",
        "Does not agree",
        "Resident Registration Act",
        "For a bank",
        "증명.pdf",
    ):
        assert shown in page
    file = Attachment.objects.get(folder=case.pk)
    answer = clerk.get(page_of(case, f"files/{file.pk}/"))
    assert answer.content == pdf
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert as_(people.jung_yujin()).get(page_of(case, f"files/{file.pk}/")).status_code == 404
    assert as_(applicant).get(page_of(case, f"files/{file.pk}/")).status_code == 403
