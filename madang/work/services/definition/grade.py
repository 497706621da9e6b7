"""The grade of a service: 1.0 tells, 2.0 listens and answers, 3.0 knows the person or shares what it does."""

from dataclasses import dataclass
from typing import Literal

from madang.flow.definition import Text
from madang.work.services.definition.service import ServiceDefinition

Number = Literal["1.0", "2.0", "3.0"]


@dataclass(frozen=True)
class Criterion:
    """One criterion of a grade, and whether the service meets it."""

    grade: Number
    text: Text
    met: bool


@dataclass(frozen=True)
class Grade:
    """The grade of a service with the criteria that decided."""

    number: Number
    criteria: tuple[Criterion, ...]


def grade_of(service: ServiceDefinition) -> Grade:
    """The grade: 2.0 needs all of its criteria, 3.0 besides either of the two ways to be personal or open."""
    two_way = _two_way(service)
    third = _personal_or_open(service)
    number: Number = "1.0"
    if all(criterion.met for criterion in two_way):
        number = "3.0" if any(criterion.met for criterion in third) else "2.0"
    return Grade(number, (*two_way, *third))


def _two_way(service: ServiceDefinition) -> tuple[Criterion, ...]:
    return (
        Criterion(
            "2.0",
            Text(
                ko="사무실에 오지 않고 신청하고 진행 상황을 볼 수 있습니다.",
                en="It can be applied for and followed without a visit.",
            ),
            service.can_be_applied_for and bool({"web", "mobile", "phone"} & set(service.channels)),
        ),
        Criterion(
            "2.0",
            Text(
                ko="처리 기준을 약속하고 지키지 못하면 조치합니다.",
                en="It promises a standard, and redress where the standard is missed.",
            ),
            bool(service.standard),
        ),
        Criterion(
            "2.0",
            Text(ko="끝난 뒤에 도움이 되었는지 묻습니다.", en="It asks at the end whether it helped."),
            service.survey is not None,
        ),
    )


def _personal_or_open(service: ServiceDefinition) -> tuple[Criterion, ...]:
    return (
        Criterion(
            "3.0",
            Text(
                ko="행정기관이 이미 아는 것은 묻지 않고 직접 확인합니다.",
                en="It fetches what a register knows instead of asking for it.",
            ),
            service.can_be_applied_for and bool(service.evidence),
        ),
        Criterion(
            "3.0",
            Text(
                ko="처리 과정과 결과를 개인정보 없이 모두에게 공개합니다.",
                en="It shows everybody how each case goes and ends, without personal data.",
            ),
            service.disclosure.page and service.disclosure.case == "open",
        ),
    )
