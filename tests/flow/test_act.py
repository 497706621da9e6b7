"""Cases move by acts of people with authority, and every act leaves an event."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from madang.flow import actions as flow
from madang.flow import moving, queries, shelf
from madang.flow.models import Case, CaseKey, SealedText, WorkItem
from madang.ground.events.models import Event
from madang.ground.events.queries import verify
from madang.ground.organisations.models import Government
from madang.ground.people.models import Absence, Person
from tests import people
from tests.flow import permit

pytestmark = pytest.mark.django_db


def types(case: Case) -> list[str]:
    return list(Event.objects.filter(stream=case.pk).order_by("seq").values_list("type", flat=True))


def test_a_case_is_received_and_waits_for_the_clerk() -> None:
    case = permit.file(permit.publish())
    assert (case.stage, case.status) == ("review", "open")
    assert types(case) == ["received", "moved"]
    item = WorkItem.objects.get(case=case)
    assert (item.role, item.unit) == ("clerk", people.unit("environment"))
    assert case.due_at is not None
    assert case.number.startswith(str(timezone.localdate().year))


def test_by_rule_a_case_may_end_at_once() -> None:
    case = permit.file(permit.publish(), small=True)
    assert (case.stage, case.status, case.outcome) == ("granted", "closed", "granted")
    assert not WorkItem.objects.filter(case=case).exists()


def test_the_same_id_twice_is_the_same_case() -> None:
    definition, id = permit.publish(), uuid4()
    assert permit.file(definition, id=id).number == permit.file(definition, id=id).number
    assert Case.objects.count() == 1


def test_clerk_forwards_and_head_grants() -> None:
    case = permit.file(permit.publish())
    case = permit.do(case, "forward", people.jung_yujin())
    case = permit.do(case, "grant", people.oh_serin())
    assert (case.status, case.outcome) == ("closed", "granted")
    last = Event.objects.filter(stream=case.pk).latest("seq")
    assert last.authority is not None
    assert (last.authority["via"], last.authority["holder_id"]) == ("holder", people.oh_serin().pk)


def test_a_clerk_cannot_decide_for_the_head() -> None:
    case = permit.do(permit.file(permit.publish()), "forward", people.jung_yujin())
    with pytest.raises(flow.NotPossible, match="head"):
        permit.do(case, "grant", people.jung_yujin())


def test_nobody_decides_on_an_own_application() -> None:
    case = permit.file(permit.publish(), applicant=people.jung_yujin())
    with pytest.raises(flow.NotPossible, match=r"own case|자신의"):
        permit.do(case, "forward", people.jung_yujin())


def test_a_deputy_acts_while_the_head_is_away_and_both_names_are_kept() -> None:
    head, deputy = (
        people.oh_serin(),
        people.official("deputy", "남도현", "Nam Dohyeon", "environment", "clerk"),
    )
    case = permit.do(permit.file(permit.publish()), "forward", people.jung_yujin())
    with pytest.raises(flow.NotPossible):
        permit.do(case, "grant", deputy)
    now = timezone.now()
    Absence.objects.create(
        person=head, deputy=deputy, starts=now - timedelta(hours=1), ends=now + timedelta(days=1)
    )
    case = permit.do(case, "grant", deputy)
    last = Event.objects.filter(stream=case.pk).latest("seq")
    assert last.authority is not None
    assert (last.actor_id, last.authority["holder_id"], last.authority["via"]) == (
        deputy.pk,
        head.pk,
        "deputy",
    )


def test_a_refusal_needs_a_reason() -> None:
    case = permit.file(permit.publish())
    with pytest.raises(flow.NotPossible):
        permit.do(case, "refuse", people.jung_yujin(), reason="  ")
    assert permit.do(case, "refuse", people.jung_yujin(), reason="부지 안이 아닙니다.").outcome == "refused"


def test_the_same_key_twice_is_one_act() -> None:
    case, key, clerk = permit.file(permit.publish()), uuid4(), people.jung_yujin()
    changed = case.state["changed"]
    first = flow.act(case.pk, "forward", changed=changed, key=key, by=clerk)
    again = flow.act(case.pk, "forward", changed=changed, key=key, by=clerk)
    assert first.pk == again.pk
    assert types(case).count("moved") == 2  # by rule, and the clerk's


def test_whoever_read_an_older_state_is_told() -> None:
    case, clerk = permit.file(permit.publish()), people.jung_yujin()
    people.unit("environment-lab")
    flow.act(case.pk, "consult", changed=case.state["changed"], reason="수질은?", by=clerk)
    with pytest.raises(flow.Overtaken):
        flow.act(case.pk, "forward", changed=case.state["changed"], by=clerk)


def test_asking_the_applicant_stops_the_clock_until_the_answer() -> None:
    case = permit.file(permit.publish())
    case = permit.do(case, "ask", people.jung_yujin(), reason="도면을 보내 주십시오.")
    assert (case.status, case.due_at) == ("waiting", None)
    assert WorkItem.objects.get(case=case).waiting
    flow.answer(case.pk, text="보냈습니다.", by=people.kim_haneul())
    case.refresh_from_db()
    assert case.status == "open"
    assert case.due_at is not None


def test_an_opinion_is_asked_in_parallel_and_an_end_waits_for_it() -> None:
    people.unit("environment-lab")
    case = permit.do(permit.file(permit.publish()), "consult", people.jung_yujin(), reason="수질은?")
    assert {item.kind for item in WorkItem.objects.filter(case=case)} == {"stage", "opinion"}
    with pytest.raises(flow.NotPossible):
        permit.do(case, "refuse", people.jung_yujin(), reason="기다리지 않음")
    with pytest.raises(flow.NotPossible):
        flow.give_opinion(case.pk, opinion=1, text="나는 다른 부서", by=people.kang_minjae())
    flow.give_opinion(case.pk, opinion=1, text="기준 이내", by=people.han_jimin())
    assert permit.do(case, "refuse", people.jung_yujin(), reason="입지").outcome == "refused"


def test_extension_moves_the_due_date_once() -> None:
    case = permit.file(permit.publish())
    before = case.due_at
    case = permit.do(case, "extend", people.jung_yujin(), reason="검토가 더 필요합니다.", period="5 days")
    assert case.due_at is not None
    assert before is not None
    assert case.due_at > before
    with pytest.raises(flow.NotPossible):
        permit.do(case, "extend", people.jung_yujin(), reason="또", period="5 days")


def test_too_long_an_extension_is_refused() -> None:
    with pytest.raises(flow.NotPossible):
        permit.do(
            permit.file(permit.publish()), "extend", people.jung_yujin(), reason="길게", period="20 days"
        )


def test_transfer_takes_the_case_to_the_right_unit() -> None:
    case = permit.do(
        permit.file(permit.publish()),
        "transfer",
        people.jung_yujin(),
        reason="도로",
        unit=people.unit("roads"),
    )
    assert case.unit == people.unit("roads")
    assert WorkItem.objects.get(case=case).unit == people.unit("roads")
    people.kang_minjae()
    assert permit.do(case, "forward", people.kang_minjae()).stage == "decision"


def test_the_applicant_withdraws() -> None:
    case = permit.file(permit.publish())
    with pytest.raises(flow.NotPossible):
        flow.withdraw(case.pk, by=people.lee_doyun())
    flow.withdraw(case.pk, reason="필요 없음", by=people.kim_haneul())
    case.refresh_from_db()
    assert (case.status, case.outcome) == ("closed", "withdrawn")


def test_an_objection_reopens_and_is_heard_by_somebody_else() -> None:
    case = permit.do(permit.file(permit.publish()), "forward", people.jung_yujin())
    case = permit.do(case, "refuse", people.oh_serin(), reason="요건 미달")
    flow.object_to(case.pk, text="요건을 갖추었습니다.", by=people.kim_haneul())
    case.refresh_from_db()
    assert (case.stage, case.status) == ("objection", "open")
    with pytest.raises(flow.NotPossible, match=r"before|이미"):
        permit.do(case, "yield", people.oh_serin())
    other = people.official("other.head", "배수아", "Bae Sua", "environment", "head")
    assert permit.do(case, "yield", other).outcome == "granted"


def test_silence_decides_where_the_law_says_so() -> None:
    clock = {"rule": "kr-petition", "period": "10 days", "deemed": "granted"}
    case = permit.file(permit.publish(clock=clock), at=timezone.now() - timedelta(days=60))
    assert flow.decide_by_silence(by=None) == 1
    case.refresh_from_db()
    assert (case.outcome, types(case)[-1]) == ("granted", "deemed")
    assert flow.decide_by_silence(by=None) == 0


def test_overdue_is_a_question_not_a_timer() -> None:
    case = permit.file(permit.publish())
    assert case.due_at is not None
    assert not queries.overdue(timezone.now()).exists()
    assert queries.overdue(case.due_at + timedelta(seconds=1)).get() == case
    late = [e.go_up for e in queries.escalations(case.due_at + timedelta(days=1))]
    assert late == ["head"]
    head = people.oh_serin()
    assert flow.escalate(at=case.due_at + timedelta(days=1)) == 1
    assert flow.escalate(at=case.due_at + timedelta(days=2)) == 0
    assert head.notices.filter(kind="case.escalated").count() == 1


def test_personal_texts_are_sealed_and_erasure_destroys_them() -> None:
    case = permit.do(permit.file(permit.publish()), "refuse", people.jung_yujin(), reason="김하늘 님의 사정")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, ' ') FROM events_event")
        assert "비밀" not in cursor.fetchone()[0]
    assert not any("비밀".encode() in bytes(row.content) for row in SealedText.objects.all())
    assert queries.facts_of(case.pk)["form"]["plan"] == "비밀 계획"
    flow.erase(case.pk, basis="보존기간 만료", by=people.oh_serin())
    assert queries.facts_of(case.pk) == {}
    assert not CaseKey.objects.exists()
    case.refresh_from_db()
    assert (case.applicant, case.outcome) == (None, "refused")
    assert not list(verify())


def test_the_database_refuses_to_change_or_remove_events() -> None:
    case = permit.file(permit.publish())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for statement in (
        "UPDATE events_event SET type = 'x'",
        "DELETE FROM events_event",
        "TRUNCATE events_event",
    ):
        with (
            pytest.raises(IntegrityError, match="only ever added"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert types(case) == ["received", "moved"]


def test_a_published_definition_is_frozen() -> None:
    permit.publish()
    with pytest.raises(flow.NotPossible):
        permit.publish(withdraw=False)
    assert permit.publish(version=2, withdraw=False).version == 2


def test_running_cases_move_by_a_rehearsed_plan() -> None:
    old = permit.file(permit.publish())
    renamed = {**permit.BODY["stages"], "examine": permit.BODY["stages"]["review"]}
    del renamed["review"]
    renamed["sort"] = {**renamed["sort"], "auto": [{"go": "examine"}]}
    renamed["decision"] = {**renamed["decision"], "acts": {"grant": renamed["decision"]["acts"]["grant"]}}
    new = permit.publish(version=2, stages=renamed)
    assert [v.problem != "" for v in flow.rehearse(flow.Move(new, {}))] == [True]
    plan = flow.Move(new, {"review": "examine"})
    assert [v.problem for v in flow.rehearse(plan)] == [""]
    old.refresh_from_db()
    assert old.stage == "review"
    flow.migrate(plan, by=people.yoon_areum())
    old.refresh_from_db()
    assert (old.stage, old.definition, old.filed_under.version) == ("examine", new, 1)


def test_who_looked_is_told_once_an_hour() -> None:
    case, clerk = permit.file(permit.publish()), people.jung_yujin()
    for _ in range(3):
        flow.viewed(case.pk, purpose="심사", by=clerk)
    assert [look.who for look in queries.looks(case)] == ["정유진"]
    case.refresh_from_db()
    assert case.state["changed"] == 2  # a look overtakes nobody


def test_an_earlier_moment_must_lie_behind_the_last_entry() -> None:
    case = permit.file(permit.publish(), at=datetime(2026, 11, 2, 1, tzinfo=UTC))
    with pytest.raises(flow.NotPossible):
        permit.do(case, "forward", people.jung_yujin(), at=datetime(2026, 11, 1, 1, tzinfo=UTC))
    assert (
        permit.do(case, "forward", people.jung_yujin(), at=datetime(2026, 11, 3, 1, tzinfo=UTC)).stage
        == "decision"
    )


def test_the_shelf_reads_columns_in_the_order_in_which_models_are_filled() -> None:
    read = (
        (Case, shelf.CASE),
        (Government, shelf.GOVERNMENT),
        (Person, shelf.PERSON),
        (Person, moving.PERSON),
    )
    for model, columns in read:
        order = [field.attname for field in model._meta.concrete_fields]
        assert list(columns) == [name for name in order if name in columns]
    case = permit.file(permit.publish(), applicant=people.lee_doyun())
    applicant = shelf.take(case.pk, None, None).case.applicant
    assert applicant is not None
    for name in shelf.PERSON:
        assert getattr(applicant, name) == getattr(people.lee_doyun(), name)
