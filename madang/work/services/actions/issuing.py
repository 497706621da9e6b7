"""Issuing the document in which a case ended."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from madang.flow import actions as flow
from madang.flow.definition import fact, holds
from madang.flow.queries import Case, facts_of
from madang.ground.law import queries as law
from madang.ground.people.queries import Person
from madang.work.services.certificates.actions import erase_for_case, issue_certificate
from madang.work.services.certificates.queries import Certificate, DocumentFacts, Fact, Words
from madang.work.services.definition import Document, Line, ServiceDefinition
from madang.work.services.queries.catalogue import promise_of


def issue_document(case_id: UUID, document: str, *, by: Person | None) -> Certificate | None:
    """Make the document of a case from its facts; asked again, it is the one made first."""
    case = Case.objects.select_related("definition", "government").get(pk=case_id)
    facts = facts_of(case_id)
    if not facts or case.outcome != "granted":  # erased, or opened again, since the document was due
        return None
    certificate = issue_certificate(
        case_id,
        document,
        _stated(case, document, facts),
        government=case.government,
        decided_at=case.closed_at,
        by=by,
    )
    flow.record(
        case_id,
        "document_issued",
        {"document": document, "certificate": certificate.number},
        key=uuid5(case_id, f"issued-{certificate.number}"),
        by=by,
    )
    if not facts_of(case_id):  # erased while it was drawn; recording waited for that
        erase_for_case(case_id, by=by)
    return certificate


def document_failed(case_id: UUID, document: str, *, by: Person | None) -> None:
    """Enter, once, that the document of a case could not be made yet and is tried again."""
    flow.record(
        case_id, "document_failed", {"document": document}, key=uuid5(case_id, f"failed-{document}"), by=by
    )


def _stated(case: Case, name: str, facts: Mapping[str, Any]) -> DocumentFacts:
    promise = promise_of(case.definition)
    document = promise.documents[name]
    lines = [line for line in document.lines if holds(line.when, facts)]
    statement = document.statement
    return DocumentFacts(
        service=case.definition.key,
        title=Words(document.title.ko, document.title.en),
        holder=str((facts.get("applicant") or {}).get("name", "")),
        statement=Words(statement.ko, statement.en) if statement else None,
        lines=tuple(_line(line, promise, facts) for line in lines),
        valid_until=_valid_until(case, document),
    )


def _line(line: Line, promise: ServiceDefinition, facts: Mapping[str, Any]) -> Fact:
    value = fact(facts, line.fact)
    values = value if isinstance(value, list) else [value]
    return Fact(
        Words(line.label.ko, line.label.en), tuple(_said(line.fact, each, promise) for each in values)
    )


def _said(path: str, value: Any, promise: ServiceDefinition) -> Words:
    """A value as the document states it: a choice by its title, yes or no as a word."""
    kind, _, name = path.partition(".")
    question = promise.form.get(name) if kind == "form" else None
    if isinstance(value, Mapping):  # a place
        value = value.get("address", "")
    if question and value in question.choices:
        chosen = question.choices[value]
        return Words(chosen.ko, chosen.en)
    if isinstance(value, bool):
        return Words("예", "Yes") if value else Words("아니요", "No")
    if isinstance(value, int):
        return Words(f"{value:,}", f"{value:,}")
    said = "–" if value in (None, "") else str(value)
    return Words(said, said)


def _valid_until(case: Case, document: Document) -> date | None:
    if document.valid_for is None or case.closed_at is None:
        return None
    closed = case.closed_at.astimezone(ZoneInfo(case.government.time_zone))
    until = law.due_at(rule="calendar-days", received=closed, period=document.valid_for)
    return until.date() if until else None
