"""The citizen's pages as they answer: what is asked, kept, refused; whose they are."""

from typing import Any
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from madang.flow.models import Case
from madang.ground.people.models import Person
from madang.work.services import actions, queries
from madang.work.services.models import Attachment, Draft
from tests import people
from tests.work.services.offered import offer
from tests.work.services.test_apply import ANSWERS, small_picture

pytestmark = pytest.mark.django_db


def as_(person: Person | None = None, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    if person is not None:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(answer: Any) -> str:
    shown: str = answer.content.decode()
    return shown


def begun(key: str = "resident-certificate") -> Draft:
    city, citizen = offer(key), people.kim_haneul()
    return actions.begin(key, government=city, person=citizen, by=citizen)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_catalogue_is_searched_narrowed_and_tells_when_nothing_fits(language: str) -> None:
    offer("resident-certificate", "inconvenience-report", "passport-guide")
    page = as_(language=language).get("/services/?q=resident sertificate")
    assert "/services/resident-certificate/" in text(page)
    assert "/services/passport-guide/" not in text(page)
    assert "/services/inconvenience-report/" in text(as_(language=language).get("/services/?depth=applied"))
    assert "/services/inconvenience-report/" not in text(
        as_(language=language).get("/services/?depth=issued")
    )
    assert 'class="ui-empty' in text(as_(language=language).get("/services/?q=qqqqqqqq"))


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("key", ["resident-certificate", "passport-guide", "environmental-permit"])
def test_each_service_page_shows_its_promise(language: str, key: str) -> None:
    offer(key)
    answer = as_(language=language).get(f"/services/{key}/")
    assert answer.status_code == 200
    promise = queries.service(key)
    assert promise is not None
    assert promise.promise.title.in_language(language) in text(answer)


def test_an_unknown_service_offers_a_search() -> None:
    offer("resident-certificate")
    answer = as_().get("/services/resident-certificat/")
    assert answer.status_code == 404
    assert "/services/resident-certificate/" in text(answer)


def test_applying_needs_sign_in_and_comes_back() -> None:
    offer("resident-certificate")
    answer = as_().get("/services/resident-certificate/apply/")
    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=/services/resident-certificate/apply/")


def test_what_was_typed_is_kept_when_something_is_wrong() -> None:
    draft = begun()
    page = f"/my/drafts/{draft.pk}/"
    client = as_(people.kim_haneul())
    answer = client.post(page, {"purpose": "bank", "copies": "eleven", "next": "1"})
    assert answer.status_code == 422
    assert "eleven" in text(answer)
    assert 'role="alert"' in text(answer)
    assert "eleven" in text(client.get(page))
    check = client.get(f"{page}check/")
    assert check.status_code == 302  # nothing can be checked before it is complete


def test_a_draft_is_saved_and_gone_on_with() -> None:
    draft = begun()
    client = as_(people.kim_haneul())
    answer = client.post(
        f"/my/drafts/{draft.pk}/", {"purpose": "court", "copies": "", "later": "1"}, follow=True
    )
    assert "Saved" in text(answer)
    assert f"/my/drafts/{draft.pk}/" in text(answer)
    assert 'value="court" id="id_purpose_1" required checked' in text(
        client.get(f"/my/drafts/{draft.pk}/")
    ) or ("checked" in text(client.get(f"/my/drafts/{draft.pk}/")))


def test_sent_twice_it_is_one_case_and_the_receipt_is_shown_again() -> None:
    draft = begun()
    client = as_(people.kim_haneul())
    filled = client.post(f"/my/drafts/{draft.pk}/", {"purpose": "bank", "copies": "1", "next": "1"})
    assert filled["Location"] == f"/my/drafts/{draft.pk}/check/"
    assert "For a bank" in text(client.get(filled["Location"]))
    first, second = client.post(filled["Location"]), client.post(filled["Location"])
    assert first["Location"] == second["Location"] == f"/my/sent/{draft.pk}/"
    assert Case.objects.count() == 1
    assert Case.objects.get().number in text(client.get(first["Location"]))


def test_nobody_opens_what_belongs_to_somebody_else() -> None:
    draft = begun("inconvenience-report")
    citizen, other = people.kim_haneul(), as_(people.lee_doyun())
    picture = ("photo", "구멍.png", small_picture())
    case = actions.apply(
        "inconvenience-report", people.city(), citizen, {"category": "road"}, [picture], by=citizen
    )
    [file] = queries.files_of(case.pk)
    mine, owner = f"/my/cases/{case.pk}/", as_(citizen)
    for address in (mine, f"{mine}files/{file.id}/", f"{mine}answer/", f"{mine}withdraw/", f"{mine}object/"):
        assert other.get(address).status_code == 404, address
        assert as_().get(address).status_code == 302, address
        assert owner.get(address).status_code in (200, 409), address
    assert other.get(f"/my/sent/{case.pk}/").status_code == 404
    assert other.get(f"/my/drafts/{draft.pk}/").status_code == 404
    assert other.get(f"{mine}documents/x/").status_code == 404


def test_a_file_that_is_not_what_it_says_is_refused_and_the_rest_is_kept() -> None:
    draft = begun("inconvenience-report")
    client, page = as_(people.kim_haneul()), f"/my/drafts/{draft.pk}/"
    typed = {"category": "road", "place": "마당로 3", "description": "구멍", "next": "1"}
    false = SimpleUploadedFile("photo.png", b"MZ\x90\x00 this is a program", "image/png")
    answer = client.post(page, {**typed, "photo": false})
    assert answer.status_code == 422
    assert "마당로 3" in text(answer)
    assert not Attachment.objects.exists()
    true = SimpleUploadedFile("photo.png", small_picture(), "image/png")
    answer = client.post(page, {**typed, "photo": true})
    assert answer.status_code == 302
    [file] = queries.files_of(draft.pk)
    shown: Any = client.get(f"{page}files/{file.id}/")
    assert shown["Content-Type"] == "image/png"
    assert "sandbox" in shown["Content-Security-Policy"]
    client.post(page, {**typed, "remove": str(file.id)})
    assert not Attachment.objects.exists()


def test_a_form_that_changed_meanwhile_has_to_be_checked_again() -> None:
    from madang.work.services.definition import ServiceDefinition

    draft = begun()
    client = as_(people.kim_haneul())
    client.post(f"/my/drafts/{draft.pk}/", {"purpose": "bank", "copies": "1", "next": "1"})
    body = dict(draft.definition.body)
    body["version"] = 2
    body["form"] = [each for each in body["form"] if each["key"] != "members_shown"]
    body["documents"] = []
    body["ends"] = [{k: v for k, v in end.items() if k != "document"} for end in body["ends"]]
    body["depth"] = "applied"
    body.pop("filed_from", None)
    actions.publish(ServiceDefinition.of(body), by=None)
    answer = client.post(f"/my/drafts/{draft.pk}/check/", follow=True)
    assert "was changed while you were filling it in" in text(answer)
    assert not Case.objects.exists()
    client.post(f"/my/drafts/{draft.pk}/", {"purpose": "bank", "copies": "1", "next": "1"})
    client.post(f"/my/drafts/{draft.pk}/check/")
    assert Case.objects.get().definition.version == 2


def test_a_clerk_enters_for_a_caller() -> None:
    offer("resident-certificate")
    clerk, citizen = people.park_seoyeon(), people.kim_haneul()
    client = as_(clerk)
    page = "/office/enter/resident-certificate/"
    wrong = client.post(page, {"channel": "phone", "who": "account", "person": "nobody"})
    assert wrong.status_code == 422
    begun = client.post(page, {"channel": "counter", "who": "account", "person": citizen.username})
    assert begun.status_code == 302
    draft = Draft.objects.get()
    assert (draft.person, draft.entered_by, draft.channel) == (citizen, clerk, "counter")
    assert as_(citizen).get(begun["Location"]).status_code == 404  # it is the clerk's until it is sent
    client.post(begun["Location"], {"purpose": "bank", "copies": "2", "next": "1"})
    sent = client.post(f"{begun['Location']}check/")
    receipt = text(client.get(sent["Location"]))
    case = Case.objects.get()
    assert case.number in receipt
    assert "Tell the caller" in receipt
    assert (case.applicant, case.channel) == (citizen, "counter")
    assert as_(citizen).get(f"/my/cases/{case.pk}/").status_code == 200


def test_only_the_unit_that_answers_enters_for_others() -> None:
    offer("resident-certificate")
    assert as_(people.jung_yujin()).get("/office/enter/resident-certificate/").status_code == 403
    assert as_(people.stranger()).get("/office/enter/resident-certificate/").status_code == 200
    assert as_(people.kim_haneul()).get("/office/enter/resident-certificate/").status_code == 403


def test_a_case_is_withdrawn_once_and_says_so() -> None:
    offer("inconvenience-report")
    citizen = people.kim_haneul()
    case = actions.apply("inconvenience-report", people.city(), citizen, {"category": "road"}, by=citizen)
    client = as_(citizen)
    assert client.get(f"/my/cases/{case.pk}/withdraw/").status_code == 200
    key = str(uuid4())
    for _ in range(2):
        client.post(f"/my/cases/{case.pk}/withdraw/", {"text": "", "key": key})
    case.refresh_from_db()
    assert case.outcome == "withdrawn"
    assert client.get(f"/my/cases/{case.pk}/withdraw/").status_code == 409
    assert client.get(f"/reports/{case.number}/").status_code == 404


def test_my_cases_and_drafts_are_listed_and_empty_lists_say_what_to_do() -> None:
    offer("resident-certificate")
    citizen = people.kim_haneul()
    client = as_(citizen)
    assert "Find a service" in text(client.get("/my/cases/"))
    assert "Find a service" in text(client.get("/my/drafts/"))
    case = actions.apply("resident-certificate", people.city(), citizen, ANSWERS, by=citizen)
    assert case.number in text(client.get("/my/cases/"))
    assert case.number not in text(client.get("/my/cases/?only=open"))
    assert case.number in text(client.get(f"/my/cases/?number={case.number}"))


def test_lists_ask_no_query_for_each_row(django_assert_max_num_queries: Any) -> None:
    city, citizen = offer("resident-certificate"), people.kim_haneul()
    client = as_(citizen)
    for _ in range(3):
        actions.apply("resident-certificate", city, citizen, ANSWERS, by=citizen)
    client.get("/my/cases/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get("/my/cases/")
    for _ in range(6):
        actions.apply("resident-certificate", city, citizen, ANSWERS, by=citizen)
    with django_assert_max_num_queries(len(few)):
        client.get("/my/cases/")


def test_public_reports_can_be_followed_in_a_news_reader(client: Client) -> None:
    offer("inconvenience-report")
    citizen = people.kim_haneul()
    said = {"category": "light", "place": {"address": "별빛길 7"}, "description": "비밀 이야기"}
    case = actions.apply("inconvenience-report", people.city(), citizen, said, by=citizen)
    answer = client.get("/reports/feed/")
    assert answer["Content-Type"].startswith("application/atom+xml")
    entry = ElementTree.fromstring(answer.content).find("{http://www.w3.org/2005/Atom}entry")  # noqa: S314  # our own
    assert entry is not None
    told = "".join(entry.itertext())
    assert f"/reports/{case.number}/" in answer.content.decode()
    assert "별빛길 7" in told
    assert citizen.name not in told
    assert "비밀 이야기" not in answer.content.decode()
    narrowed = client.get("/reports/feed/?service=none-such&status=open")
    assert narrowed.status_code == 200


def test_who_may_not_see_a_page_reads_who_may() -> None:
    answer = as_(people.kim_haneul()).get("/office/")
    assert answer.status_code == 403
    assert "This page is for officials" in answer.content.decode()
