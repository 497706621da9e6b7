"""The API says what the pages say, and its own description holds."""

import json
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given, settings
from pytest_django.live_server_helper import LiveServer
from schemathesis.core.result import Ok

from madang.flow.queries import Case
from madang.work.services import actions as services
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def published() -> None:
    people.city()
    services.publish_all(by=None)


def get(address: str, client: Client | None = None) -> Any:
    response = (client or Client()).get(address)
    assert response.status_code == 200, response.content
    return response.json()


def test_the_catalogue_tells_depth_and_grade() -> None:
    found = {service["key"]: service for service in get("/api/services")}
    assert found["resident-certificate"]["depth"] == "issued"
    assert found["office-hours-guide"]["grade"] == "1.0"


def test_a_service_opens_with_the_definition_under_its_hash() -> None:
    found = get("/api/services/environmental-permit")
    assert found["definition"]["clock"]["rule"] == "kr-petition"
    assert len(found["hash"]) == 64
    assert Client().get("/api/services/unknown").status_code == 404


def test_a_due_date_comes_with_its_arithmetic() -> None:
    asked = {"rule": "kr-petition", "received": "2017-09-25T10:00:00+09:00", "period": "6 days"}
    response = Client().post("/api/due", json.dumps(asked), content_type="application/json")
    assert response.json()["due"].startswith("2017-10-10T")
    assert response.json()["explanation"]["ko"]


def test_a_period_that_cannot_be_read_gets_a_sentence() -> None:
    asked = {"rule": "kr-petition", "received": "2017-09-25T10:00:00+09:00", "period": "soon"}
    response = Client().post("/api/due", json.dumps(asked), content_type="application/json")
    assert response.status_code == 422
    assert "soon" in response.json()["detail"]


def test_who_is_not_signed_in_sees_no_cases() -> None:
    assert Client().get("/api/cases").status_code == 401


def test_applying_twice_with_one_id_is_one_case() -> None:
    client = Client()
    client.force_login(people.kim_haneul())
    people.unit("civil-affairs")
    asked = {
        "id": str(uuid4()),
        "service": "resident-certificate",
        "government": people.city().code,
        "answers": {"purpose": "bank", "copies": 1},
    }
    answers = [
        client.post("/api/cases", json.dumps(asked), content_type="application/json") for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201], answers[0].content
    assert Case.objects.count() == 1
    assert [case["number"] for case in get("/api/cases", client)["items"]] == [answers[0].json()["number"]]


def test_wrong_answers_are_named() -> None:
    client = Client()
    client.force_login(people.kim_haneul())
    asked = {
        "id": str(uuid4()),
        "service": "resident-certificate",
        "government": people.city().code,
        "answers": {},
    }
    response = client.post("/api/cases", json.dumps(asked), content_type="application/json")
    assert response.status_code == 422
    assert "purpose" in response.json()["errors"]


@pytest.mark.django_db(transaction=True)
def test_the_description_holds_for_whatever_is_sent(live_server: LiveServer) -> None:
    schema = schemathesis.openapi.from_url(f"{live_server.url}/api/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) >= 8
    for operation in operations:
        _try(operation.as_strategy())


def _try(strategy: Any) -> None:
    @given(case=strategy)
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    def never_fails(case: Any) -> None:
        response = case.call()
        assert response.status_code < 500, f"{case.method} {case.path}: {response.status_code}"

    never_fails()
