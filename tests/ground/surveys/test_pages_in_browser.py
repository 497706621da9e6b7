"""The pages of people, organisations, notices and surveys in a real browser: both widths, both languages."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from madang.ground.notices.actions import notify
from madang.ground.organisations import actions as organisations
from madang.ground.people.models import Person
from madang.ground.surveys import actions as surveys
from tests.browser import LANGUAGES, WIDTHS, assert_accessible, assert_fits, open_browser

pytestmark = pytest.mark.django_db(transaction=True)


def filled() -> tuple[Person, str]:
    """A head with a deputy and notices, and the token of a questionnaire."""
    city = organisations.found_country(by=None)
    head, clerk = (Person.objects.get(username=name) for name in ("junho.choi", "seoyeon.park"))
    now = timezone.now()
    for person, deputy, day in ((head, clerk, 1), (clerk, head, 5)):
        starts, ends = now + timedelta(days=day), now + timedelta(days=day + 2)
        organisations.be_absent(person, deputy, starts=starts, ends=ends, reason="연가", by=person)
    subject = {
        "ko": "환경 허가 신청을 접수했습니다",
        "en": "We have received the application for an environmental permit",
    }
    body = {"ko": "처리 기한은 2026년 12월 4일 18:00입니다.", "en": "It is due on 4 December 2026 at 18:00."}
    for _ in range(3):
        notify(
            head, government=city, kind="received", subject=subject, body=body, link="/organisation/", by=None
        )
    notify(head, government=None, kind="plain", subject=subject, body=body, by=None)
    return head, surveys.invite(government=city, service="environmental-permit", closed_at=now, by=None)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_accessible(live_server: LiveServer, width: int, language: str) -> None:
    head, token = filled()
    addresses = [
        "/account/",
        "/notices/",
        "/organisation/",
        "/organisation/?q=zzz",
        "/organisation/haneul/",
        "/organisation/saebit/",
        "/organisation/saebit/?on=2025-06-30",
        "/organisation/saebit/?on=soon",
        "/organisation/absence/",
        f"/survey/{token}/",
        "/survey/used/",
        "/survey/thanks/",
    ]
    with open_browser(live_server, width=width, language=language, person=head) as page:
        for address in addresses:
            page.goto(address)
            assert_accessible(page)
            assert_fits(page)


def test_the_questionnaire_can_be_answered_without_scripts(live_server: LiveServer) -> None:
    _, token = filled()
    with open_browser(live_server, width=390, scripts=False) as page:
        page.goto(f"/survey/{token}/")
        page.locator("label", has_text=re.compile("^해결되었습니다$")).click()
        page.get_by_role("button", name="답변 보내기").click()
        assert "답을 하나 골라 주십시오" in page.content()
        for number in (0, 1):
            page.locator("label", has_text=re.compile("^4$")).nth(number).click()
        page.get_by_role("button", name="답변 보내기").click()
        assert "고맙습니다" in page.content()
