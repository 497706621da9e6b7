"""Every worked case lived through by real people in the real engine comes out as it does on paper."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import pytest

from madang.flow import actions
from madang.flow.actions import NotPossible
from madang.flow.definition import Actor, FlowDefinition
from madang.flow.definition.rehearsal import Step
from madang.flow.models import Case
from madang.ground.organisations.models import Holding, Post, Unit
from madang.ground.people.models import Person
from madang.work.services.checking import check
from madang.work.services.definition import ServiceDefinition, canonical, shipped
from madang.work.services.examples import Example, walk
from tests import people

CASES = [
    pytest.param(checked.loaded.definition, example, id=f"{file.parent.name}: {example.name.en}")
    for file in shipped()
    if (checked := check(file)).loaded.definition
    for example in checked.cases.examples
]


@dataclass
class Office:
    """The units that a definition needs, and its people, made as they are needed."""

    owner: str
    flow: FlowDefinition
    applicant: Person

    def __post_init__(self) -> None:
        asked = {act.unit for stage in self.flow.stages.values() for act in stage.acts.values() if act.unit}
        for key in asked | {actor.unit for actor in self.flow.actors.values()} - {"owner"} | {self.owner}:
            self.unit(key)

    def unit(self, key: str) -> Unit:
        defaults = {"name_ko": key, "name_en": key, "kind": "division", "valid_from": people.SINCE}
        return Unit.objects.get_or_create(
            government=people.city(), key=key, valid_until=None, defaults=defaults
        )[0]

    def person(self, who: str) -> Person:
        if who == "applicant":
            return self.applicant
        actor = self.flow.actors[who.partition("#")[0]]
        return self.official(who.replace("#", "-"), self._unit_of(actor), actor.role)

    def official(self, username: str, unit: Unit, role: str) -> Person:
        somebody = people.person(username, username, username)
        if not somebody.holdings.exists():
            post = Post.objects.create(
                unit=unit, title_ko=role, title_en=role, roles=[role], valid_from=people.SINCE
            )
            Holding.objects.create(post=post, person=somebody, valid_from=people.SINCE)
        return somebody

    def _unit_of(self, actor: Actor) -> Unit:
        return self.unit(self.owner if actor.unit == "owner" else actor.unit)


def live(office: Office, case: Case, step: Step, at: datetime) -> None:
    """Let one step happen in the engine."""
    case.refresh_from_db()
    if step.act is not None:
        stage = office.flow.stages.get(case.stage)
        act = stage.acts.get(step.act) if stage else None
        does = act.does if act else "move"
        unit = office.unit("civil-affairs") if does == "transfer" else None
        who = step.by or (act and act.by) or (stage and stage.by) or next(iter(office.flow.actors))
        actions.act(
            case.pk,
            step.act,
            changed=case.state["changed"],
            reason=step.reason or "",
            period=step.period,
            unit=unit,
            at=at,
            by=office.person(who),
        )
    elif step.opinion is not None:
        asked = case.state["opinions"][-1]
        expert = office.official("an-expert", Unit.objects.get(pk=asked["unit"]), "expert")
        actions.give_opinion(case.pk, opinion=asked["number"], text="의견", at=at, by=expert)
    elif step.applicant == "answers":
        actions.answer(case.pk, text="답", at=at, by=office.applicant)
    elif step.applicant == "withdraws":
        actions.withdraw(case.pk, at=at, by=office.applicant)
    else:
        actions.object_to(case.pk, text="이의", at=at, by=office.applicant)


@pytest.mark.django_db
@pytest.mark.parametrize(("service", "example"), CASES)
def test_paper_and_engine_agree(service: ServiceDefinition, example: Example, citizen: Person) -> None:
    assert service.flow is not None
    office = Office(service.owner, service.flow, citizen)
    definition = actions.publish(
        kind="service", key=service.key, version=service.version, body=canonical(service), by=None
    )
    case = actions.receive(
        definition,
        id=uuid4(),
        government=people.city(),
        unit=office.unit(service.owner),
        applicant=citizen,
        facts=example.given.model_dump(),
        channel=example.channel,
        at=example.at,
        by=citizen,
    )
    refused, at = set(), example.at
    for number, step in enumerate(example.do):
        at = step.at or at
        try:
            live(office, case, step, at)
        except NotPossible:
            refused.add(number)
    case.refresh_from_db()
    paper = walk(service, example)
    assert paper is not None
    assert refused == set(paper.refusals)
    assert (case.stage, case.status, case.outcome) == (
        paper.state.stage,
        paper.state.status,
        paper.state.outcome,
    )
    assert case.due_at == paper.due()
    assert case.closed_at == paper.state.closed_at
