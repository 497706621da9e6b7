"""Whether cases went as the definition says, on the shipped permit."""

import pytest

from madang.insight.evidence.measures.conformance import Conformance, Model, Way, conformance
from madang.work.services.definition import SHIPPED, load


@pytest.fixture(scope="module")
def permit() -> Model:
    found = load(SHIPPED / "environmental-permit" / "service.yaml").definition
    assert found is not None
    assert found.flow is not None
    return Model.of(found.flow)


def told(permit: Model, *steps: str, roles: tuple[str, ...] | None = None) -> Conformance:
    return conformance([Way(steps, roles or ("",) * len(steps), 7)], permit)


def test_goes_as_the_definition_says(permit: Model) -> None:
    steps = (
        "received",
        "ask",
        "answered",
        "accept",
        "opinion",
        "propose_grant",
        "return",
        "propose_refusal",
        "refuse",
    )
    found = told(permit, *steps)
    assert found.as_json()["share"] == 1
    assert (found.cases, found.conforming, found.unknown_steps, found.without_role) == (7, 7, 14, 49)


def test_an_objection_reopens_a_refusal(permit: Model) -> None:
    assert told(permit, "accept", "propose_refusal", "refuse", "objected", "overturn").conforming == 7


def test_names_the_stage_that_was_skipped(permit: Model) -> None:
    found = told(permit, "received", "propose_grant", "grant")
    assert found.skipped == {"intake": 7}
    assert told(permit, "grant").skipped == {"intake": 7, "examination": 7}
    assert not found.out_of_order


def test_names_the_act_that_came_out_of_order(permit: Model) -> None:
    found = told(permit, "accept", "propose_grant", "grant", "accept")
    assert found.out_of_order == {"accept": 7}
    assert found.conforming == 0


def test_names_the_act_of_somebody_not_entitled(permit: Model) -> None:
    found = told(permit, "accept", "propose_grant", "grant", roles=("clerk", "clerk", "clerk"))
    assert found.not_entitled == {"grant": 7}
    assert told(permit, "accept", roles=("clerk",)).conforming == 7


def test_knows_acts_by_their_labels(permit: Model) -> None:
    assert told(permit, "검토 시작", "Propose to grant", "Grant the permit").conforming == 7


def test_says_when_the_time_ran_out(permit: Model) -> None:
    found = conformance([Way(("accept",), ("",), 3)] * 2, permit, bound=-1).as_json()
    assert (found["finished"], found["cases_not_walked"], found["share"]) == (False, 6, None)


def test_judges_nothing_that_the_definition_does_not_know(permit: Model) -> None:
    assert told(permit, "dance").as_json()["share"] is None


def test_steps_that_the_definition_does_not_know_say_nothing(permit: Model) -> None:
    found = told(permit, "Confirmation of receipt", "T06 Determine necessity of stop advice")
    assert found.as_json()["share"] is None
