"""An official opens the inbox, takes a case, consults, and decides: in both languages, on desk and phone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from madang.flow.models import Case, WorkItem
from madang.ground.people.models import Absence, Person
from tests import people
from tests.browser import LANGUAGES, WIDTHS, assert_accessible, assert_fits, open_browser, screenshot
from tests.work.services import small_permit as permit

pytestmark = pytest.mark.django_db(transaction=True)


def office() -> tuple[Person, list[Case]]:
    """A clerk with a desk full of cases: late, due today, waiting, an opinion asked, work of an absent head."""
    clerk, head, expert = people.jung_yujin(), people.oh_serin(), people.han_jimin()
    definition, now = permit.publish(), timezone.now()
    names = [people.kim_haneul(), people.lee_doyun(), people.kang_minjae()]
    cases = [
        permit.file(definition, id=uuid4(), applicant=names[n % 3], at=now - timedelta(days=3 * n))
        for n in range(7)
    ]
    permit.do(cases[1], "ask", clerk, reason="배치 도면을 보내 주십시오.")
    permit.do(cases[2], "forward", clerk)
    permit.do(cases[0], "consult", clerk, reason="배출수의 수질이 기준에 맞는지 의견을 주십시오.")
    Absence.objects.create(
        person=head, deputy=clerk, starts=now - timedelta(hours=1), ends=now + timedelta(days=2)
    )
    WorkItem.objects.filter(case=cases[3]).update(assignee=clerk)
    assert expert.pk
    return clerk, cases


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_the_office_are_accessible_and_fit(
    live_server: LiveServer, width: int, language: str
) -> None:
    clerk, cases = office()
    pages = {
        "inbox": "/office/",
        "inbox-nothing": "/office/?q=nobody",
        "load": "/office/load/",
        "case": f"/office/cases/{cases[0].pk}/",
        "case-waiting": f"/office/cases/{cases[1].pk}/",
        "case-file": f"/office/cases/{cases[0].pk}/file/",
    }
    with open_browser(live_server, width=width, language=language, person=clerk) as page:
        for name, address in pages.items():
            page.goto(address)
            screenshot(page, f"office-{name}-{width}-{language}")
            assert_accessible(page)
            assert_fits(page)
    with open_browser(live_server, width=width, language=language, person=people.han_jimin()) as page:
        page.goto(f"/office/cases/{cases[0].pk}/")
        screenshot(page, f"office-opinion-{width}-{language}")
        assert_accessible(page)
        assert_fits(page)


def test_with_the_keyboard_alone_a_case_is_taken_and_refused(live_server: LiveServer) -> None:
    clerk, cases = office()
    case = cases[3]
    with open_browser(live_server, language="en", person=clerk) as page:
        page.goto("/office/?whose=mine")
        _press(page, page.get_by_role("link", name=case.number))
        page.wait_for_url(f"**/{case.pk}/")
        _press(page, page.locator("#acts summary", has_text="refuse"))
        page.locator("#acts textarea:visible").focus()
        page.keyboard.type("The site lies outside the area.")
        _press(page, page.locator("#acts").get_by_role("button", name="refuse"))
        expect(page.locator("h1")).to_contain_text("refuse")
        assert_accessible(page)
        screenshot(page, "office-confirm-1280-en")
        _press(page, page.get_by_role("button", name="Yes, decide so"))
        expect(page.locator("#standing")).to_contain_text("refused")
    case.refresh_from_db()
    assert case.outcome == "refused"


def _press(page: Page, thing: object) -> None:
    thing.focus()  # type: ignore[attr-defined]  # a locator
    page.keyboard.press("Enter")


def test_without_scripts_cases_are_shared_out_and_forwarded(live_server: LiveServer) -> None:
    clerk, cases = office()
    with open_browser(live_server, language="en", person=clerk, scripts=False) as page:
        page.goto("/office/")
        for box in page.locator("input[name=item]").all()[:2]:
            box.check()
        page.get_by_role("button", name="Assign", exact=True).click()
        expect(page.locator("body")).to_contain_text("2 cases were assigned to")
        page.goto(f"/office/cases/{cases[4].pk}/")
        page.locator("#acts summary", has_text="forward").click()
        page.locator("#acts").get_by_role("button", name="forward").click()
        expect(page.locator("body")).to_contain_text("Done: forward")
    cases[4].refresh_from_db()
    assert cases[4].stage == "decision"


def test_who_was_overtaken_reads_what_changed_and_sends_again(live_server: LiveServer) -> None:
    clerk, cases = office()
    case = cases[5]
    with open_browser(live_server, language="ko", person=clerk) as page:
        page.goto(f"/office/cases/{case.pk}/")
        page.locator("#acts summary", has_text="refuse").click()
        page.locator("#acts textarea:visible").fill("부지가 구역 밖에 있습니다.")
        permit.do(case, "extend", clerk, reason="현장 확인", period="5 days")
        page.locator("#acts").get_by_role("button", name="refuse").click()
        page.locator("button[type=submit].primary").first.click()
        screenshot(page, "office-overtaken-1280-ko")
        expect(page.locator("#acts textarea:visible")).to_have_value("부지가 구역 밖에 있습니다.")
        assert_accessible(page)
