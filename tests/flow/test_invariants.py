"""What always holds, whatever happens: authority at the moment, due dates from events, ends with reasons.

The oracles below read the recorded rows by hand and share no code with what they check.
"""

import random
from collections import Counter
from contextlib import suppress
from datetime import date, datetime, timedelta
from unittest.mock import patch
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from madang.flow import actions as flow
from madang.flow.casefile import CaseFile
from madang.flow.models import Case
from madang.flow.queries import Definition, flow_of
from madang.ground.events.models import Event
from madang.ground.law import queries as law
from madang.ground.organisations.models import Delegation, Holding, Post
from madang.ground.organisations.queries import office_hours
from madang.ground.people.models import Absence, Person
from tests import people
from tests.flow import permit
from tests.flow.test_fold import STEPS, _try

pytestmark = pytest.mark.django_db
SEOUL = ZoneInfo("Asia/Seoul")
DAYS = 8
FIRST = timezone.localdate() - timedelta(days=DAYS)


def days_of(span: tuple[int, int]) -> dict[str, date]:
    first, length = span
    return {
        "valid_from": FIRST + timedelta(days=first),
        "valid_until": FIRST + timedelta(days=first + length),
    }


def moment_of(day: int) -> datetime:
    return datetime.combine(FIRST + timedelta(days=day), datetime.min.time(), SEOUL) + timedelta(hours=10)


def organise(chance: random.Random, cast: list[Person]) -> None:
    """A post of a clerk, of a head and of an expert, held, left, stood in for and delegated by chance."""
    posts = [permit_post("clerk"), permit_post("head"), permit_post("expert")]
    for post in posts:
        day = chance.randrange(2)
        while day < DAYS:
            length = chance.randrange(2, 6)
            Holding.objects.create(post=post, person=chance.choice(cast), **days_of((day, length)))
            day += length + chance.randrange(2)
    for _ in range(6):
        away, deputy = chance.sample(cast, 2)
        starts = moment_of(chance.randrange(DAYS))
        ends = starts + timedelta(days=chance.randrange(1, 6))
        cancelled = starts if chance.random() < 0.2 else None
        Absence.objects.create(person=away, deputy=deputy, starts=starts, ends=ends, cancelled_at=cancelled)
    for _ in range(4):
        holder, delegate = chance.sample(posts, 2)
        bound = ["something-else"] if chance.random() < 0.3 else []
        span = days_of((chance.randrange(DAYS - 4), chance.randrange(2, 8)))
        Delegation.objects.create(
            holder=holder, delegate=delegate, role=holder.roles[0], subjects=bound, **span
        )


def permit_post(role: str) -> Post:
    post = people.post("environment", role)
    Post.objects.filter(pk=post.pk).update(valid_from=FIRST)
    return post


def held_by(person: int, at: datetime) -> set[int]:
    """The posts that somebody held on that day, read by hand."""
    day = at.astimezone(SEOUL).date()
    return {
        row.post_id
        for row in Holding.objects.filter(person=person)
        if row.valid_from <= day and (row.valid_until is None or day < row.valid_until)
    }


def absent_behind(person: int, at: datetime) -> set[int]:
    """Those in whose place somebody stood at the moment, also through deputies who were away themselves."""
    found: set[int] = set()
    while True:
        more = {
            row.person_id
            for row in Absence.objects.all()
            if row.starts <= at < row.ends and row.cancelled_at is None and row.deputy_id in found | {person}
        }
        if more <= found | {person}:
            return found - {person}
        found |= more


def entitled(person: int, role: str, at: datetime) -> set[tuple[str, int | None]]:
    """How somebody came by a role in the environment division at the moment, and whose authority it was."""
    roles = {post.pk: post.roles for post in Post.objects.all()}
    own, day = held_by(person, at), at.astimezone(SEOUL).date()
    if not own:
        return set()
    behind = {who: held_by(who, at) for who in absent_behind(person, at)}
    ways: set[tuple[str, int | None]] = {("holder", person) for post in own if role in roles[post]}
    ways |= {("deputy", who) for who, posts in behind.items() for post in posts if role in roles[post]}
    for rule in Delegation.objects.filter(role=role):
        if not rule.valid_from <= day or (rule.valid_until and day >= rule.valid_until) or rule.subjects:
            continue
        if rule.delegate_id in own:
            holders: set[int | None] = {
                p.pk for p in Person.objects.all() if rule.holder_id in held_by(p.pk, at)
            }
            ways |= {("delegate", holder) for holder in (holders or {None})}
        ways |= {("deputy", who) for who, posts in behind.items() if rule.delegate_id in posts}
    return ways


