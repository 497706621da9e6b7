"""The laboratory in a browser: both languages, both widths, with the keyboard's order and without a script."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pytest_django.live_server_helper import LiveServer

from madang.insight.evidence import actions as evidence
from madang.insight.evidence.table import Options
from tests import people
from tests.browser import LANGUAGES, WIDTHS, assert_accessible, open_browser, screenshot
from tests.insight.laboratory.test_open_laboratory import OFFICE
from tests.insight.laboratory.truth import run, write


@pytest.mark.django_db(transaction=True)
def test_the_pages_can_be_used_by_everybody(live_server: LiveServer, tmp_path: Path) -> None:
    write(run(OFFICE, 56, 3), tmp_path / "office.csv")
    log = evidence.import_log(
        tmp_path / "office.csv", government=people.city(), service_key="resident-certificate",
        options=Options(ZoneInfo("Asia/Seoul")), by=None,
    ).log  # fmt: skip
    officer = people.seo_daeun()
    places = {
        "list": "/laboratory/",
        "hall": "/laboratory/worked/immigration-hall/",
        "bench": f"/laboratory/logs/{log.pk}/?staff_0=3&register=Ask&promise=1&unit=days&price=20000",
    }
    for width in WIDTHS:
        for language in LANGUAGES:
            with open_browser(
                live_server, width=width, language=language, person=officer, scripts=width > 500
            ) as page:
                for name, address in places.items():
                    page.goto(address)
                    screenshot(page, f"laboratory-{name}-{language}-{width}")
                    if width > 500:
                        assert_accessible(page)
