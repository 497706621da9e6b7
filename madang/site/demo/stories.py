"""Telling the demo's stories: invented cases of the last months, with real acts by the people of the country."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import yaml
from django.conf import settings
from django.utils import timezone

from madang.flow import actions as flow
from madang.flow.queries import Case
from madang.ground.law.queries import add_working
from madang.ground.organisations.queries import Government
from madang.ground.people.queries import Person
from madang.lib import pdf
from madang.site.demo.records import PLACES
from madang.work.services import actions as services

SEED = 20261121
MONTHS = 4
PLAN = (
    "<html lang=ko><title>설치 계획서</title><h1>설치 계획서 (가상 자료)</h1><p>지어낸 시설의 계획입니다.</p>"
)


@cache
def _plan() -> bytes:
    """The plan of a facility, as a real PDF file."""
    return pdf.render(PLAN, settings.FRONT_END / "krds-uiux" / "resources" / "fonts")


@dataclass(frozen=True)
class Teller:
    """What a story needs: the dice, the governments, the people by user name, and the background citizens."""

    dice: Random
    governments: dict[str, Government]
    people: dict[str, Person]
    citizens: list[Person]


def stories() -> list[dict[str, Any]]:
    """The stories as written."""
    told: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "stories.yaml").read_text())
    return told


def tell_all(teller: Teller, number: int) -> Iterator[Case]:
    """Tell that many stories, spread over the last months; open ones lately."""
    written = stories()
    weights = [story["weight"] for story in written]
    for story in teller.dice.choices(written, weights, k=number):
        yield tell(teller, story)


def tell(teller: Teller, story: dict[str, Any]) -> Case:
    """Let one story happen, each step at its own time; a step that would lie ahead is not told."""
    dice, now = teller.dice, timezone.now()
    back = timedelta(days=dice.uniform(0.2, 6) if story.get("open") else dice.uniform(1, 30 * MONTHS))
    at = add_working(now - back, timedelta(minutes=dice.randint(1, 400)))
    at = min(at, now - timedelta(minutes=5))
    citizen = dice.choice(teller.citizens)
    case = services.apply(
        story["service"],
        teller.governments[story.get("government", "saebit")],
        citizen,
        _placed(story["answers"], dice),
        attachments=_attachments(story),
        id=UUID(int=dice.getrandbits(128), version=4),
        channel=story.get("channel", "web"),
        at=at,
        by=citizen,
    )
    for step in story["steps"]:
        at = add_working(
            at, timedelta(minutes=dice.randint(60 * step["after"][0] + 1, 60 * step["after"][1]))
        )
        if at >= now:
            break
        _step(teller, case.pk, step, citizen, at)
    return Case.objects.get(pk=case.pk)


def _placed(answers: dict[str, Any], dice: Random) -> dict[str, Any]:
    """The answers at an invented place of the city, one that the land register knows."""
    where = dice.choice(PLACES)
    return {
        name: {"address": said["address"].replace("PLACE", where)} if isinstance(said, dict) else said
        for name, said in answers.items()
    }


def _attachments(story: dict[str, Any]) -> list[tuple[str, str, bytes]]:
    return [("plan", "설치계획서.pdf", _plan())] if story["service"] == "environmental-permit" else []


def _step(teller: Teller, case_id: UUID, step: dict[str, Any], citizen: Person, at: datetime) -> None:
    who, text = step["who"], step.get("text", "")
    if step.get("answer"):
        flow.answer(case_id, text=text, at=at, by=citizen)
    elif step.get("opinion"):
        flow.give_opinion(case_id, opinion=step["opinion"], text=text, at=at, by=teller.people[who])
    else:
        changed = Case.objects.values_list("state__changed", flat=True).get(pk=case_id)
        options = {"period": step["period"]} if "period" in step else {}
        flow.act(case_id, step["act"], changed=changed, reason=text, at=at, by=teller.people[who], **options)
