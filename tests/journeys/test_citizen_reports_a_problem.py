"""A citizen reports a broken road with a photo; everybody reads it without the name; the citizen says how it is."""

import re

import pytest
from playwright.sync_api import FilePayload, Page
from pytest_django.live_server_helper import LiveServer

from madang.flow.models import Case
from madang.work.services import jobs
from tests import people
from tests.browser import LANGUAGES, WIDTHS, assert_accessible, assert_fits, open_browser, screenshot
from tests.work.services.offered import clerk_of, offer
from tests.work.services.test_apply import small_picture
from tests.work.services.test_follow import act

pytestmark = pytest.mark.django_db(transaction=True)


def seen(page: Page, name: str) -> None:
    assert_fits(page)
    screenshot(page, name)
    assert_accessible(page)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_from_the_photo_to_what_was_felt(live_server: LiveServer, language: str, width: int) -> None:
    offer("inconvenience-report")
    clerk, mark = clerk_of("living-environment"), f"{language}-{width}"
    photo = FilePayload(name="길.png", mimeType="image/png", buffer=small_picture())
    with open_browser(live_server, width=width, language=language, person=people.kim_haneul()) as page:
        page.goto("/services/inconvenience-report/apply/")
        page.locator("main form button").first.click()
        page.wait_for_url("**/my/drafts/**")
        page.locator("label[for=id_category_0]").click()
        page.fill("input[name=place]", "마당로 3 앞 횡단보도")
        page.fill("textarea[name=description]", "구멍이 났습니다.")
        page.set_input_files(
            "input[name=photo]", FilePayload(name="길.png", mimeType="image/png", buffer=b"?")
        )
        page.locator("button[name=next]").last.click()
        page.locator("#errors").wait_for()
        seen(page, f"upload-refused-{mark}")
        page.set_input_files("input[name=photo]", photo)
        page.locator("button[name=later]").click()
        page.wait_for_url("**/my/drafts/")
        seen(page, f"drafts-{mark}")
        page.locator("main .btn-wrap a").first.click()
        seen(page, f"resumed-{mark}")
        page.locator("button[name=next]").last.click()
        page.wait_for_url("**/check/")
        page.locator("main form button").last.click()
        page.wait_for_url("**/my/sent/**")
        seen(page, f"report-sent-{mark}")
        case = Case.objects.get()
        jobs.clean_photos(case_id=str(case.pk))
        act(case, "ask", clerk, "어느 쪽입니까?")
        page.goto(f"/my/cases/{case.pk}/")
        seen(page, f"asked-{mark}")
        page.goto(f"/my/cases/{case.pk}/answer/")
        seen(page, f"answer-{mark}")
        page.fill("textarea[name=text]", "왼쪽입니다.")
        page.locator("main form button").first.click()
        page.wait_for_url(f"**/my/cases/{case.pk}/")
        page.goto(f"/my/cases/{case.pk}/withdraw/")
        seen(page, f"withdraw-{mark}")
        act(case, "explain", clerk, "다른 기관의 도로입니다.")
        page.goto(f"/my/cases/{case.pk}/")
        page.locator("button[value=partly]").click()
        page.wait_for_load_state()
        seen(page, f"case-closed-{mark}")
        page.goto("/reports/")
        seen(page, f"reports-{mark}")
        page.goto(f"/reports/{case.number}/")
        assert page.locator("main img").count() == 1
        assert re.search("조금 나아|Partly", page.inner_text("main"))
        seen(page, f"report-{mark}")
