import pytest
from django.test import Client

from madang.ground.notices import actions, queries
from madang.ground.notices.models import Notice
from madang.ground.people.models import Person
from tests import people

pytestmark = pytest.mark.django_db


def tell(person: Person, number: int = 0, link: str = "/organisation/") -> Notice:
    words = {"ko": f"소식 {number}", "en": f"News {number}"}
    actions.notify(
        person, government=people.city(), kind="news", subject=words, body=words, link=link, by=None
    )
    return Notice.objects.latest("pk")


def signed_in(person: Person) -> Client:
    client = Client(headers={"accept-language": person.language})
    client.force_login(person)
    return client


def test_whoever_is_not_signed_in_is_asked_to() -> None:
    assert "login" in Client().get("/notices/").headers["Location"]


def test_an_empty_list_says_what_will_stand_there(citizen: Person) -> None:
    assert "알림이 없습니다" in signed_in(citizen).get("/notices/").text


def test_unread_notices_stand_first_and_pages_follow(citizen: Person) -> None:
    notices = [tell(citizen, number) for number in range(25)]
    actions.mark_read(citizen, notices[24].pk, by=citizen)
    first = signed_in(citizen).get("/notices/").text
    assert "소식 23" in first
    assert "소식 24" not in first
    assert "소식 24" in signed_in(citizen).get("/notices/?page=2").text


def test_opening_a_notice_marks_it_read_and_goes_there(citizen: Person) -> None:
    notice = tell(citizen)
    answer = signed_in(citizen).post(f"/notices/{notice.pk}/open/")
    assert answer.headers["Location"] == "/organisation/"
    assert queries.unread(citizen) == 0


def test_a_link_never_leads_away_from_the_site(citizen: Person) -> None:
    for link in ("https://evil.example/", "//evil.example/"):
        answer = signed_in(citizen).post(f"/notices/{tell(citizen, link=link).pk}/open/")
        assert answer.headers["Location"] == "/notices/"


def test_a_look_at_the_list_changes_nothing_and_one_press_reads_all(citizen: Person) -> None:
    for number in range(3):
        tell(citizen, number)
    client = signed_in(citizen)
    client.get("/notices/")
    assert queries.unread(citizen) == 3
    assert client.get("/notices/read-all/").status_code == 405
    client.post("/notices/read-all/")
    assert queries.unread(citizen) == 0


def test_the_notice_of_somebody_else_is_not_there(citizen: Person) -> None:
    notice = tell(people.lee_doyun())
    assert signed_in(citizen).post(f"/notices/{notice.pk}/open/").status_code == 404
    assert queries.unread(people.lee_doyun()) == 1
