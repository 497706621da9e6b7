"""Promises are kept or broken, and counted exactly: by the database as by hand."""

import csv
from collections import Counter
from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.flow import actions as flow
from madang.flow.queries import Case
from madang.ground.people.models import Person
from madang.work.services.models import Promise
from madang.work.services.standards import actions, queries
from madang.work.services.standards.rules import wilson
from tests import people
from tests.work.services import small_permit as permit

pytestmark = pytest.mark.django_db
SEOUL = ZoneInfo("Asia/Seoul")
MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=SEOUL)


def as_(person: Person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def promises(case: Case) -> dict[str, Promise]:
    actions.measure_noted(by=None)
    return {row.name["en"]: row for row in Promise.objects.filter(case=case)}


def test_a_case_promises_what_the_law_and_the_service_say() -> None:
    found = promises(permit.file(at=MONDAY))
    assert set(found) == {"Legal period", "Decided within 5 days", "Reviewed within a day"}
    assert found["Legal period"].due_at == datetime(2026, 11, 13, 18, 0, tzinfo=SEOUL)
    assert found["Decided within 5 days"].reached_at is None


def test_a_promise_is_reached_where_the_definition_says() -> None:
    case = permit.file(at=MONDAY)
    permit.do(case, "forward", people.jung_yujin(), at=MONDAY + timedelta(hours=4))
    found = promises(case)
    assert found["Reviewed within a day"].reached_at == MONDAY + timedelta(hours=4)
    assert found["Decided within 5 days"].reached_at is None
    permit.do(case, "grant", people.oh_serin(), at=MONDAY + timedelta(days=2))
    assert promises(case)["Decided within 5 days"].reached_at == MONDAY + timedelta(days=2)


def test_the_clock_of_a_promise_stops_while_the_applicant_is_asked_but_is_not_extended() -> None:
    case = permit.file(at=MONDAY)
    before = promises(case)
    permit.do(
        case, "extend", people.jung_yujin(), reason="!", period="5 days", at=MONDAY + timedelta(hours=1)
    )
    extended = promises(case)
    assert extended["Decided within 5 days"].due_at == before["Decided within 5 days"].due_at
    assert extended["Legal period"].due_at is not None
    assert before["Legal period"].due_at is not None
    assert extended["Legal period"].due_at > before["Legal period"].due_at
    permit.do(case, "ask", people.jung_yujin(), reason="?", at=MONDAY + timedelta(hours=2))
    assert promises(case)["Decided within 5 days"].due_at is None


def test_who_withdraws_is_promised_nothing_more() -> None:
    case = permit.file(at=MONDAY)
    flow.withdraw(case.pk, by=people.kim_haneul())
    assert promises(case) == {}


def test_an_objection_does_not_unmake_the_first_decision() -> None:
    case = permit.file(at=MONDAY)
    permit.do(case, "refuse", people.jung_yujin(), reason="!", at=MONDAY + timedelta(days=1))
    decided = promises(case)["Legal period"]
    flow.object_to(case.pk, text="!", by=people.kim_haneul())
    again = promises(case)["Legal period"]
    assert (again.reached_at, again.due_at) == (decided.reached_at, decided.due_at)


def test_measuring_anew_gives_the_same() -> None:
    case = permit.file(at=MONDAY)
    permit.do(case, "forward", people.jung_yujin(), at=MONDAY + timedelta(hours=4))
    actions.measure_noted(by=None)
    before = list(
        Promise.objects.order_by("standard").values_list("standard", "since", "due_at", "reached_at")
    )
    Promise.objects.all().delete()
    assert actions.measure_all(by=None) == 1
    assert (
        list(Promise.objects.order_by("standard").values_list("standard", "since", "due_at", "reached_at"))
        == before
    )


moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 6, 30), timezones=st.just(UTC))  # noqa: DTZ001  the zone is given beside


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(moments, st.none() | moments, st.sampled_from(["web", "counter", "phone"])), max_size=25
    )
)
def test_the_database_counts_as_one_counts_by_hand(rows: list[tuple[datetime, datetime | None, str]]) -> None:
    Promise.objects.all().delete()
    case, now = Case.objects.first() or permit.file(), datetime(2026, 5, 1, tzinfo=UTC)
    Promise.objects.filter(case=case).delete()
    Promise.objects.bulk_create(
        Promise(
            government_id=case.government_id,
            case=case,
            service="permit",
            standard=f"{place}",
            name={"ko": "-", "en": "-"},
            unit_id=case.unit_id,
            channel=channel,
            since=due,
            due_at=due,
            reached_at=reached,
        )
        for place, (due, reached, channel) in enumerate(rows)
    )
    kept = [r is not None and r <= d for d, r, _ in rows]
    counted = [k or d < now for k, (d, _, _) in zip(kept, rows, strict=True)]
    months = Counter(
        (min(r or d, d).astimezone(SEOUL).strftime("%Y-%m"), k)
        for (d, r, _), k, c in zip(rows, kept, counted, strict=True)
        if c
    )
    found = queries.settled([case.government], at=now)
    assert {
        (f"{m.label:%Y-%m}", flag): n
        for m in queries.by_month(found)
        for flag, n in ((True, m.kept), (False, m.broken))
        if n
    } == months
    channels = Counter(c for (_, _, c), one in zip(rows, counted, strict=True) if one)
    assert {group.label: group.whole for group in queries.by_group(found, "channel")} == channels


