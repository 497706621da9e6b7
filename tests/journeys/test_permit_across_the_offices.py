"""A permit goes through many hands: applicant, clerk, laboratory, head or deputy, and the reviewer who overturns."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from madang.flow.models import Case
from madang.ground.organisations.models import Government
from madang.ground.people.models import Absence, Person
from madang.lib import pdf
from madang.work.services import actions, jobs
from tests import people
from tests.browser import assert_accessible, assert_fits, hand_over, open_browser, screenshot
from tests.work.services.offered import offer
from tests.work.services.test_apply import small_picture

pytestmark = pytest.mark.django_db(transaction=True)

ANSWERS = {
    "facility": "water",
    "site_place": {"address": "보람도 새빛시 마당로 12"},
    "site_zone": "공업지역",
    "water_amount": 50,
    "start_on": "2027-03-02",
    "contact": "010-0000-1234",
}


def applied() -> Case:
    """김하늘's application, whose plan is attached and whose zone no register knew."""
    city: Government = offer("environmental-permit")
    for unit in ("environment", "environment-lab", "civil-affairs"):
        people.unit(unit)
    citizen = people.kim_haneul()
    plan = pdf.render(
        '<html lang="ko"><p>계획서</p></html>', settings.FRONT_END / "krds-uiux" / "resources" / "fonts"
    )
    return actions.apply(
        "environmental-permit",
        city,
        citizen,
        ANSWERS,
        (("plan", "계획서.pdf", plan), ("business_paper", "등록증.png", small_picture())),
        by=citizen,
    )


def press(page: Page, case: Case, act: str, reason: str = "", **more: str) -> None:
    """Open an act on the office's page of the case, fill in its form and send it; decide where it asks again."""
    page.goto(f"/office/cases/{case.pk}/")
    acts = page.locator("#acts")
    acts.locator("summary", has_text=act).click()
    if reason:
        acts.locator("textarea:visible").fill(reason)
    for name, value in more.items():
        acts.locator(f"[name$='-{name}']:visible").fill(value)
    acts.get_by_role("button", name=act).click()
    sure = page.get_by_role("button", name="예, 이렇게 결정합니다")
    if sure.count():
        sure.click()
    expect(page.locator("body")).to_contain_text(f"처리했습니다: {act}")


def seen(page: Page, name: str) -> None:
    """The page fits, axe finds nothing, and there is a picture of it."""
    assert_fits(page)
    screenshot(page, name)
    assert_accessible(page)


def write(page: Page, address: str, text: str) -> None:
    """Send the one text that a page asks for."""
    page.goto(address)
    page.locator("main textarea:visible").fill(text)
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: address not in url)


def test_a_refusal_after_opinion_supplement_and_extension_is_overturned_on_objection(
    live_server: LiveServer,
) -> None:
    case, clerk, head = applied(), people.jung_yujin(), people.oh_serin()
    citizen, mine = people.kim_haneul(), f"/my/cases/{case.pk}/"
    expert, reviewer = people.han_jimin(), people.choi_junho()
    with open_browser(live_server, person=clerk) as page:
        page.goto(f"/office/cases/{case.pk}/")
        expect(page.locator("main")).to_contain_text("공업지역")  # the applicant's word for the register's
        press(page, case, "검토 시작")
        press(page, case, "보건환경연구실 의견 요청", "배출수가 기준에 맞습니까?")
        press(page, case, "보완 요청", "배치 도면을 보내 주십시오.")
        hand_over(page, live_server, expert)
        write(page, f"/office/cases/{case.pk}/opinion/1/", "기준에 맞습니다.")
        hand_over(page, live_server, citizen)
        write(page, f"{mine}answer/", "도면을 보냅니다.")
        hand_over(page, live_server, clerk)
        press(page, case, "처리기간 연장", "현장을 더 보아야 합니다.", length="5")
        press(page, case, "거부 결재 올림", "상수원에서 가깝습니다.")
        hand_over(page, live_server, head)
        press(page, case, "거부", "상수원 보호구역에서 가까워 허가할 수 없습니다.")
        hand_over(page, live_server, citizen).goto(mine)
        expect(page.locator("main")).to_contain_text("상수원 보호구역에서 가까워 허가할 수 없습니다.")
        write(page, f"{mine}object/", "보호구역 밖입니다.")
        hand_over(page, live_server, reviewer)
        press(page, case, "이의를 받아들여 허가", "지도에서 보호구역 밖임을 확인했습니다.")
    case.refresh_from_db()
    assert (case.status, case.outcome) == ("closed", "granted")
    jobs.issue_document(case_id=str(case.pk), document="permit")
    with open_browser(live_server, width=390, person=citizen) as page:
        page.goto(mine)
        expect(page.get_by_role("link", name="문서 저장")).to_be_visible()
        expect(page.locator("tr", has_text="한지민")).to_contain_text("의견 제출")
        for name in ("정유진", "오세린", "최준호"):
            expect(page.locator("tr", has_text=name).first).to_be_visible()
        seen(page, "permit-granted")


def away(head: Person, deputy: Person) -> None:
    now = timezone.now()
    Absence.objects.create(
        person=head, deputy=deputy, starts=now - timedelta(hours=1), ends=now + timedelta(days=2)
    )


def test_the_deputy_of_an_absent_head_decides_and_both_names_stand(live_server: LiveServer) -> None:
    case, clerk, head = applied(), people.jung_yujin(), people.oh_serin()
    deputy = people.official("deputy", "남겨울", "Nam Gyeoul", "roads", "head")
    with open_browser(live_server, person=clerk) as page:
        press(page, case, "검토 시작")
        press(page, case, "허가 결재 올림")
        hand_over(page, live_server, deputy).goto("/office/")
        expect(page.locator("main")).not_to_contain_text(case.number)
        away(head, deputy)
        page.goto("/office/")
        expect(page.locator("tr", has_text=case.number)).to_contain_text("오세린 대신 처리")
        press(page, case, "허가")
        hand_over(page, live_server, head).goto(f"/office/cases/{case.pk}/")
        expect(page.locator("#timeline")).to_contain_text("남겨울 (오세린 대결)")
        seen(page, "permit-by-deputy")
