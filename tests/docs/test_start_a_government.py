"""The way to a government of one's own: what the page says to write founds it, and its services can be applied for."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from madang.ground.organisations.queries import authorities, government
from madang.ground.people.queries import Person
from madang.site.cli import main
from tests.docs.pages import DOCS, split

PAGE = DOCS / "run" / "start-a-government.md"
SERVICE = "resident-certificate"
SHIPPED = Path(__file__).resolve().parents[2] / "madang" / "definitions" / "services"


@pytest.fixture
def founded(db: None) -> None:
    """The government of the page, made by the code of the page."""
    (block,) = [block for block in split(PAGE)[1] if block.language == "python"]
    exec(compile(block.text, str(block), "exec"), {})  # noqa: S102  # our own page


def _roles(username: str) -> set[str]:
    return {a.role for a in authorities(Person.objects.get(username=username), at=timezone.now())}


def test_the_code_of_the_page_gives_each_post_its_authority(founded: None) -> None:
    assert government("my-city") is not None
    roles = {name: _roles(name) for name in ("first.clerk", "first.head", "first.operator")}
    assert roles == {"first.clerk": {"clerk"}, "first.head": {"head"}, "first.operator": {"operator"}}
    (block,) = [block for block in split(PAGE)[1] if block.language == "python"]
    assert "password" not in block.text


def test_a_service_of_its_units_is_published_and_offered(founded: None) -> None:
    assert main(["definitions", "publish", str(SHIPPED / SERVICE), "--by", "first.operator"]) == 0
    page = Client(headers={"accept-language": "en"}).get(f"/services/{SERVICE}/", {"government": "my-city"})
    assert page.status_code == 200
    assert "My City" in page.content.decode()


def test_a_service_of_a_unit_that_nobody_has_is_refused(
    founded: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["definitions", "publish", str(SHIPPED / "tax-hearing")]) == 1
    assert "tax-hearing" in capsys.readouterr().out


def test_an_administrator_opens_the_operators_pages_and_no_case(founded: None) -> None:
    client = Client()
    client.force_login(
        Person.objects.create_superuser("root.first", name="첫 관리자"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    assert client.get("/operator/").status_code == 200
    assert client.get("/office/").status_code == 403
