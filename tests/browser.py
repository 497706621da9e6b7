"""A real browser for the tests: opened at a width and in a language, signed in as a person, watched by axe.

with open_browser(live_server, width=390, language="en", person=citizen) as page:
    page.goto("/cases/")
    assert_accessible(page)
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.test import Client
from playwright.sync_api import ConsoleMessage, Page, Response, sync_playwright
from pytest_django.live_server_helper import LiveServer

from madang.ground.people.models import Person

# Playwright runs its own event loop in this thread, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

AXE = settings.FRONT_END / "axe-core" / "axe.min.js"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_TROUBLES: WeakKeyDictionary[Page, list[str]] = WeakKeyDictionary()
WIDTHS = (1280, 390)
LANGUAGES = ("ko", "en")


@contextmanager
def open_browser(
    server: LiveServer,
    *,
    width: int = 1280,
    language: str = "ko",
    person: Person | None = None,
    scripts: bool = True,
    **context: Any,
) -> Iterator[Page]:
    """A page of a fresh browser, addresses relative to the server; what it complains of fails the test."""
    troubles: list[str] = []
    cookies = [_cookie(server, settings.LANGUAGE_COOKIE_NAME, language), *_session(server, person)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        try:
            tab = browser.new_context(
                base_url=server.url,
                viewport={"width": width, "height": 900 if width > 768 else 844},
                locale={"ko": "ko-KR", "en": "en-GB"}[language],
                java_script_enabled=scripts,
                **context,
            )
            tab.add_cookies(cookies)
            page = tab.new_page()
            _TROUBLES[page] = troubles
            page.on("pageerror", lambda error: troubles.append(str(error)))
            page.on("console", lambda said: troubles.append(said.text) if _is_trouble(said) else None)
            page.on("response", lambda answer: troubles.append(answer.url) if _is_missing(answer) else None)
            yield page
        finally:
            browser.close()
    assert not troubles, f"the browser complained: {troubles}"


def _is_trouble(said: ConsoleMessage) -> bool:
    return said.type == "error" and not said.text.startswith("Failed to load resource")


def _is_missing(answer: Response) -> bool:
    """A part of a page that could not be loaded; that a page itself answers 404 may be what is tested."""
    return answer.status >= 400 and answer.request.resource_type != "document"


def _cookie(server: LiveServer, name: str, value: str) -> Any:
    return {"name": name, "value": value, "url": server.url}


def _session(server: LiveServer, person: Person | None) -> list[Any]:
    if person is None:
        return []
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return [_cookie(server, settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)]


def hand_over(page: Page, server: LiveServer, person: Person, language: str = "ko") -> Page:
    """Let somebody else sit down at the same browser, once all that the page asked for has come."""
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies()
    page.context.add_cookies(
        [_cookie(server, settings.LANGUAGE_COOKIE_NAME, language), *_session(server, person)]
    )
    return page


def await_page(page: Page) -> None:
    """Wait until the page that a click asked for is there whole: a click returns before it has come."""
    page.wait_for_load_state("load")


def assert_accessible(page: Page, within: str = "html", *, except_for: tuple[str, ...] = ()) -> None:
    """axe finds nothing wrong in the page (or the part of it), by WCAG 2.2 AA and good practice."""
    await_page(page)
    page.evaluate(AXE.read_text())
    rules = {rule: {"enabled": False} for rule in except_for}
    before = list(_TROUBLES.get(page, []))
    found = page.evaluate(
        "([within, rules]) => axe.run(within, {rules}).then(done => done.violations)",
        [within, rules],
    )
    # axe tries styles of its own, which our pages forbid; that is no complaint about the page.
    _TROUBLES.get(page, [])[len(before) :] = [
        told for told in _TROUBLES.get(page, [])[len(before) :] if "inline style" not in told
    ]
    places = [
        f"{wrong['id']} ({wrong['help']}): {place['html'][:200]} {place['failureSummary']}"
        for wrong in found
        for place in wrong["nodes"][:3]
    ]
    assert not places, "\n".join(places)


def assert_fits(page: Page) -> None:
    """Nothing of the page stands out to the side: a reader never has to move it sideways."""
    await_page(page)
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, f"the page is {over} pixels too wide"


def screenshot(page: Page, name: str, *, whole: bool = True) -> Path:
    """A picture of the page in the folder MADANG_SCREENSHOTS, or else in the data folder."""
    await_page(page)
    folder = Path(os.environ.get("MADANG_SCREENSHOTS", settings.DATA / "screenshots"))
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.png"
    page.screenshot(path=file, full_page=whole)
    return file
