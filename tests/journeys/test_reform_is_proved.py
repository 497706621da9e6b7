"""A reform from its registration to its public page: the officer, her head, and a citizen who checks the numbers."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from madang.insight.claims import actions
from madang.insight.claims.models import Claim
from tests import people
from tests.browser import (
    LANGUAGES,
    WIDTHS,
    assert_accessible,
    assert_fits,
    await_page,
    hand_over,
    open_browser,
    screenshot,
)
from tests.insight.claims import reforms

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_reform_is_registered_watched_assessed_published_and_checked(
    live_server: LiveServer, tmp_path: Path
) -> None:
    table = tmp_path / "panel.csv"
    table.write_text(reforms.panel().content)
    officer, head = people.seo_daeun(), reforms.head_of_innovation()
    with open_browser(live_server, person=officer, scripts=False) as page:
        page.goto("/office/claims/new/")
        for name, text in {
            "title_ko": "한 창구", "what_ko": "한 담당자가 맡습니다.", "subject": "허가", "population": "모든 신청",
            "measure": "결정까지 걸린 날", "unit": "일", "promised": "20", "source": "혁신계획 5호",
        }.items():  # fmt: skip
            page.fill(f"[name={name}]", text)
        page.fill("[name=starts_on]", (timezone.localdate() + timedelta(days=9)).isoformat())
        page.click("button[name=register]")
        expect(page.locator("#steps")).to_be_visible()
        claim = Claim.objects.get()
        Claim.objects.update(
            starts_on=reforms.BEGAN, terms={**claim.terms, "starts_on": "2025-01-01"}
        )  # time passes
        page.goto(f"/office/claims/{claim.pk}/data/")
        page.click("label[for=id_kind_1]")
        page.fill("[name=treated]", "North")
        page.fill("[name=source]", "허가 대장")
        page.set_input_files("[name=file]", table)
        page.click("form[enctype] button")
        page.goto(f"/office/claims/{claim.pk}/assess/")
        page.click("main form button")
        expect(page.locator("#newest")).to_be_visible()
        hand_over(page, live_server, head)
        page.goto(f"/office/claims/{claim.pk}/publish/")
        page.click("main form button")
        await_page(page)
        page.context.clear_cookies()
        page.goto(f"/reforms/{Claim.objects.get().key}/")
        expect(page.locator("main")).to_contain_text("합성 통제")
        with page.expect_download() as download:
            page.click("a[href$='recompute.zip']")
        assert download.value.suggested_filename.endswith(".zip")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_a_reform_is_read_with_ease(live_server: LiveServer, width: int, language: str) -> None:
    actions.load_shipped(government=people.city())
    claim = reforms.registered()
    actions.add_data(
        claim.pk, "primary", reforms.panel(), source="made up", treated="North", by=people.seo_daeun()
    )
    actions.assess(claim.pk, by=people.seo_daeun())
    actions.publish(claim.pk, by=reforms.head_of_innovation())
    office = f"/office/claims/{claim.pk}/"
    public = ["/reforms/", f"/reforms/{claim.key}/", "/reforms/kiss-immigration/", "/reforms/grades/"]
    kept = [
        "/office/claims/",
        "/office/claims/new/",
        office,
        f"{office}plan/",
        f"{office}data/",
        f"{office}ledger/",
    ]
    with open_browser(live_server, width=width, language=language, person=people.seo_daeun()) as page:
        for number, address in enumerate([*public, *kept, f"{office}withdraw/"]):
            page.goto(address)
            screenshot(page, f"reform-{number}-{width}-{language}")
            assert_accessible(page)
            assert_fits(page)
