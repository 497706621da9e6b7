"""Officials find what waits for them, the next due first, and share it out."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from madang.flow import actions as flow
from madang.flow import queries
from madang.flow.models import Case, WorkItem
from madang.flow.queries import COUNTED_TO
from madang.ground.organisations.models import Delegation, Holding
from madang.ground.people.models import Absence, Person
from tests import people
from tests.flow import permit

pytestmark = pytest.mark.django_db
INBOX = "/office/"


def as_(person: Person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def many(count: int) -> None:
    """So many items more, copied from the first case, each a minute later due."""
    case = Case.objects.first() or permit.file(permit.publish())
    first = WorkItem.objects.get(case=case)
    cases = Case.objects.bulk_create(
        [
            copy_of(case, f"2020-{number:07d}")
            for number in range(Case.objects.count(), Case.objects.count() + count)
        ]
    )
    assert first.due_at is not None
    WorkItem.objects.bulk_create(
        WorkItem(
            government_id=first.government_id,
            case=copy,
            kind=first.kind,
            ref=first.ref,
            unit_id=first.unit_id,
            role=first.role,
            since=first.since,
            due_at=first.due_at + timedelta(minutes=place + 1),
            service=first.service,
        )
        for place, copy in enumerate(cases)
    )


def copy_of(case: Case, number: str) -> Case:
    values = {
        field.attname: getattr(case, field.attname)
        for field in Case._meta.concrete_fields
        if field.name != "id"
    }
    return Case(**{**values, "number": number})


def test_who_is_not_signed_in_is_asked_to_sign_in() -> None:
    answer = Client().get(INBOX)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_citizens_are_turned_away() -> None:
    assert as_(people.kim_haneul()).get(INBOX).status_code == 403


def test_an_empty_inbox_says_so() -> None:
    assert "Nothing waits for you" in as_(people.jung_yujin()).get(INBOX).content.decode()


def test_the_next_due_comes_first_with_what_is_needed_to_choose() -> None:
    case = permit.file(permit.publish())
    many(2)
    answer = as_(people.jung_yujin()).get(INBOX)
    numbers = [row.item.case.number for row in answer.context["rows"]]
    assert numbers[0] == case.number
    assert len(numbers) == 3
    page = answer.content.decode()
    for shown in (case.number, "Kim Haneul", "permit", "Environment Policy Division", "Nobody yet", "left"):
        assert shown in page


def test_the_page_asks_the_database_as_often_for_many_as_for_few() -> None:
    many(3)
    clerk = as_(people.jung_yujin())
    clerk.get(INBOX)
    with CaptureQueriesContext(
        connection,
    ) as few:
        clerk.get(INBOX)
    many(40)
    with CaptureQueriesContext(connection) as lots:
        clerk.get(INBOX)
    assert len(lots) == len(few)
    assert len(lots) < 40


def test_more_goes_on_where_the_page_ended() -> None:
    many(70)
    clerk = as_(people.jung_yujin())
    first = clerk.get(INBOX)
    assert len(first.context["rows"]) == 50
    second = clerk.get(INBOX + first.context["more"])
    assert len(second.context["rows"]) == 21
    assert second.context["more"] == ""
    seen = {row.item.pk for row in first.context["rows"]} | {row.item.pk for row in second.context["rows"]}
    assert len(seen) == 71


@pytest.mark.parametrize("broken", ["junk", "~", "2026-01-01~x", "2026-13-01T00:00:00+00:00~1"])
def test_a_broken_place_begins_again(broken: str) -> None:
    many(1)
    answer = as_(people.jung_yujin()).get(INBOX, {"after": broken})
    assert len(answer.context["rows"]) == 2


def test_tabs_count_only_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    many(7)
    monkeypatch.setattr("madang.flow.queries.desk.COUNTED_TO", 5)
    monkeypatch.setattr("madang.flow.queries.COUNTED_TO", 5)
    tabs = {label: count for label, _, _, count in as_(people.jung_yujin()).get(INBOX).context["tabs"]}
    assert tabs == {
        "All": "5+",
        "Mine": "0",
        "Nobody&#x27;s".replace("&#x27;", "'"): "5+",
        "Overdue": "0",
        "Due today": "0",
        "Waiting": "0",
        "Opinions asked": "0",
    }
    assert COUNTED_TO == 1000


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "김하"}, 1),
        ({"q": "kim"}, 1),
        ({"q": "nobody of that name"}, 0),
        ({"service": "permit"}, 1),
        ({"kind": "opinion"}, 0),
        ({"whose": "mine"}, 0),
        ({"whose": "nobody"}, 1),
        ({"when": "late"}, 0),
        ({"when": "waiting"}, 0),
        ({"when": "nonsense"}, 1),
    ],
)
def test_filters_narrow(asked: dict[str, str], found: int) -> None:
    permit.file(permit.publish())
    assert len(as_(people.jung_yujin()).get(INBOX, asked).context["rows"]) == found


def test_a_case_is_found_by_its_number_or_its_last_digits() -> None:
    case = permit.file(permit.publish())
    many(3)
    clerk = as_(people.jung_yujin())
    for text in (case.number, case.number[5:], str(int(case.number[5:]))):
        rows = clerk.get(INBOX, {"q": text}).context["rows"]
        assert [row.item.case.number for row in rows] == [case.number]


def test_a_case_that_waits_for_the_applicant_is_under_waiting() -> None:
    case = permit.file(permit.publish())
    permit.do(case, "ask", people.jung_yujin(), reason="?")
    answer = as_(people.jung_yujin()).get(INBOX, {"when": "waiting"})
    assert [row.item.case_id for row in answer.context["rows"]] == [case.pk]
    assert "Waiting for the applicant" in answer.content.decode()


def test_an_opinion_asked_of_my_unit_waits_there_for_everybody() -> None:
    colleague = people.official("lab.clerk", "송하윤", "Song Hayun", "environment-lab", "clerk")
    case = permit.do(permit.file(permit.publish()), "consult", people.jung_yujin(), reason="?")
    for person in (people.han_jimin(), colleague):
        rows = as_(person).get(INBOX, {"kind": "opinion"}).context["rows"]
        assert [row.item.case_id for row in rows] == [case.pk]
        assert not rows[0].can_be_assigned


def test_the_work_of_an_absent_colleague_is_marked() -> None:
    head, deputy = people.oh_serin(), people.jung_yujin()
    case = permit.do(permit.file(permit.publish()), "forward", deputy)
    now = timezone.now()
    Absence.objects.create(
        person=head, deputy=deputy, starts=now - timedelta(hours=1), ends=now + timedelta(days=1)
    )
    answer = as_(deputy).get(INBOX)
    row = next(row for row in answer.context["rows"] if row.item.case_id == case.pk)
    assert row.instead_of == head
    assert "In place of Oh Serin" in answer.content.decode()


def test_several_cases_are_assigned_at_once() -> None:
    definition = permit.publish()
    for _ in range(3):
        permit.file(definition)
    clerk = people.jung_yujin()
    items = list(WorkItem.objects.values_list("pk", flat=True))
    answer = as_(clerk).post(
        "/office/assign/",
        {"item": [*items, 999_999], "to": clerk.pk, "next": "/office/?kind=stage"},
        follow=True,
    )
    assert answer.redirect_chain == [("/office/?kind=stage", 302)]
    assert set(WorkItem.objects.values_list("assignee", flat=True)) == {clerk.pk}
    page = answer.content.decode()
    assert "3 cases were assigned" in page
    assert "1 was passed over" in page


def test_assigning_nothing_or_to_a_stranger_says_what_to_do() -> None:
    permit.file(permit.publish())
    clerk = as_(people.jung_yujin())
    item = WorkItem.objects.get()
    assert (
        "Nothing was chosen" in clerk.post("/office/assign/", {"to": "nobody"}, follow=True).content.decode()
    )
    answer = clerk.post("/office/assign/", {"item": item.pk, "to": people.kim_haneul().pk}, follow=True)
    assert "Please choose to whom" in answer.content.decode()
    item.refresh_from_db()
    assert item.assignee_id is None


@pytest.mark.parametrize(
    "next", ["https://elsewhere.example/office/", "//elsewhere.example", "/account/", ""]
)
def test_after_assigning_one_stays_in_the_office(next: str) -> None:
    answer = as_(people.jung_yujin()).post("/office/assign/", {"next": next})
    assert answer["Location"] == INBOX


def test_the_work_of_another_unit_cannot_be_assigned() -> None:
    permit.file(permit.publish())
    item = WorkItem.objects.get()
    stranger = people.park_seoyeon()
    answer = as_(stranger).post("/office/assign/", {"item": item.pk, "to": stranger.pk}, follow=True)
    assert "only the work of your own unit" in answer.content.decode()


def test_load_shows_each_colleague_and_who_is_away() -> None:
    many(2)
    clerk, head = people.jung_yujin(), people.oh_serin()
    now = timezone.now()
    one = WorkItem.objects.order_by("pk")[0]
    WorkItem.objects.filter(pk=one.pk).update(assignee=clerk, due_at=now - timedelta(days=1))
    Absence.objects.create(
        person=head, deputy=clerk, starts=now - timedelta(hours=1), ends=now + timedelta(days=1)
    )
    answer = as_(clerk).get("/office/load/")
    load = answer.context["units"][0]
    shares = {share.person: (share.open, share.late) for share in load.shares}
    assert shares == {None: (2, 0), clerk: (1, 1), head: (0, 0)}
    page = answer.content.decode()
    assert "Away" in page
    assert f"whose={clerk.pk}" in page
    rows = as_(clerk).get(INBOX, {"whose": clerk.pk}).context["rows"]
    assert len(rows) == 1


def test_a_delegation_that_is_bound_to_services_opens_only_their_cases() -> None:
    definition = permit.publish()
    delegate = people.person("bound", "위임받은이", "Bound Delegate")
    seat = people.post("civil-affairs", "clerk")
    Holding.objects.create(post=seat, person=delegate, valid_from=date(2026, 1, 1))
    head = people.post("environment", "head")
    case = permit.file(definition, id=uuid4())
    flow.act(case.pk, "forward", changed=case.state["changed"], by=people.jung_yujin())

    def seen(*services: str) -> tuple[int, int]:
        Delegation.objects.all().delete()
        Delegation.objects.create(
            holder=head, delegate=seat, role="head", subjects=list(services), valid_from=date(2026, 1, 1)
        )
        mine = queries.inbox(delegate).items
        return queries.visible_to(delegate).count(), len(mine)

    assert seen("something-else") == (0, 0)
    assert seen("something-else", definition.key) == (1, 1)
    assert seen() == (1, 1)
