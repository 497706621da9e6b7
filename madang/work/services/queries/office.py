"""A case as the officials see it who work on it, or who are asked for an opinion."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Literal
from uuid import UUID

from django.utils import timezone

from madang.flow.queries import (
    Case,
    CaseFile,
    Look,
    Opinion,
    Possible,
    Step,
    WorkItem,
    facts_of,
    file_of,
    looks,
    may_reach,
    possible_acts,
    said,
    timeline,
    visible_to,
)
from madang.ground.organisations.queries import Unit, authorities
from madang.ground.people.queries import Person
from madang.ui.words import language
from madang.work.services.definition import Evidence, FormField, ServiceDefinition
from madang.work.services.folders import StoredFile
from madang.work.services.queries.applications import files_of
from madang.work.services.queries.catalogue import promise_of

Stands = Literal["applicant", "works", "asked"]


@dataclass(frozen=True)
class AskedOpinion:
    """An opinion as the page shows it: whose, until when, and what was asked and answered."""

    number: int
    unit: Unit
    asked_at: datetime
    until: datetime | None
    given_at: datetime | None
    question: str


class OfficeCase:
    """One case, opened for one official; each part is read when the page asks for it."""

    def __init__(self, case: Case, person: Person, stands: Stands, at: datetime) -> None:
        self.case, self.person, self.stands, self.at = case, person, stands, at

    @cached_property
    def promise(self) -> ServiceDefinition:
        return promise_of(self.case.definition)

    @cached_property
    def file(self) -> CaseFile:
        return file_of(self.case)

    @cached_property
    def possible(self) -> list[Possible]:
        return possible_acts(self.file, self.person, at=self.at)

    @cached_property
    def steps(self) -> list[Step]:
        return timeline(self.case, for_official=True)

    @cached_property
    def looks(self) -> list[Look]:
        return looks(self.case)

    @cached_property
    def facts(self) -> dict[str, Any]:
        return facts_of(self.case.pk)

    @cached_property
    def files(self) -> list[StoredFile]:
        return files_of(self.case.pk)

    @cached_property
    def answers(self) -> list[tuple[str, str]]:
        """The questions of the form and what was answered, in words; files stand apart."""
        from madang.work.services.forms import in_words

        form = self.facts.get("form", {})
        asked = {name: value for name, value in form.items() if not self._is_file(name)}
        return list(in_words(self.promise, asked))

    def _is_file(self, name: str) -> bool:
        question = self._questions.get(name)
        return question is None or question.type == "file"

    @cached_property
    def _questions(self) -> dict[str, FormField]:
        """The questions of the form, and those put in place of a register that had no answer."""
        from madang.work.services.forms import fallbacks

        return {**fallbacks(self.promise, {"evidence": {}}), **self.promise.form}

    @cached_property
    def stage(self) -> str:
        """Where the case stands, in words."""
        place = self.file.flow.stages.get(self.case.stage) or self.file.flow.ends.get(self.case.stage)
        return said(place.title) if place else self.case.stage

    @cached_property
    def stage_due(self) -> datetime | None:
        """Until when the present stage wants to be done, where that is before the legal due date."""
        due = self.item.due_at if self.item else None
        return due if due != self.case.due_at else None

    @cached_property
    def arithmetic(self) -> list[str]:
        """How the due date was counted, step by step."""
        return list(self.file.due().explanation[language()])

    @cached_property
    def evidence(self) -> list[tuple[str, Evidence, dict[str, Any]]]:
        """What registers said: its name, what the definition says of it, and the facts."""
        known = self.facts.get("evidence", {})
        return [(name, asked, known[name]) for name, asked in self.promise.evidence.items() if name in known]

    @cached_property
    def opinions(self) -> list[AskedOpinion]:
        asked = self.file.state.opinions
        units = Unit.objects.in_bulk({opinion.unit for opinion in asked}) if asked else {}
        questions = [step.text for step in self.steps if step.type == "opinion_asked"]
        return [
            AskedOpinion(o.number, units[o.unit], o.asked_at, self._until(o), o.given_at, question)
            for o, question in zip(asked, [*questions, *[""] * len(asked)], strict=False)
        ]

    def _until(self, opinion: Opinion) -> datetime | None:
        return self.file.counted(opinion.asked_at, opinion.within) if opinion.within else None

    @cached_property
    def mine_to_give(self) -> list[AskedOpinion]:
        """The opinions still open that this official may give."""
        held, service = authorities(self.person, at=self.at), self.case.definition.key
        return [o for o in self.opinions if o.given_at is None and may_reach(held, o.unit.pk, service)]

    @cached_property
    def item(self) -> WorkItem | None:
        """What waits in the inbox for this case's present stage."""
        return (
            WorkItem.objects.filter(case=self.case, kind=WorkItem.Kind.STAGE).select_related("unit").first()
        )


def office_case(person: Person, case_id: UUID, *, at: datetime | None = None) -> OfficeCase | None:
    """The case for an official who may read it, and how the official stands to it; else nothing."""
    moment = at or timezone.now()
    case = visible_to(person, at=moment).filter(pk=case_id).first()
    if case is None:
        return None
    return OfficeCase(case, person, _stands(case, person, moment), moment)


def _stands(case: Case, person: Person, at: datetime) -> Stands:
    if case.applicant_id == person.pk:
        return "applicant"
    held, service = authorities(person, at=at), case.definition.key
    stages = WorkItem.objects.filter(case=case, kind=WorkItem.Kind.STAGE).values_list("unit_id", flat=True)
    works = any(may_reach(held, unit, service) for unit in {case.unit_id, *stages})
    return "works" if works else "asked"
