"""What the page about the rows promises can be done, and it claims no number that is none."""

import re
from collections import Counter
from typing import get_args

import pytest
from django.test import Client

from madang.flow.definition import FlowDefinition
from madang.ground.organisations import actions as organisations
from madang.ground.people.models import Person
from madang.insight.claims import actions as claims
from madang.work.services import actions as services
from madang.work.services.definition import ServiceDefinition, load, shipped
from madang.work.services.definition.service import Depth
from madang.work.services.views.forms import DEPTHS
from tests.docs.pages import DOCS, inline

PAGE = DOCS / "rows.md"
SERVED = [
    "A4",
    "A10",
    "B4",
    "B5",
    "B10",
    "B14",
    "B21",
    "B30",
    "B42",
    "B47",
    "B49",
    "B51",
    "B52",
    "B53",
    "B54",
    "B55",
    "B56",
    "B57",
    "B58",
    "B61",
    "B62",
    "B63",
    "C20",
    "C21",
    "C24",
    "C29",
    "D1",
    "D10",
    "D11",
]


def _services() -> dict[str, ServiceDefinition]:
    loaded = [load(file).definition for file in shipped()]
    return {definition.key: definition for definition in loaded if definition}


def _rows() -> list[list[str]]:
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if re.match(r"\| [A-D]\d+ \|", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_each_row_says_where_it_is_done_and_what_is_missing() -> None:
    assert [row[0] for row in _rows()] == SERVED
    assert all(len(row) == 4 and all(row) for row in _rows())


@pytest.fixture
def demo(db: None) -> list[Client]:
    """The demo's country with its services, and some of its people at their screens."""
    city = organisations.found_country(by=None)
    services.publish_all(by=None)
    claims.load_shipped(government=city)
    clients = []
    for username in ("haneul.kim", "daeun.seo", "narae.bong", "yujin.jung"):
        client = Client()
        client.force_login(
            Person.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
        )
        clients.append(client)
    return clients


def test_the_addresses_of_the_table_answer(demo: list[Client]) -> None:
    addresses = {said for row in _rows() for said in re.findall(r"`(/[^`]+)`", row[2])}
    assert len(addresses) > 10
    lost = [
        address for address in addresses if 200 not in {client.get(address).status_code for client in demo}
    ]
    assert not lost


def test_the_four_depths_are_distinct_and_counted_rightly() -> None:
    assert [key for key, _ in DEPTHS[1:]] == list(get_args(Depth))
    count = Counter(service.depth for service in _services().values())
    wanted = f"it holds {count['inspected']}, {count['issued']}, {count['applied']} and {count['informed']} services"
    assert wanted in " ".join(PAGE.read_text("utf-8").split())


def test_the_tax_hearing_promises_eight_days_and_claims_nothing() -> None:
    service = _services()["tax-hearing"]
    assert isinstance(service.flow, FlowDefinition)
    assert service.flow.clock.period == "12 days"
    assert [promise.within for promise in service.standard] == ["8 days"]
    said = [service.title, service.summary, service.gives, *(end.title for end in service.ends.values())]
    assert not any(re.search(r"\d", text.ko + text.en) for text in said)


def test_only_commands_and_addresses_are_in_backticks() -> None:
    other = [said for said in inline(PAGE) if not re.match(r"/|madang |[A-D]\d", said)]
    assert not other
