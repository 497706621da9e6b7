from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from madang.ground.organisations import actions, queries
from madang.ground.people.actions import Unacceptable
from madang.ground.people.models import Absence, Person
from tests import people

pytestmark = pytest.mark.django_db


def away(person: Person, deputy: Person | None, first: int = 1, last: int = 3) -> Absence:
    now = timezone.now()
    starts, ends = now + timedelta(days=first), now + timedelta(days=last)
    return actions.be_absent(person, deputy, starts=starts, ends=ends, by=person)


def roles(person: Person) -> set[str]:
    return {a.role for a in queries.authorities(person, at=timezone.now() + timedelta(days=2))}


def test_the_deputy_gets_the_authority_and_loses_it_when_the_absence_is_cancelled() -> None:
    head, clerk = people.choi_junho(), people.park_seoyeon()
    absence = away(head, clerk)
    assert roles(clerk) == {"clerk", "head"}
    client = Client()
    client.force_login(head)
    client.post(f"/organisation/absence/{absence.pk}/cancel/")
    assert roles(clerk) == {"clerk"}


@pytest.mark.parametrize(
    ("deputy", "field"), [("stranger", "deputy"), ("kim_haneul", "deputy"), ("choi_junho", "deputy")]
)
def test_only_another_colleague_can_be_deputy(deputy: str, field: str) -> None:
    with pytest.raises(Unacceptable) as refusal:
        away(people.choi_junho(), getattr(people, deputy)())
    assert refusal.value.field == field
    assert not Absence.objects.exists()


def test_a_deputy_who_is_away_is_refused_and_so_is_a_second_absence() -> None:
    head, clerk, other = people.choi_junho(), people.park_seoyeon(), people.kang_minjae()
    away(clerk, None)
    with pytest.raises(Unacceptable, match="박서연"):
        away(head, clerk)
    away(head, other)
    with pytest.raises(Unacceptable):
        away(head, other, 2, 5)
    away(head, other, 3, 5)


def test_citizens_and_the_past_and_upside_down_times_are_refused() -> None:
    for person, first, last in [
        (people.kim_haneul(), 1, 2),
        (people.choi_junho(), -3, -2),
        (people.choi_junho(), 3, 2),
    ]:
        with pytest.raises(Unacceptable):
            away(person, None, first, last)


def test_nobody_records_or_cancels_for_somebody_else() -> None:
    head, clerk = people.choi_junho(), people.park_seoyeon()
    now = timezone.now()
    with pytest.raises(PermissionError):
        actions.be_absent(head, None, starts=now, ends=now + timedelta(days=1), by=clerk)
    absence = away(head, None)
    client = Client()
    client.force_login(clerk)
    assert client.post(f"/organisation/absence/{absence.pk}/cancel/").status_code == 404


def test_the_page_records_and_says_what_is_wrong() -> None:
    head, clerk = people.choi_junho(), people.park_seoyeon()
    client = Client(headers={"accept-language": "ko"})
    client.force_login(head)
    assert "박서연" in client.get("/organisation/absence/").text
    asked = {"starts": "2027-03-02T09:00", "ends": "2027-03-01T18:00", "deputy": clerk.pk, "reason": "연가"}
    answer = client.post("/organisation/absence/", asked)
    assert answer.status_code == 422
    assert "끝나는 때가" in answer.text
    assert client.post("/organisation/absence/", asked | {"ends": "2027-03-03T18:00"}).status_code == 302
    absence = Absence.objects.get()
    assert absence.starts.isoformat() == "2027-03-02T00:00:00+00:00"  # nine in Seoul
    client.force_login(clerk)
    assert "최준호" in client.get("/organisation/absence/").text


def test_citizens_have_no_such_page() -> None:
    client = Client()
    client.force_login(people.kim_haneul())
    assert client.get("/organisation/absence/").status_code == 403
