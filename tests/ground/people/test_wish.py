import pytest
from django.test import Client

from madang.ground.people import actions
from madang.ground.people.models import Person
from tests import people

pytestmark = pytest.mark.django_db
WISHES = {"language": "en", "daily_digest": "on", "phone": "010-1234-5678"}


@pytest.fixture
def client(citizen: Person) -> Client:
    found = Client(headers={"accept-language": "ko"})
    found.force_login(citizen)
    return found


def test_the_page_shows_what_is_wished_and_takes_what_is_new(client: Client, citizen: Person) -> None:
    assert "내 계정" in client.get("/account/").text
    answer = client.post("/account/", WISHES, follow=True)
    citizen.refresh_from_db()
    assert (citizen.language, citizen.daily_digest, citizen.phone) == ("en", True, "010-1234-5678")
    assert "My account" in answer.text


@pytest.mark.parametrize("phone", ["전화", "123", "010-1234-5678-9012-3456-7890-1"])
def test_what_is_no_phone_number_is_refused_with_a_sentence(
    client: Client, citizen: Person, phone: str
) -> None:
    answer = client.post("/account/", WISHES | {"phone": phone})
    assert answer.status_code == 422
    assert "010-1234-5678" in answer.text
    citizen.refresh_from_db()
    assert citizen.language == "ko"


def test_only_officials_are_led_to_absences(client: Client) -> None:
    assert "/organisation/absence/" not in client.get("/account/").text
    office = Client()
    office.force_login(people.park_seoyeon())
    assert "/organisation/absence/" in office.get("/account/").text


def test_nobody_changes_the_wishes_of_another(citizen: Person) -> None:
    with pytest.raises(PermissionError):
        actions.wish(citizen, language="en", daily_digest=False, phone="", by=people.park_seoyeon())
