"""The gallery and the frame in a real browser: at both widths, in both languages, by keyboard, without scripts."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from madang.ground.people.models import Person
from madang.lib.messages import compile_all
from tests.browser import LANGUAGES, WIDTHS, assert_accessible, assert_fits, open_browser, screenshot

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module", autouse=True)
def korean() -> None:
    """The pages are read in Korean."""
    compile_all(settings.PACKAGE)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_gallery_is_accessible(live_server: LiveServer, width: int, language: str) -> None:
    with open_browser(live_server, width=width, language=language) as page:
        page.goto("/ui/")
        assert_accessible(page)
        assert_fits(page)
        screenshot(page, f"gallery-{width}-{language}")


@pytest.mark.parametrize(
    "address", ["/form/", "/confirm/", "/account/login/", "/account/signup/", "/nowhere/"]
)
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_forms_and_troubles_are_accessible(
    live_server: LiveServer, width: int, address: str
) -> None:
    with open_browser(live_server, width=width) as page:
        page.goto(address)
        assert_accessible(page)
        assert_fits(page)


def test_pages_of_the_account_are_accessible(live_server: LiveServer, citizen: Person) -> None:
    with open_browser(live_server, width=390, person=citizen) as page:
        for address in ("/account/email/", "/account/password/change/", "/account/2fa/", "/account/logout/"):
            page.goto(address)
            assert_accessible(page)
            assert_fits(page)


def test_who_is_signed_in_sees_it_and_signs_out_without_scripts(
    live_server: LiveServer, citizen: Person
) -> None:
    with open_browser(live_server, language="en", person=citizen, scripts=False) as page:
        page.goto("/ui/")
        screenshot(page, "header-1280-en", whole=False)
        header = page.locator(".header-actions")
        expect(header.get_by_role("link", name=re.compile("Notices.*3"))).to_be_visible()
        expect(header.get_by_role("link", name=re.compile("My account"))).to_be_visible()
        header.get_by_role("button", name="Sign out").click()
        expect(header.get_by_role("link", name="Sign in")).to_be_visible()


def test_a_wrong_form_leads_to_its_mistakes(live_server: LiveServer) -> None:
    with open_browser(live_server, language="en") as page:
        page.goto("/form/")
        page.get_by_role("button", name="Send").click()
        summary = page.get_by_role("alert")
        expect(summary).to_be_focused()
        summary.get_by_role("link", name=re.compile("^Name")).click()
        expect(page.get_by_label("Name")).to_be_focused()
        expect(page.get_by_label("Name")).to_have_accessible_description(re.compile("This field is required"))
        assert_accessible(page)


def test_the_language_changes_without_scripts_and_stays_on_the_page(live_server: LiveServer) -> None:
    with open_browser(live_server, scripts=False) as page:
        page.goto("/ui/?page=3")
        assert page.title().startswith("구성 요소")
        page.get_by_role("button", name="English").first.click()
        assert page.title().startswith("Components")
        assert page.url.endswith("/ui/?page=3")


def test_the_menu_of_a_phone_opens_without_scripts(live_server: LiveServer) -> None:
    with open_browser(live_server, width=390, language="en", scripts=False) as page:
        page.goto("/form/")
        entry = page.locator(".ui-menu-panel").get_by_role("link", name="Services")
        expect(entry).to_be_hidden()
        page.locator("summary", has_text="Menu").click()
        entry.click()
        assert page.url.endswith("/ui/")


def test_the_menu_of_a_phone_is_accessible_and_closes_with_escape(live_server: LiveServer) -> None:
    with open_browser(live_server, width=390, language="en") as page:
        page.goto("/form/")
        page.locator("summary", has_text="Menu").press("Enter")
        expect(page.locator(".ui-menu-panel")).to_be_visible()
        assert_accessible(page)
        screenshot(page, "menu-390-en", whole=False)
        page.keyboard.press("Escape")
        expect(page.locator(".ui-menu-panel")).to_be_hidden()


def test_the_first_key_skips_to_the_content_and_focus_is_seen(live_server: LiveServer) -> None:
    with open_browser(live_server, language="en") as page:
        page.goto("/form/")
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="Skip to the content")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.locator("main :focus")).to_have_count(1)
        assert _unseen(page) == []


def _unseen(page: Page) -> list[str]:
    """What takes the focus in the rest of the page without showing it: no ring, no outline."""
    unseen = []
    for _ in range(30):
        page.keyboard.press("Tab")
        plain = page.evaluate(
            """() => {
                const seen = (element) => element && ["outlineStyle", "boxShadow"].some(
                  (name) => getComputedStyle(element)[name] !== "none");
                const here = document.activeElement;
                if (here === document.body || seen(here)) return "";
                const label = here.labels && here.labels[0];
                const box = label && getComputedStyle(label, "::before");
                return box && (box.boxShadow !== "none" || box.outlineStyle !== "none") ? "" : here.outerHTML;
            }"""
        )
        if plain:
            unseen.append(str(plain))
    return unseen


def test_nothing_moves_for_those_who_mind(live_server: LiveServer) -> None:
    with open_browser(live_server, reduced_motion="reduce") as page:
        page.goto("/ui/")
        slow = page.evaluate(
            """() => [...document.querySelectorAll("*")].filter((element) => {
                const style = getComputedStyle(element);
                return parseFloat(style.transitionDuration) > 0.001 || parseFloat(style.animationDuration) > 0.001;
            }).length"""
        )
        assert slow == 0


def test_text_of_twice_the_size_still_fits(live_server: LiveServer) -> None:
    with open_browser(live_server) as page:
        page.goto("/ui/")
        page.evaluate("document.documentElement.style.setProperty('font-size', '125%', 'important')")
        assert_fits(page)


def test_a_window_opens_and_closes_by_keyboard_without_scripts(live_server: LiveServer) -> None:
    with open_browser(live_server, language="en", scripts=False) as page:
        page.goto("/ui/#window")
        page.get_by_role("button", name="What is a working day?").press("Enter")
        window = page.get_by_role("dialog")
        expect(window).to_be_visible()
        page.keyboard.press("Escape")
        expect(window).to_be_hidden()


def test_a_page_loads_little_and_nothing_from_elsewhere(live_server: LiveServer) -> None:
    loaded: dict[str, int] = {}
    with open_browser(live_server) as page:
        page.on("response", lambda answer: loaded.__setitem__(answer.url, len(answer.body())))
        page.goto("/form/")
        page.wait_for_load_state("networkidle")
    assert all(address.startswith((live_server.url, "data:")) for address in loaded)
    assert len(loaded) <= 20
    assert sum(size for address, size in loaded.items() if address.endswith(".js")) < 10_000
    assert sum(loaded.values()) < 1_400_000, "uncompressed; a server sends about half"


def test_on_paper_only_the_content_is_left(live_server: LiveServer) -> None:
    with open_browser(live_server) as page:
        page.goto("/form/")
        page.emulate_media(media="print")
        expect(page.locator("#krds-header")).to_be_hidden()
        expect(page.locator("#krds-footer")).to_be_hidden()
        expect(page.locator("h1")).to_be_visible()
