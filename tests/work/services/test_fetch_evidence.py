"""What registers know is not asked; where one is silent, the citizen is told and asked, or has to wait."""

from typing import Any

import pytest

from madang.flow.models import Case
from madang.ground.organisations.models import Government
from madang.work.services import actions
from madang.work.services.definition import SHIPPED, ServiceDefinition, canonical, load
from madang.work.services.models import Draft
from madang.work.services.registers.actions import fill_demo_register
from madang.work.services.registers.models import DemoRecord
from tests import people
from tests.work.services.offered import LONG_AGO, offer, unit_called
from tests.work.services.test_pages_of_citizens import as_, text

pytestmark = pytest.mark.django_db


def offer_changed(**evidence: Any) -> Government:
    """The resident certificate, its look-up changed."""
    shipped = load(SHIPPED / "resident-certificate" / "service.yaml").definition
    assert shipped is not None
    body = canonical(shipped) | {"version": 2}
    [household] = body["evidence"]
    household |= evidence
    if evidence.get("basis") == "consent":
        household.pop("law")
    city = offer("resident-certificate")
    actions.publish(ServiceDefinition.of(body), filed_from=LONG_AGO, by=None)
    return city


def begin(client: Any, **posted: str) -> Any:
    return client.post("/services/resident-certificate/apply/", posted)


FILLED = {"purpose": "bank", "copies": "1", "next": "1"}


def test_consent_is_asked_and_without_it_nothing_is_fetched() -> None:
    offer_changed(basis="consent")
    client = as_(people.kim_haneul())
    assert "I agree to this look-up" in text(client.get("/services/resident-certificate/apply/"))
    assert begin(client).status_code == 200  # a choice has to be made
    assert not Draft.objects.exists()
    page = begin(client, consent_household="no")["Location"]
    shown = text(client.get(page))
    assert "You did not agree to this look-up" in shown
    assert "household_paper" in shown  # it has to be shown instead
    page = begin(client, consent_household="yes")["Location"]
    assert "마당로 12" in text(client.get(page))


def test_a_register_that_is_silent_is_told_and_asked_again() -> None:
    offer_changed(**{"else": "refuse"})
    DemoRecord.objects.all().delete()
    client = as_(people.kim_haneul())
    page = begin(client)["Location"]
    assert "does not answer at the moment" in text(client.get(page))
    assert client.post(page, FILLED).status_code == 200
    assert client.get(f"{page}check/").status_code == 302
    assert not Case.objects.exists()
    fill_demo_register("residents", {"900101-2000001": {"name": "김하늘", "address": "마당로 12"}})
    client.post(page, {"fetch": "1"})
    assert "마당로 12" in text(client.get(page))
    assert client.post(page, FILLED)["Location"] == f"{page}check/"
    client.post(f"{page}check/")
    assert Case.objects.get().outcome == "granted"


def test_a_register_without_a_record_lets_the_citizen_show_a_paper() -> None:
    offer("resident-certificate")
    DemoRecord.objects.filter(identity="900101-2000001").delete()
    client = as_(people.kim_haneul())
    page = begin(client)["Location"]
    shown = text(client.get(page))
    assert "The register has no record of you" in shown
    assert "household_paper" in shown
    wrong = client.post(page, FILLED)
    assert wrong.status_code == 422
    assert "Please add the file" in text(wrong)


def test_a_register_of_places_is_asked_after_the_place_was_told() -> None:
    offer("environmental-permit")
    fill_demo_register("land", {"공단로 1": {"zone": "일반공업지역", "water_source": False}})
    citizen = people.kim_haneul()
    draft = actions.begin("environmental-permit", government=people.city(), person=citizen, by=citizen)
    client, page = as_(citizen), f"/my/drafts/{draft.pk}/"
    assert "as soon as you have told the place" in text(client.get(page))
    client.post(page, {"facility": "air", "site_place": "공단로 1", "later": "1"})
    assert "일반공업지역" in text(client.get(page))
    client.post(page, {"facility": "air", "site_place": "들판 9", "later": "1"})
    shown = text(client.get(page))
    assert "일반공업지역" not in shown
    assert "site_zone" in shown  # now it is asked


def test_the_government_is_chosen_once_and_remembered() -> None:
    offer("resident-certificate")
    unit_called("civil-affairs", people.neighbour())
    client = as_(people.kim_haneul())
    chosen = client.get("/services/resident-certificate/apply/")
    assert chosen["Location"] == "/services/resident-certificate/governments/?next=apply"
    page = "/services/resident-certificate/governments/"
    assert "Eunyeoul-si" in text(client.get(f"{page}?q=eunyeoul"))
    assert "Saebit-si" not in text(client.get(f"{page}?q=eunyeoul"))
    assert "No government of that name" in text(client.get(f"{page}?q=atlantis"))
    client.get("/services/resident-certificate/?government=eunyeoul")
    assert "Eunyeoul-si" in text(client.get("/services/resident-certificate/apply/"))