VIAS = {"clerk": {"holder", "deputy"}, "head": {"holder", "deputy", "delegate"}}
STAGE_ROLE = {"review": "clerk", "decision": "head"}


def test_whoever_acts_is_entitled_at_that_minute_and_nobody_else() -> None:
    """Twelve histories of an organisation; each day everybody tries to act, the applicant among them."""
    chance, seen = random.Random(20261121), Counter[str]()  # noqa: S311  chance, not secrets
    cast = [people.person(f"p{number}", f"사람{number}", f"Person {number}") for number in range(4)]
    definition = permit.publish()
    for _ in range(12):
        with transaction.atomic():
            organise(chance, cast)
            applicant = chance.choice(cast)
            case = permit.file(definition, id=uuid4(), applicant=applicant, at=moment_of(0))
            for day in range(DAYS):
                for person in chance.sample(cast, len(cast)):
                    seen[tried(case, person, applicant, moment_of(day), chance)] += 1
            for table in (Delegation, Holding, Absence):
                table.objects.all().delete()
            Post.objects.update(valid_until=FIRST + timedelta(days=1))
    assert all(seen[way] >= 3 for way in ("holder", "deputy", "delegate", "refused", "conflict")), seen


def tried(case: Case, person: Person, applicant: Person, at: datetime, chance: random.Random) -> str:
    """What became of the attempt; it agrees with what the rows of the organisation say by hand."""
    now = Case.objects.get(pk=case.pk)
    if now.stage not in STAGE_ROLE:
        return "over"
    role = STAGE_ROLE[now.stage]
    ways = {way for way in entitled(person.pk, role, at) if way[0] in VIAS[role]}
    lawful = {way for way in ways if way != ("deputy", applicant.pk)} if person != applicant else set()
    name = "forward" if role == "clerk" else chance.choice(["back"] * 9 + ["grant"])
    try:
        with patch("django.utils.timezone.now", return_value=at):  # the office's clock shows that minute
            event = flow.act(case.pk, name, changed=now.state["changed"], reason="사유", by=person)
    except flow.NotPossible:
        assert not lawful, (person, role, at, lawful)
        return "conflict" if ways else "refused"
    authority = event.authority or {}
    assert (authority["via"], authority["holder_id"]) in lawful
    assert authority["role"] == role
    assert event.actor_id == person.pk != applicant.pk
    return str(authority["via"])


def test_what_is_entered_later_was_lawful_then_and_is_lawful_now() -> None:
    """A clerk who is none any more, and one who was none yet, cannot enter what was done in between."""
    definition = permit.publish()
    former, new, lasting = (people.person(f"late{n}", f"담당{n}", f"Clerk {n}") for n in range(3))
    unit, today = permit_post("clerk").unit, timezone.now().astimezone(SEOUL).date()
    spans = {former: (FIRST, today), new: (today, None), lasting: (FIRST, None)}
    for person, (since, until) in spans.items():
        seat = Post.objects.create(
            unit=unit, title_ko="담당", title_en="Clerk", roles=["clerk"], valid_from=FIRST
        )
        Holding.objects.create(post=seat, person=person, valid_from=since, valid_until=until)
    yesterday = timezone.now() - timedelta(days=1)
    case = permit.file(definition, id=uuid4(), at=yesterday - timedelta(hours=1))
    said = {"changed": case.state["changed"], "reason": "사유", "at": yesterday}
    for refused in (former, new):
        with pytest.raises(flow.NotPossible):
            flow.act(case.pk, "forward", by=refused, **said)
    event = flow.act(case.pk, "forward", by=lasting, **said)
    assert (event.effective_at, event.actor_id) == (yesterday, lasting.pk)


def counted_from_events(case: Case, definition: Definition) -> datetime | None:
    """The due date, from nothing but the events, the counting rule and the calendar."""
    turns: list[law.ClockEvent] = []
    received, waiting = None, False
    for event in Event.objects.filter(stream=case.pk).order_by("seq"):
        at = event.effective_at
        received = received or at
        if event.type == "asked":
            turns.append(law.ClockEvent("pause", at, None))
            waiting = True
        elif waiting and event.type in {"answered", "moved"}:
            turns.append(law.ClockEvent("resume", at, None))
            waiting = False
        elif event.type == "extended":
            turns.append(law.ClockEvent("extend", at, law.Period.parse(event.data["period"])))
        elif event.type == "reopened":
            turns.append(law.ClockEvent("reset", at, None))
    clock = flow_of(definition).clock
    assert received is not None
    return law.due_at(
        rule=clock.rule,
        received=received,
        period=law.Period.parse(clock.period),
        events=turns,
        calendar=case.government.calendar,
        office_hours=office_hours(case.government),
        decreed=law.decreed(case.government.calendar),
    )