@pytest.mark.parametrize(
    ("kept", "whole", "low", "high"),
    [(9, 10, 0.5958, 0.9821), (0, 5, 0.0, 0.4345), (5, 5, 0.5655, 1.0), (85, 100, 0.7672, 0.9069)],
)
def test_the_interval_is_wilsons(kept: int, whole: int, low: float, high: float) -> None:
    share = wilson(kept, whole)
    assert share is not None
    assert (round(share.low, 4), round(share.high, 4)) == (low, high)
    assert wilson(0, 0) is None


def settled_cases() -> list[Case]:
    definition, long_ago = permit.publish(), timezone.now() - timedelta(days=60)
    cases = [
        permit.file(definition, at=long_ago + timedelta(days=n), channel="web" if n else "counter")
        for n in range(3)
    ]
    permit.do(cases[0], "forward", people.jung_yujin(), at=long_ago + timedelta(hours=5))
    permit.do(cases[0], "grant", people.oh_serin(), at=long_ago + timedelta(days=2))
    actions.measure_noted(by=None)
    return cases


def test_a_service_owner_sees_what_was_kept_and_broken() -> None:
    settled_cases()
    page = as_(people.seo_daeun()).get("/office/standards/")
    row = next(row for row in page.context["rows"] if row["standard"] == "legal")
    assert (row["counted"].whole, row["counted"].kept) == (3, 1)
    assert "Small permit" in page.content.decode()
    assert "Invented" in page.content.decode()


def test_cases_behind_a_figure_open_only_to_those_who_may_see_them() -> None:
    cases = settled_cases()
    owner = people.seo_daeun()
    page = as_(owner).get("/office/standards/permit/").content.decode()
    assert "2 more cases are behind these figures" in page
    assert cases[1].number not in page
    worker = people.official("env.owner", "심이든", "Sim Ideun", "environment", "service-owner")
    page = as_(worker).get("/office/standards/permit/").content.decode()
    assert cases[1].number in page
    assert cases[2].number in page
    assert cases[0].number not in page
    assert "<svg" in page


def test_the_figures_can_be_taken_away_as_a_file() -> None:
    settled_cases()
    text = as_(people.seo_daeun()).get("/office/standards/permit/csv/").content.decode().lstrip("\ufeff")
    rows = list(csv.DictReader(StringIO(text)))
    by_channel = {row["group"]: (row["settled"], row["kept"]) for row in rows if row["by"] == "channel"}
    assert by_channel == {"Web": ("2", "0"), "Counter": ("1", "1")}
    assert {row["note"] for row in rows} == {"invented data"}


@pytest.mark.parametrize("address", ["/office/standards/", "/office/standards/permit/", "/office/preview/"])
def test_citizens_are_turned_away_and_previews_are_for_service_owners(address: str) -> None:
    permit.publish()
    assert Client().get(address).status_code == 302
    assert as_(people.kim_haneul()).get(address).status_code == 403
    assert as_(people.jung_yujin()).get(address).status_code == (403 if "preview" in address else 200)
    assert as_(people.seo_daeun()).get(address).status_code == 200


def test_other_governments_figures_stay_closed() -> None:
    settled_cases()
    other = people.stranger()
    post = other.holdings.get().post
    post.roles = ["clerk", "service-owner"]
    post.save()
    assert as_(other).get("/office/standards/").context["rows"] == []


def test_a_draft_is_previewed_with_its_problems() -> None:
    owner = as_(people.seo_daeun())
    page = owner.post("/office/preview/", {"shipped": "resident-certificate"}).content.decode()
    assert "As citizens will see it" in page
    bad = SimpleUploadedFile("service.yaml", b"madang: service/1\nkey: x\nwrong: true\n")
    page = owner.post("/office/preview/", {"service": bad}).content.decode()
    assert "It cannot be published yet" in page
    assert "service.yaml:3" in page
    assert owner.post("/office/preview/", {}).status_code == 422
    assert (
        "<h1"
        in owner.post(
            "/office/preview/", {"service": SimpleUploadedFile("s.yaml", b"\x00\xff:")}
        ).content.decode()
    )
