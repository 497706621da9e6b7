"""A small permit that the tests of flow move about: every kind of act, an automatic stage, an objection."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from madang.flow import actions as flow
from madang.flow.queries import Case, Definition
from madang.ground.people.models import Person
from tests import people


def _said(word: str) -> dict[str, str]:
    return {"ko": word, "en": word}


BODY: dict[str, Any] = {
    "title": _said("permit"),
    "actors": {
        "clerk": {"role": "clerk"},
        "head": {"role": "head", "deputy": "delegation"},
        "reviewer": {"role": "head", "never": ["applicant", "decided-before"]},
    },
    "start": "sort",
    "stages": {
        "sort": {
            "title": _said("sort"),
            "auto": [{"when": {"form.small": True}, "go": "granted"}, {"go": "review"}],
        },
        "review": {
            "title": _said("review"),
            "by": "clerk",
            "within": "3 days",
            "late": [{"at": "100%", "go_up": "head"}],
            "acts": {
                "forward": {"label": _said("forward"), "to": "decision"},
                "ask": {"label": _said("ask"), "does": "ask", "within": "5 days", "at_most": 2},
                "consult": {"label": _said("consult"), "does": "opinion", "unit": "environment-lab"},
                "extend": {"label": _said("extend"), "does": "extend", "within": "10 days", "at_most": 1},
                "transfer": {"label": _said("transfer"), "does": "transfer"},
                "refuse": {"label": _said("refuse"), "to": "refused"},
            },
        },
        "decision": {
            "title": _said("decision"),
            "by": "head",
            "acts": {
                "grant": {"label": _said("grant"), "to": "granted"},
                "refuse": {"label": _said("refuse"), "to": "refused"},
                "back": {"label": _said("back"), "to": "review", "reason": True},
            },
        },
        "objection": {
            "title": _said("objection"),
            "by": "reviewer",
            "acts": {
                "uphold": {"label": _said("uphold"), "to": "refused"},
                "yield": {"label": _said("yield"), "to": "granted"},
            },
        },
    },
    "ends": {
        "granted": {"title": _said("granted"), "outcome": "granted"},
        "refused": {
            "title": _said("refused"),
            "outcome": "refused",
            "remedy": _said("object within 90 days"),
            "objection_within": "90 days",
            "reopens": "objection",
        },
        "withdrawn": {"title": _said("withdrawn"), "outcome": "withdrawn"},
    },
    "clock": {"rule": "kr-petition", "period": "10 days"},
}


# What a service says besides: flow does not read it, but services do when flow announces.
SERVICE: dict[str, Any] = {
    "madang": "service/1",
    "key": "permit",
    "summary": _said("a permit"),
    "gives": _said("a permit"),
    "depth": "applied",
    "owner": "environment",
    "function": {
        "ko": ["환경", "대기", "허가", "작은 허가"],
        "en": ["Environment", "Air", "Permits", "Small permit"],
    },
    "form": [
        {"key": "small", "type": "yes_no", "label": _said("Is it small?")},
        {"key": "plan", "type": "text", "label": {"ko": "계획", "en": "Plan"}},
    ],
}


def publish(version: int = 1, **changes: Any) -> Definition:
    """Publish the permit, changed where the test wants it."""
    body = {**SERVICE, **BODY, "version": version, **changes}
    return flow.publish(kind="services", key="permit", version=version, body=body, by=None)


def file(
    definition: Definition,
    *,
    applicant: Person | None = None,
    id: UUID | None = None,
    at: datetime | None = None,
    small: bool = False,
) -> Case:
    """Kim Haneul, or somebody else, applies in the environment division."""
    somebody = applicant or people.kim_haneul()
    return flow.receive(
        definition,
        id=id or uuid4(),
        government=people.city(),
        unit=people.unit("environment"),
        applicant=somebody,
        facts={"form": {"small": small, "plan": "비밀 계획"}},
        at=at,
        by=somebody,
    )


def do(case: Case, name: str, by: Person, **options: Any) -> Case:
    """Do an act on the case as it stands now."""
    now = Case.objects.get(pk=case.pk)
    flow.act(case.pk, name, changed=now.state["changed"], by=by, **options)
    return Case.objects.get(pk=case.pk)