def walked(steps: list[tuple[str, int]]) -> tuple[Case, Definition]:
    """A case after a random walk through all that can be tried with it."""
    cast = [
        people.kim_haneul(),
        people.jung_yujin(),
        people.oh_serin(),
        people.han_jimin(),
        people.kang_minjae(),
    ]
    definition = permit.publish()
    case = permit.file(definition, id=uuid4())
    for word, who in steps:
        with suppress(flow.NotPossible):
            _try(case, word, cast[who], cast)
    return Case.objects.select_related("government", "applicant").get(pk=case.pk), definition


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_a_due_date_is_a_function_of_the_events(steps: list[tuple[str, int]]) -> None:
    case, definition = walked(steps)
    if case.status == "closed" and case.outcome == "withdrawn":
        return  # taken back while it was asked: the clock stood still and stands still
    assert case.due_at == counted_from_events(case, definition)
    assert (case.due_at is None) == (case.status == "waiting")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_case_ends_without_a_reason_a_recipient_and_a_date(steps: list[tuple[str, int]]) -> None:
    case, definition = walked(steps)
    events = Event.objects.filter(stream=case.pk).order_by("seq")
    ends = [event for event in events if event.data.get("outcome")]
    for event in ends:
        if event.data["outcome"] == "refused":
            assert "reason" in event.data["sealed"]  # the text itself lies sealed
            assert flow_of(definition).ends[event.data["to"]].remedy is not None
    if case.status != "closed":
        assert (case.outcome, case.closed_at) == ("", None)
        return
    assert ends
    assert case.closed_at == ends[-1].effective_at
    assert case.outcome == ends[-1].data["outcome"]
    assert case.applicant is not None
    told = case.applicant.notices.filter(
        case_id=case.pk, kind=f"case.{ends[-1].type}", subject__en__startswith="Decision"
    )
    assert told.count() >= 1


def test_a_deputy_cannot_decide_in_the_place_of_the_applicant() -> None:
    head, deputy = (
        people.oh_serin(),
        people.official("deputy", "남도현", "Nam Dohyeon", "environment", "clerk"),
    )
    now = timezone.now()
    case = permit.do(permit.file(permit.publish(), applicant=head), "forward", people.jung_yujin())
    Absence.objects.create(
        person=head, deputy=deputy, starts=now - timedelta(hours=1), ends=now + timedelta(days=1)
    )
    with pytest.raises(flow.NotPossible, match=r"stand in for the applicant|신청인을 대리"):
        permit.do(case, "grant", deputy)


def test_nobody_gives_an_opinion_on_or_assigns_an_own_case() -> None:
    expert, clerk = people.han_jimin(), people.jung_yujin()
    asked = permit.do(permit.file(permit.publish(), applicant=expert), "consult", clerk, reason="수질은?")
    with pytest.raises(flow.NotPossible, match=r"own case|자신의"):
        flow.give_opinion(asked.pk, opinion=1, text="기준 이내", by=expert)
    own = permit.file(permit.publish(), applicant=clerk)
    with pytest.raises(flow.NotPossible, match=r"own case|자신의"):
        flow.assign(own.items.values_list("pk", flat=True), people.oh_serin(), by=clerk)


def test_silence_decides_by_what_the_law_says_now_not_by_what_a_row_still_says() -> None:
    """A holiday was decreed and the worker has not moved the due dates yet."""
    clock = {"rule": "kr-petition", "period": "10 days", "deemed": "granted"}
    case = permit.file(permit.publish(clock=clock))
    Case.objects.filter(pk=case.pk).update(due_at=timezone.now() - timedelta(days=1))
    assert flow.decide_by_silence(by=None) == 0
    case.refresh_from_db()
    assert case.status == "open"


def test_one_case_that_cannot_be_decided_does_not_hold_up_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = {"rule": "kr-petition", "period": "10 days", "deemed": "granted"}
    long_ago = timezone.now() - timedelta(days=60)
    cases = [permit.file(permit.publish(clock=clock), at=long_ago) for _ in range(3)]
    put_back, broken = CaseFile.put_back, cases[1].pk

    def breaking(file: CaseFile, *, new: bool = False) -> None:
        if file.case.pk == broken:
            raise RuntimeError("the unit is missing")
        put_back(file, new=new)

    monkeypatch.setattr(CaseFile, "put_back", breaking)
    with pytest.raises(RuntimeError):
        flow.decide_by_silence(by=None)
    assert Case.objects.filter(status="closed").count() == 2
    assert Event.objects.filter(stream=broken, type="deemed").count() == 0
