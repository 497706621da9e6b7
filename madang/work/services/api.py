"""Services over the API: the catalogue, due dates, public reports, and one's own applications."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.errors import HttpError
from ninja.pagination import paginate
from ninja.security import django_auth

from madang.flow.actions import NotPossible
from madang.flow.queries import Case, of_applicant
from madang.ground.organisations import queries as organisations
from madang.ground.people.queries import Person
from madang.work.services import actions, queries
from madang.work.services.definition import canonical
from madang.work.services.forms import application_form

router = Router(tags=["services"])


class ServiceOut(Schema):
    """A service in force."""

    key: str
    version: int
    hash: str
    depth: str
    grade: str
    title: dict[str, str]
    summary: dict[str, str]


class ServiceInFull(ServiceOut):
    """A service with its whole definition, as published under the hash."""

    definition: dict[str, Any]


class TimesOut(Schema):
    """How long closed live cases took, in seconds; nothing where there were none."""

    cases: int
    median: float | None
    p90: float | None
    in_time: int


class ReportOut(Schema):
    """A public report, without personal data; official state and felt state are two things."""

    number: str
    service: str
    status: str
    outcome: str
    felt: str
    received_at: datetime
    closed_at: datetime | None
    shown: dict[str, Any]

    @staticmethod
    def resolve_number(row: Any) -> str:
        return str(row.case.number)

    @staticmethod
    def resolve_status(row: Any) -> str:
        return str(row.case.status)

    @staticmethod
    def resolve_outcome(row: Any) -> str:
        return str(row.case.outcome)

    @staticmethod
    def resolve_closed_at(row: Any) -> datetime | None:
        closed: datetime | None = row.case.closed_at
        return closed


class Application(Schema):
    """An application; `id` is yours to choose, and the same id twice is one case.

    Where a register may be asked only by your consent, name the evidence in `consents`.
    """

    id: UUID
    service: str
    government: str
    answers: dict[str, Any]
    consents: dict[str, bool] = {}


class CaseOut(Schema):
    """A case of one's own, as it stands."""

    id: UUID
    number: str
    status: str
    stage: str
    outcome: str
    received_at: datetime
    due_at: datetime | None
    closed_at: datetime | None


@router.get("/services", response=list[ServiceOut], auth=None)
def services(request: HttpRequest, words: str = "", depth: str = "") -> list[dict[str, Any]]:
    """The services in force; with words, the best first."""
    narrowed = queries.Narrowed(words=words[:200], depth=depth)
    return [_service(found) for found in queries.catalogue(narrowed)]


@router.get("/services/{key}", response=ServiceInFull, auth=None)
def service(request: HttpRequest, key: str) -> dict[str, Any]:
    """One service with its definition."""
    found = _found(key)
    return {**_service(found), "definition": canonical(found.promise)}


@router.get("/services/{key}/times", response=TimesOut, auth=None)
def times(request: HttpRequest, key: str, government: str = "") -> object:
    """How long the service takes in truth, at one government or everywhere."""
    where = organisations.government(government) if government else None
    return queries.how_long(_found(key).key, where).live


@router.get("/reports", response=list[ReportOut], auth=None)
@paginate
def reports(request: HttpRequest, service: str = "", government: str = "", status: str = "") -> object:
    """The public reports, the newest first."""
    return queries.reports(queries.ReportFilters(service=service, government=government, status=status))


@router.get("/cases", response=list[CaseOut], auth=django_auth)
@paginate
def cases(request: HttpRequest) -> object:
    """One's own cases, the newest first."""
    return of_applicant(_person(request))


@router.post("/cases", response={201: CaseOut, 422: dict[str, Any]}, auth=django_auth)
def apply(request: HttpRequest, application: Application) -> tuple[int, Case | dict[str, Any]]:
    """Apply for a service that needs no attachment; answers are checked as on the page."""
    found, person = _found(application.service), _person(request)
    government = organisations.government(application.government)
    if government is None:
        raise HttpError(422, "There is no such government; ask /api/governments for their codes.")
    form = application_form(found.promise, {"case": {"channel": "web"}})(application.answers)
    if not form.is_valid():
        return 422, {"errors": form.errors.get_json_data()}
    agreed = {name: application.consents.get(name, False) for name in found.promise.evidence}
    try:
        case = actions.apply(
            found.key,
            government,
            person,
            application.answers,
            id=application.id,
            consents=agreed,
            by=person,
        )
    except (actions.CannotApply, NotPossible) as error:
        raise HttpError(422, str(error)) from None
    if case.applicant_id != person.pk:
        raise HttpError(422, "This id belongs to another case; choose a new one.")
    return 201, case


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # django_auth lets in nobody else
    return request.user


def _found(key: str) -> queries.Service:
    found = queries.service(key)
    if found is None:
        raise HttpError(404, "There is no such service; ask /api/services for their keys.")
    return found


def _service(found: queries.Service) -> dict[str, Any]:
    promise = found.promise
    return {
        "key": found.key,
        "version": found.definition.version,
        "hash": found.definition.hash,
        "depth": promise.depth,
        "grade": found.grade.number,
        "title": promise.title.model_dump(),
        "summary": promise.summary.model_dump(),
    }
