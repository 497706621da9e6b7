"""Pages for what goes wrong say what to do, and do not fail themselves."""

from django.template.loader import render_to_string
from django.test import Client


def test_the_page_of_a_failure_needs_nothing_that_may_have_failed() -> None:
    page = render_to_string("500.html")
    assert "처리하지 못했습니다" in page
    assert "Something went wrong" in page


def test_an_unknown_address_is_explained(client: Client) -> None:
    answer = client.get("/nowhere/", headers={"accept-language": "en"})
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


def test_a_form_without_its_token_is_explained() -> None:
    answer = Client(enforce_csrf_checks=True).post("/form/", headers={"accept-language": "en"})
    assert answer.status_code == 403
    assert "The form was open for too long" in answer.content.decode()
