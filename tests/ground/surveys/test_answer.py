from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from madang.ground.people.models import Person
from madang.ground.surveys import actions
from madang.ground.surveys.models import Answer, Invitation
from tests import people

pytestmark = pytest.mark.django_db
GOOD = {"felt": "yes", "satisfaction": "4", "ease": "5", "words": "고맙습니다"}


def invited(service: str = "permit", days: int = 0) -> str:
    closed = timezone.now() - timedelta(days=days)
    return actions.invite(
        government=people.city(), service=service, closed_at=closed, by=people.park_seoyeon()
    )


def test_the_page_needs_no_sign_in_and_takes_the_answers_once() -> None:
    client, address = Client(headers={"accept-language": "ko"}), reverse("surveys:answer", args=[invited()])
    assert "보시기에 문제가 해결되었습니까?" in client.get(address).text
    assert client.post(address, GOOD).headers["Location"] == reverse("surveys:thanks")
    assert client.get(reverse("surveys:thanks")).status_code == 200
    assert client.post(address, GOOD | {"satisfaction": "1"}).status_code == 410
    assert Answer.objects.get().values == GOOD


def test_the_page_speaks_english_too() -> None:
    text = Client(headers={"accept-language": "en"}).get(reverse("surveys:answer", args=[invited()])).text
    assert "As you see it, was your matter solved?" in text


@pytest.mark.parametrize("token", ["never-made", "한글", "a" * 500])
def test_an_unknown_link_gets_a_friendly_sentence(token: str) -> None:
    answer = Client(headers={"accept-language": "ko"}).get(reverse("surveys:answer", args=[token]))
    assert answer.status_code == 410
    assert "14일" in answer.text


def test_a_link_runs_out_after_fourteen_days() -> None:
    token = invited(days=15)
    assert Client().get(reverse("surveys:answer", args=[token])).status_code == 410
    assert not actions.answer(token, GOOD)
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "change", [{"felt": ""}, {"satisfaction": "6"}, {"ease": "easy"}, {"felt": "<script>"}]
)
def test_an_answer_that_does_not_fit_is_refused_and_the_link_stays_good(change: dict[str, str]) -> None:
    token = invited()
    answer = Client().post(reverse("surveys:answer", args=[token]), GOOD | change)
    assert answer.status_code == 422
    with pytest.raises(actions.NotAnAnswer):
        actions.answer(token, GOOD | change)
    assert (Answer.objects.count(), Invitation.objects.count()) == (0, 1)
    assert actions.answer(token, GOOD)


def test_the_invitation_is_gone_with_the_answer() -> None:
    token = invited()
    assert actions.answer(token, GOOD)
    assert not Invitation.objects.exists()


def test_no_reference_leads_from_an_answer_to_a_person_or_back() -> None:
    """Walks every reference between tables, in both directions, from the table of answers."""
    assert Person not in reachable(Answer)
    assert Invitation not in reachable(Answer)
    pointing = [m for m in apps.get_models() for f in m._meta.get_fields() if points_to(f, Answer)]
    assert pointing == []


def reachable(start: type[models.Model]) -> set[type[models.Model]]:
    found: set[type[models.Model]] = set()
    waiting = [start]
    while waiting:
        model = waiting.pop()
        if model not in found:
            found.add(model)
            waiting += [
                f.related_model
                for f in model._meta.get_fields()
                if isinstance(f, models.ForeignKey | models.ManyToManyField)
                and isinstance(f.related_model, type)
            ]
    return found


def points_to(field: object, model: type[models.Model]) -> bool:
    return isinstance(field, models.ForeignKey | models.ManyToManyField) and field.related_model is model


def test_an_answer_holds_no_time_and_no_number_in_order() -> None:
    actions.answer(invited(), GOOD)
    answer = Answer.objects.get()
    kinds = {field.name: type(field) for field in Answer._meta.get_fields()}
    assert not [
        name for name, kind in kinds.items() if issubclass(kind, models.DateTimeField | models.AutoField)
    ]
    assert answer.month.day == 1
    assert answer.id.version == 4


def test_nothing_in_the_whole_database_holds_the_token_or_the_answers_number() -> None:
    token = invited()
    address = reverse("surveys:answer", args=[token])
    Client().get(address)
    Client().post(address, GOOD)
    needles = [token, actions.hashed(token).hex(), str(Answer.objects.get().id)]
    with connection.cursor() as cursor:
        cursor.execute("select table_name from information_schema.tables where table_schema = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        found = {(table, needle) for table in tables for needle in needles if holds(table, needle)}
    assert found == {("surveys_answer", needles[2])}
    assert len(tables) > 20


def holds(table: str, needle: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f'select exists (select 1 from "{table}" t where t::text like %s)', [f"%{needle}%"])  # noqa: S608
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_the_databases_own_book_keeping_does_not_tell_which_answer_came_last() -> None:
    for number in range(6):
        assert actions.answer(invited(), GOOD | {"words": f"{number}"})
    with connection.cursor() as cursor:
        cursor.execute("select xmin::text, values->>'words' from surveys_answer order by ctid")
        rows = cursor.fetchall()
    assert len({transaction for transaction, _ in rows}) == 1
    assert sorted(words for _, words in rows) == list("012345")
