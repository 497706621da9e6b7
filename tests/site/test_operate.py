"""Whoever operates the installation sees whether all is well, and mends what is not."""

import logging
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from madang.flow.models import Case, Definition
from madang.ground.events.models import Event
from madang.ground.law.models import DecreedHoliday
from madang.ground.notices.models import Mail
from madang.ground.people.models import Person
from madang.site.operator import reasons
from madang.site.operator.queries import health
from tests import people
from tests.work.services import small_permit as permit

pytestmark = pytest.mark.django_db
PAGES = ["", "jobs/", "mails/", "definitions/", "holidays/"]


@pytest.fixture(autouse=True)
def no_jobs(db: None) -> None:
    """The queue's tables are not Django's, so tests that commit leave their jobs behind."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_periodic_defers; DELETE FROM procrastinate_jobs")


def as_(person: Person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def operator() -> Client:
    return as_(people.yoon_areum())


def job(status: str, *, task: str = "flow.escalate") -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
            " VALUES ('flow', %s, '{\"day\": 1}', %s) RETURNING id",
            [task, status],
        )
        number: int = cursor.fetchone()[0]
    return number


def beat(ago: timedelta) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [timezone.now() - ago]
        )


@pytest.mark.parametrize("page", PAGES)
def test_only_operators_come_in(page: str) -> None:
    address = f"/operator/{page}"
    assert Client().get(address).status_code == 302
    assert as_(people.choi_junho()).get(address).status_code == 403
    assert as_(people.kim_haneul()).get(address).status_code == 403
    assert operator().get(address).status_code == 200
    chief = Person.objects.create_superuser("chief", "chief@haneul.example", people.PASSWORD, name="관리자")
    assert as_(chief).get(address).status_code == 200


def test_a_worker_that_gives_no_sign_is_bad() -> None:
    beat(timedelta(minutes=5))
    signs = {sign.name: sign for sign in health.signs()}
    assert [sign.state for sign in signs.values() if "5" in sign.words and sign.state == "bad"] == ["bad"]
    beat(timedelta(seconds=5))
    assert all(sign.state != "bad" for sign in health.signs())


def test_failed_jobs_and_doubtful_mails_ask_for_a_look() -> None:
    beat(timedelta(seconds=1))
    before = sum(sign.state == "look" for sign in health.signs())
    job("failed")
    mail("uncertain")
    assert sum(sign.state == "look" for sign in health.signs()) == before + 2
    page = operator().get("/operator/").content.decode()
    assert "1 job failed" in page
    assert "1 uncertain" in page


def test_a_failed_job_is_shown_with_its_reason_and_runs_again(settings: object, tmp_path: object) -> None:
    settings.DATA = tmp_path  # type: ignore[attr-defined]  # the fixture of pytest-django
    number = job("failed")
    reasons.listen()
    try:
        raise ConnectionRefusedError("the register does not answer")
    except ConnectionRefusedError:
        logging.getLogger("procrastinate.worker").exception("Job ended", extra={"job": {"id": number}})
    page = operator().get("/operator/jobs/").content.decode()
    assert "the register does not answer" in page
    answer = operator().post(f"/operator/jobs/{number}/retry/", follow=True)
    assert "will run again" in answer.content.decode()
    assert ProcrastinateJob.objects.get(pk=number).status == "todo"


@pytest.mark.django_db(transaction=True)
def test_a_job_that_did_not_fail_is_not_run_again() -> None:
    answer = operator().post(f"/operator/jobs/{job('succeeded')}/retry/", follow=True)
    assert "did not fail" in answer.content.decode()


def mail(state: str) -> Mail:
    now = timezone.now()
    return Mail.objects.create(
        person=people.kim_haneul(),
        message_id=f"<{uuid4()}@haneul.example>",
        state=state,
        error="421 try later",
        created_at=now,
        next_attempt_at=now,
        changed_at=now,
    )


def test_a_doubtful_mail_is_sent_again_only_when_told_to() -> None:
    doubtful, sent = mail("uncertain"), mail("sent")
    page = operator().get("/operator/mails/").content.decode()
    assert "421 try later" in page
    assert (
        "will be sent again"
        in operator().post(f"/operator/mails/{doubtful.pk}/send/", follow=True).content.decode()
    )
    doubtful.refresh_from_db()
    assert doubtful.state == "queued"
    answer = operator().post(f"/operator/mails/{sent.pk}/send/", follow=True)
    assert "sent, or is on its way" in answer.content.decode()


def two_versions() -> tuple[Case, Definition]:
    case = permit.file(permit.publish())
    stages = {("check" if key == "review" else key): stage for key, stage in permit.BODY["stages"].items()}
    stages["sort"] = {**stages["sort"], "auto": [{"go": "check"}]}
    stages["decision"] = {**stages["decision"], "acts": {"grant": stages["decision"]["acts"]["grant"]}}
    return case, permit.publish(version=2, stages=stages)


def test_versions_are_listed_with_the_cases_that_run_under_each() -> None:
    _case, _newer = two_versions()
    page = operator().get("/operator/definitions/")
    rows = next(v for v in page.context["definitions"] if v.key == "permit").rows
    assert [(row.version, row.running) for row in rows] == [(2, 0), (1, 1)]
    with CaptureQueriesContext(connection) as few:
        operator().get("/operator/definitions/")
    permit.publish(version=3, summary={"ko": "-", "en": "-"})
    with CaptureQueriesContext(connection) as more:
        operator().get("/operator/definitions/")
    assert len(few) == len(more)


def test_what_a_version_changed_is_shown() -> None:
    two_versions()
    page = operator().get("/operator/definitions/services/permit/2/").content.decode()
    assert "check" in page
    assert "added:" in page
    assert "first version" in operator().get("/operator/definitions/services/permit/1/").content.decode()
    assert operator().get("/operator/definitions/services/permit/9/").status_code == 404
    assert operator().get("/operator/definitions/services/nothing/migrate/").status_code == 404


def test_running_cases_move_by_a_plan_that_is_rehearsed_first() -> None:
    case, newer = two_versions()
    address = "/operator/definitions/services/permit/migrate/"
    page = operator().get(address)
    assert (page.context["can"], page.context["cannot"]) == (0, 1)
    assert "has no stage" in page.content.decode()
    page = operator().post(address, {"stage-review": "check"})
    assert (page.context["can"], page.context["cannot"]) == (1, 0)
    case.refresh_from_db()
    assert case.stage == "review"  # only rehearsed
    page = operator().post(address, {"stage-review": "check", "sure": "1"}, follow=True)
    assert "1 case was moved" in page.content.decode()
    case.refresh_from_db()
    assert (case.stage, case.definition) == ("check", newer)
    assert Event.objects.filter(stream=case.pk, type="migrated", actor=people.yoon_areum()).exists()


def holiday(day: date, **more: str) -> dict[str, str]:
    said = {
        "calendar": "kr",
        "day": day.isoformat(),
        "name_ko": "임시공휴일",
        "name_en": "Temporary holiday",
        "basis": "국무회의 의결",
    }
    return {**said, **more}


def working_day(case: Case) -> date:
    """A working day within the case's period."""
    from madang.ground.law.queries import is_working_day

    assert case.due_at is not None
    day = timezone.localdate(case.due_at) - timedelta(days=2)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def test_a_holiday_is_decreed_after_seeing_what_it_moves() -> None:
    case = permit.file()
    day = working_day(case)
    page = operator().post("/operator/holidays/", holiday(day)).content.decode()
    assert "1 open case gets a later due date" in page
    assert not DecreedHoliday.objects.exists()
    page = operator().post("/operator/holidays/", holiday(day, sure="1"), follow=True).content.decode()
    assert "The holiday was decreed" in page
    assert "임시공휴일" in page or "Temporary holiday" in page
    assert ProcrastinateJob.objects.filter(task_name="flow.move_due_dates").count() == 1


@pytest.mark.parametrize("day", ["2026-11-22", "1900-01-01", "soon", ""])
def test_a_day_that_cannot_be_decreed_is_refused_with_a_sentence(day: str) -> None:
    answer = operator().post("/operator/holidays/", {**holiday(date(2026, 11, 23)), "day": day})
    assert answer.status_code == 422
    assert answer.context["form"].errors["day"]
    assert not DecreedHoliday.objects.exists()
