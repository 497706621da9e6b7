"""How long a service takes: from live cases and from the past, kept apart."""

from datetime import UTC, datetime, timedelta

import pytest

from madang.flow.models import Case
from madang.work.services import actions, queries
from tests import people
from tests.work.services.offered import offer
from tests.work.services.test_apply import ANSWERS
from tests.work.services.test_pages_of_citizens import as_, text

pytestmark = pytest.mark.django_db


def closed_after(hours: int) -> None:
    citizen = people.kim_haneul()
    case = actions.apply("resident-certificate", people.city(), citizen, ANSWERS, by=citizen)
    received = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    Case.objects.filter(pk=case.pk).update(received_at=received, closed_at=received + timedelta(hours=hours))


def test_live_times_are_told_from_five_cases_on() -> None:
    city = offer("resident-certificate")
    for hours in (1, 2, 3, 4):
        closed_after(hours)
    assert "too few to tell" in text(as_().get("/services/resident-certificate/"))
    closed_after(50)
    long = queries.how_long("resident-certificate", city)
    assert (long.live.cases, long.live.median) == (5, 3 * 3600)
    assert long.live.p90 == pytest.approx((4 + 0.6 * 46) * 3600)
    page = text(as_().get("/services/resident-certificate/"))
    assert "3 hours" in page


def test_the_past_is_shown_as_imported_and_apart() -> None:
    city = offer("environmental-permit")
    told = {"cases": 1434, "cycle_time_seconds": {"median": 86400.0, "p90": 864000.0}, "late_share": 0.25}
    for _ in range(2):
        actions.record_history(
            government=city, service_key="environmental-permit", figures=told, source="Receipt log", by=None
        )
    [past] = queries.how_long("environmental-permit", city).past
    assert (past.cases, past.median, past.in_time_share) == (1434, 86400.0, 0.75)
    page = text(as_().get("/services/environmental-permit/"))
    for shown in ("Imported history", "Receipt log", "1 day", "10 days", "75%", "too few to tell"):
        assert shown in page


def test_if_filed_now_the_law_is_counted() -> None:
    city = offer("environmental-permit")
    found = queries.service("environmental-permit")
    assert found is not None
    due = queries.if_filed_now(found.promise, city, at=datetime(2017, 9, 25, 1, 0, tzinfo=UTC))
    assert due is not None
    assert due.at is not None
    assert due.at.date().isoformat() == "2017-10-16"
