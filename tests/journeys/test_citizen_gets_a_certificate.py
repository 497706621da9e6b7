"""A citizen finds the resident certificate, applies, gets it at once, and sees who looked at the data."""

import re
from collections.abc import Callable
from threading import Thread

import pytest
from django.db import connection
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from madang.flow.models import Case
from madang.work.services import jobs
from tests import people
from tests.browser import LANGUAGES, WIDTHS, assert_accessible, assert_fits, open_browser, screenshot
from tests.work.services.offered import offer

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = ("search", "apply", "begin", "check", "send", "save")
SAID = {
    "ko": dict(zip(WORDS, ("등본", "신청", "시작하기", "다음: 확인", "보내기", "문서 저장"), strict=True)),
    "en": dict(
        zip(WORDS, ("certificate", "Apply", "Begin", "Next: check", "Send", "Save the document"), strict=True)
    ),
}


def seen(page: Page, name: str) -> None:
    """The page fits, axe finds nothing, and there is a picture of it."""
    assert_fits(page)
    screenshot(page, name)
    assert_accessible(page)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_from_the_search_to_the_certificate(live_server: LiveServer, language: str, width: int) -> None:
    offer("resident-certificate", "inconvenience-report", "environmental-permit", "passport-guide")
    said, mark = SAID[language], f"{language}-{width}"
    with open_browser(live_server, width=width, language=language, person=people.kim_haneul()) as page:
        page.goto("/services/")
        seen(page, f"catalogue-{mark}")
        page.fill("input[name=q]", said["search"])
        page.press("input[name=q]", "Enter")
        page.click("a[href='/services/resident-certificate/']")
        seen(page, f"service-{mark}")
        page.get_by_role("link", name=said["apply"], exact=True).click()
        seen(page, f"start-{mark}")
        page.get_by_role("button", name=said["begin"], exact=True).click()
        page.get_by_role("button", name=said["check"], exact=True).click()
        assert page.locator("#errors").count() == 1
        seen(page, f"form-wrong-{mark}")
        page.get_by_text(re.compile("금융기관|For a bank")).click()
        page.fill("input[name=copies]", "1")
        seen(page, f"form-{mark}")
        page.get_by_role("button", name=said["check"], exact=True).click()
        seen(page, f"check-{mark}")
        page.get_by_role("button", name=said["send"], exact=True).click()
        case = Case.objects.get()
        assert case.number in page.inner_text("main")
        seen(page, f"sent-making-{mark}")
        as_the_worker(lambda: jobs.issue_document(case_id=str(case.pk), document="certificate"))
        page.get_by_role("link", name=re.compile(said["save"])).wait_for(timeout=15_000)
        seen(page, f"sent-{mark}")
        page.goto(f"/my/cases/{case.pk}/")
        assert "주민등록" in page.inner_text("#looks") or "Resident register" in page.inner_text("#looks")
        seen(page, f"case-{mark}")
        page.goto("/my/cases/")
        seen(page, f"cases-{mark}")


def test_without_scripts_and_with_the_keyboard_only(live_server: LiveServer) -> None:
    offer("resident-certificate")
    citizen = people.kim_haneul()
    with open_browser(live_server, language="en", person=citizen, scripts=False) as page:
        page.goto("/services/resident-certificate/")
        press_on(page, "Apply")
        press_on(page, "Begin")
        page.locator("input[name=purpose]").first.focus()
        page.keyboard.press("Space")
        page.focus("input[name=copies]")
        page.keyboard.type("1")
        page.keyboard.press("Enter")  # in a field, Enter goes on and deletes nothing
        page.wait_for_url("**/check/")
        press_on(page, "Send")
        page.wait_for_url("**/my/sent/**")
        case = Case.objects.get()
        assert case.number in page.inner_text("main")


def as_the_worker(work: Callable[[], None]) -> None:
    """Do the work of a job in a thread of its own, as the worker does; the browser's loop runs in this one."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()


def press_on(page: Page, name: str) -> None:
    """Reach the link or button with the Tab key, and press Enter on it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focus = page.locator("*:focus")
        if focus.count() and focus.inner_text().strip() == name:
            page.keyboard.press("Enter")
            page.wait_for_load_state()
            return
    raise AssertionError(f"{name} cannot be reached with the keyboard")
