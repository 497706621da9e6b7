"""Evidence is fetched from a register with purpose and basis; a register that fails delays nobody."""

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from madang.lib import connectors
from madang.work.services.definition import Evidence as Wanted
from madang.work.services.definition import registers
from madang.work.services.registers.actions import fetch_evidence, fill_demo_register
from madang.work.services.registers.models import DemoRecord
from madang.work.services.registers.queries import Answer, Evidence, Found, NotFound, Unavailable, look_up
from madang.work.services.registers.rules import hash_of, is_applicants

pytestmark = pytest.mark.django_db

CASE = uuid4()
HANEUL = {
    "name": "김하늘",
    "birth_date": "1988-04-02",
    "address": "마당로 12",
    "members": ["김하늘", "이마루"],
}
LAW = {"act": {"ko": "주민등록법", "en": "Resident Registration Act"}, "article": "29"}


def wanted(basis: str = "law", fetch: Sequence[str] = ("address", "members")) -> Wanted:
    law = LAW if basis == "law" else None
    return Wanted.model_validate(
        {"register": "residents", "fetch": list(fetch), "basis": basis, "law": law, "else": "upload"}
    )


def fetch(
    identity: str | None = "880402-4000001", applicant: Mapping[str, Any] | None = None, **more: Any
) -> Evidence:
    need = more.pop("need", wanted())
    return fetch_evidence(
        "household", need, identity, applicant or {}, purpose="등본 교부", case=CASE, **more
    )


@pytest.fixture
def filled(db: None) -> None:
    fill_demo_register("residents", {"880402-4000001": HANEUL})


def test_no_more_is_read_than_is_needed(filled: None) -> None:
    evidence = fetch(applicant={"name": "김하늘"})
    assert evidence.found
    assert evidence.agrees
    assert evidence.values == {"address": "마당로 12", "members": ["김하늘", "이마루"]}
    assert "가상" in evidence.source["ko"]
    assert "invented" in evidence.source["en"]
    fact = evidence.as_fact()
    assert (fact["found"], fact["agrees"], fact["address"]) == (True, True, "마당로 12")


def test_every_look_leaves_register_fields_purpose_and_basis(filled: None) -> None:
    look = fetch(by="system").look
    assert look is not None
    assert look["register"] == "residents"
    assert look["fields"] == ["address", "members", "name", "birth_date"]
    assert look["purpose"] == "등본 교부"
    assert look["basis"] == {"ko": "주민등록법 제29조", "en": "Resident Registration Act, art. 29"}
    assert look["outcome"] == "found"
    assert "마당로" not in str(look)


@pytest.mark.parametrize(
    ("applicant", "agrees"),
    [
        ({"name": "김하늘", "birth_date": "1988-04-02"}, True),
        ({"name": "김 하늘"}, True),
        ({"name": "이마루"}, False),
        ({"name": "김하늘", "birth_date": "1988-04-03"}, False),
        ({}, True),
    ],
)
def test_a_record_of_somebody_else_does_not_agree(
    filled: None, applicant: dict[str, str], agrees: bool
) -> None:
    assert fetch(applicant=applicant).agrees is agrees


def test_what_is_not_there_is_said(filled: None) -> None:
    assert fetch("990101-1000000").problem == "not-found"
    assert fetch(None).problem == "no-identity"
    assert fetch(None).look is None


def test_without_consent_nobody_is_asked(filled: None) -> None:
    refused = fetch(need=wanted("consent"))
    assert (refused.problem, refused.look) == ("no-consent", None)
    given_ = fetch(need=wanted("consent"), consented=True)
    assert given_.found
    assert given_.look is not None
    assert given_.look["basis"]["en"] == "consent of the person"


def test_an_empty_demo_register_is_no_register(db: None) -> None:
    evidence = fetch()
    assert evidence.problem == "unavailable"
    assert evidence.look is not None
    assert evidence.look["outcome"] == "unavailable"


def test_filling_again_replaces(filled: None) -> None:
    assert fill_demo_register("residents", {"880402-4000001": {**HANEUL, "address": "새 주소"}}) == 1
    assert DemoRecord.objects.count() == 1
    assert fetch().values["address"] == "새 주소"


def test_the_demo_can_fill_every_register(db: None) -> None:
    for key, register in registers().items():
        example = {name: field.example for name, field in register.fields_.items()}
        fill_demo_register(key, {"1": example})
        answer = look_up(key, "1", list(example), purpose="p", basis="b", case=CASE)
        assert isinstance(answer, Found)
        assert answer.values == example


class Slow:
    key, seconds = "residents", 0.05

    def look_up(
        self, identity: str, fields: Sequence[str], *, purpose: str, basis: str, case: UUID
    ) -> Answer:
        time.sleep(0.5)
        return NotFound({"ko": "느림", "en": "slow"})


class Broken(Slow):
    def look_up(
        self, identity: str, fields: Sequence[str], *, purpose: str, basis: str, case: UUID
    ) -> Answer:
        raise ConnectionResetError("peer went away")


class Real(Slow):
    seconds = 5.0

    def look_up(
        self, identity: str, fields: Sequence[str], *, purpose: str, basis: str, case: UUID
    ) -> Answer:
        return Found(
            dict.fromkeys(fields, "x"), datetime(2026, 11, 1, tzinfo=UTC), {"ko": "실제", "en": "real"}
        )


@pytest.mark.parametrize(
    ("named", "problem"), [("Slow", "unavailable"), ("Broken", "unavailable"), ("Real", "")]
)
def test_a_connector_named_in_the_settings_is_asked(
    db: None, settings: Settings, named: str, problem: str
) -> None:
    connectors._from_settings.cache_clear()
    settings.REGISTERS = {"residents": f"{__name__}.{named}"}
    began = time.perf_counter()
    evidence = fetch()
    assert evidence.problem == problem
    assert evidence.found is (problem == "")
    assert time.perf_counter() - began < 0.4


def test_a_connector_that_cannot_be_loaded_is_an_outcome_too(db: None, settings: Settings) -> None:
    settings.REGISTERS = {"residents": "nowhere.at:All"}
    answer = look_up("residents", "1", ["name"], purpose="p", basis="b", case=CASE)
    assert isinstance(answer, Unavailable)
    assert "nowhere.at:All" in answer.reason


@given(st.dictionaries(st.text(max_size=10), st.text(max_size=10), max_size=5))
def test_the_same_answer_has_the_same_hash(values: dict[str, str]) -> None:
    turned = dict(reversed(values.items()))
    assert hash_of("residents", values, "t") == hash_of("residents", turned, "t")
    assert hash_of("residents", {**values, "x": "changed"}, "t") != hash_of(
        "residents", {**values, "x": "was"}, "t"
    )
    assert is_applicants(values, values)
