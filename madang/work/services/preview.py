"""A look at a service before it is published: what its pages will say, and what is still wrong with it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from madang.work.services.checking import check
from madang.work.services.definition import Grade, Problem, ServiceDefinition, content_hash, grade_of
from madang.work.services.examples import Example
from madang.work.services.forms import ApplicationForm, application_form


@dataclass(frozen=True)
class Preview:
    """The page data of an unpublished service; without a definition there are only problems."""

    problems: list[Problem]
    definition: ServiceDefinition | None = None
    hash: str = ""
    grade: Grade | None = None
    form: ApplicationForm | None = None
    examples: tuple[Example, ...] = ()

    @property
    def may_be_published(self) -> bool:
        """Is there no error left?"""
        return self.definition is not None and all(problem.level != "error" for problem in self.problems)


def preview(path: Path, *, channel: str = "web", register_answers: bool = True) -> Preview:
    """The preview of a service file or its folder, as a citizen would meet it in a channel.

    With `register_answers` the registers know the applicant; without, what is asked in their place is shown.
    """
    checked = check(path)
    service = checked.loaded.definition
    if service is None:
        return Preview(checked.problems)
    facts: dict[str, Any] = {
        "form": {},
        "evidence": {name: {"found": register_answers} for name in service.evidence},
        "applicant": {"kind": service.subject, "signed_in": True},
        "case": {"channel": channel, "outcome": ""},
    }
    return Preview(
        checked.problems,
        service,
        content_hash(service),
        grade_of(service),
        application_form(service, facts)(),
        tuple(checked.cases.examples),
    )
