"""The small permit of flow's tests as a whole service: with a form, a register, a standard and a survey."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from madang.flow import actions as flow
from madang.flow.queries import Case, Definition
from madang.ground.organisations.models import Government, Unit
from madang.ground.people.models import Person
from tests import people
from tests.flow import permit
from tests.flow.permit import do

__all__ = ["BODY", "do", "file", "publish"]


def _said(word: str) -> dict[str, str]:
    return {"ko": word, "en": word}


BODY: dict[str, Any] = {
    **permit.SERVICE,
    **permit.BODY,
    "title": {"ko": "작은 허가", "en": "Small permit"},
    "standard": [
        {
            "name": {"ko": "5일 안에 결정", "en": "Decided within 5 days"},
            "within": "5 days",
            "redress": _said("An apology"),
        },
        {
            "name": {"ko": "하루 안에 검토", "en": "Reviewed within a day"},
            "from": "filed",
            "to": ["decision"],
            "within": "1 days",
            "redress": _said("An apology"),
        },
    ],
}


def publish(version: int = 1, **changes: Any) -> Definition:
    """Publish the permit, changed where the test wants it."""
    body = {**BODY, "version": version, **changes}
    return flow.publish(kind="services", key="permit", version=version, body=body, by=None)


def file(
    definition: Definition | None = None,
    *,
    applicant: Person | None = None,
    id: UUID | None = None,
    at: datetime | None = None,
    channel: str = "web",
    unit: Unit | None = None,
    government: Government | None = None,
) -> Case:
    """Kim Haneul, or somebody else, applies in the environment division."""
    somebody = applicant or people.kim_haneul()
    return flow.receive(
        definition or publish(),
        id=id or uuid4(),
        government=government or people.city(),
        unit=unit or people.unit("environment"),
        applicant=somebody,
        facts={"form": {"small": False, "plan": "비밀 계획"}, "applicant": {"name": somebody.name}},
        channel=channel,
        at=at,
        by=somebody,
    )
