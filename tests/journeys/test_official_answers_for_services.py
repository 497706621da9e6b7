"""Whoever answers for services, and whoever operates the installation, reads their pages with ease."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from madang.ground.law.actions import decree
from madang.ground.people.models import Person
from madang.work.services.standards import actions as standards
from tests import people
from tests.browser import LANGUAGES, WIDTHS, assert_accessible, assert_fits, open_browser, screenshot
from tests.site.test_operate import holiday, job, mail, two_versions, working_day
from tests.work.services import small_permit as permit

pytestmark = pytest.mark.django_db(transaction=True)


def owner() -> Person:
    """A service owner who works in the unit, with four months of settled cases."""
    definition, now = permit.publish(), timezone.now()
    clerk, head = people.jung_yujin(), people.oh_serin()
    for n in range(16):
        start = now - timedelta(days=170 - 8 * n)
        case = permit.file(definition, id=uuid4(), at=start, channel=("web", "counter", "phone")[n % 3])
        if n % 4:
            permit.do(case, "forward", clerk, at=start + timedelta(hours=n))
            permit.do(case, "grant", head, at=start + timedelta(days=2 + n))
    standards.measure_noted(by=None)
    return people.official("env.owner", "심이든", "Sim Ideun", "environment", "service-owner")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_standards_are_read_from_the_share_down_to_the_cases(
    live_server: LiveServer, width: int, language: str
) -> None:
    somebody = owner()
    with open_browser(live_server, width=width, language=language, person=somebody) as page:
        page.goto("/office/standards/")
        screenshot(page, f"standards-{width}-{language}")
        assert_accessible(page)
        assert_fits(page)
        page.locator("tbody a").first.click()
        screenshot(page, f"standard-{width}-{language}")
        assert_accessible(page)
        assert_fits(page)
        page.locator("table").last.locator("tbody a").first.click()
        expect(page.locator("#standing")).to_be_visible()
        page.goto("/office/preview/")
        page.locator("select[name=shipped]").select_option("environmental-permit")
        page.locator("#choose button").click()
        screenshot(page, f"preview-{width}-{language}")
        assert_accessible(page)
        assert_fits(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_operator_sees_signs_jobs_mails_definitions_and_holidays(
    live_server: LiveServer, width: int, language: str
) -> None:
    case, _newer = two_versions()
    job("failed")
    mail("uncertain")
    mail("failed")
    day = working_day(case)
    decree(
        "kr",
        day - timedelta(days=1) if day.weekday() else day,
        "임시공휴일",
        "Temporary holiday",
        "-",
        by=people.yoon_areum(),
    )
    pages = {
        "health": "",
        "jobs": "jobs/",
        "mails": "mails/",
        "definitions": "definitions/",
        "changes": "definitions/services/permit/2/",
        "migrate": "definitions/services/permit/migrate/",
        "holidays": "holidays/",
    }
    with open_browser(live_server, width=width, language=language, person=people.yoon_areum()) as page:
        for name, address in pages.items():
            page.goto(f"/operator/{address}")
            screenshot(page, f"operator-{name}-{width}-{language}")
            assert_accessible(page)
            assert_fits(page)
        for name, value in holiday(day).items():
            if name == "calendar":
                page.locator(f"[name={name}]").select_option(value)
            else:
                page.locator(f"[name={name}]").fill(value)
        page.locator("#decree button").click()
        screenshot(page, f"operator-holiday-{width}-{language}")
        assert_accessible(page)
