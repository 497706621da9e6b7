"""Rounds: planned, drawn with a seed, answered, closed; nothing leads to a person and no small group is shown."""

import random
import secrets
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from madang.ground.events.queries import stream
from madang.ground.notices.models import Notice
from madang.ground.surveys.definition import Survey, rounds, survey
from madang.ground.surveys.events import Addressee, FrameWanted, RoundClosed
from madang.ground.surveys.models import Answer, Invitation, Round
from madang.ground.surveys.rounds import actions, queries, rules
from madang.ground.surveys.rounds.figuring import Given, figures
from madang.lib import news
from madang.lib.statistics.weighting import kish, rake
from tests import people

AT = datetime(2026, 11, 3, 3, tzinfo=UTC)
AFTER = datetime(2026, 12, 2, tzinfo=UTC)
MARGINS = {"age": {"young": 0.4, "old": 0.6}}
GOOD = {"aware": "yes", "used": "no", "felt": "better", "fast": "4", "easy": "5", "trusted": "4"}


def plan(**other: Any) -> actions.Plan:
    usual: dict[str, Any] = {
        "title": {"ko": "가로등 수리", "en": "Street lights"},
        "survey_key": "reform-residents",
        "population": "residents",
        "asked_from": date(2026, 11, 1),
        "asked_until": date(2026, 11, 30),
        "size": 60,
        "reform": "street-lights",
        "margins": MARGINS,
        "seed": 7,
    }
    return actions.Plan(**usual | other)


def held(**other: Any) -> Round:
    return actions.plan_round(plan(**other), government=people.city(), by=people.seo_daeun())


def residents(count: int = 100) -> list[Addressee]:
    return [
        Addressee(f"r{number:03d}@haneul.example", None, "ko", {"age": "young" if number % 4 == 0 else "old"})
        for number in range(count)
    ]


def given(yes: int, no: int, age: str = "old", **other: str) -> list[Given]:
    return [
        Given(GOOD | {"felt": "better" if place < yes else "same"} | other, {"age": age})
        for place in range(yes + no)
    ]


def closed(rows: list[Given], **other: Any) -> Round:
    found = held(**other)
    actions.open_round(found.pk, residents(), at=AT, by=people.seo_daeun())
    actions.take_answers(found.pk, rows, by=people.seo_daeun())
    return actions.close_round(found.pk, at=AFTER, by=people.seo_daeun())


@pytest.mark.django_db
def test_the_same_seed_draws_the_same_people_from_the_list_in_any_order() -> None:
    keys = [one.key for one in residents()]
    drawn = rules.draw(keys, 30, 7)
    assert drawn == rules.draw(list(reversed(keys)), 30, 7)
    assert drawn != rules.draw(keys, 30, 8)
    assert len(set(drawn)) == 30
    assert rules.frame_hash(keys) == rules.frame_hash(list(reversed(keys)))


@pytest.mark.django_db
def test_a_round_is_held_from_plan_to_results() -> None:
    found = held()
    assert actions.open_round(found.pk, residents(), at=AT, by=people.seo_daeun()) == 60
    assert Invitation.objects.filter(round=found).count() == 60
    actions.take_answers(found.pk, given(20, 10) + given(5, 5, "young"), by=None)
    done = actions.close_round(found.pk, at=AFTER, by=people.seo_daeun())
    assert not Invitation.objects.exists()
    felt = queries.share_of(done, "felt")
    assert felt is not None
    assert felt.n == 40
    assert felt.value == pytest.approx(0.6 * 20 / 30 + 0.4 * 0.5, abs=1e-6)  # weighted to the known ages
    assert felt.deff > 1
    assert [event.type for event in stream(found.stream)] == [
        "survey_round.planned", "survey_round.opened", "survey_round.closed",
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_resident_answers_by_the_letters_link_in_the_wording_that_was_frozen() -> None:
    found = held()
    token = _tokens_of(found)[0]
    client, address = Client(headers={"accept-language": "ko"}), reverse("surveys:answer", args=[token])
    page = client.get(address).text
    assert "가로등 수리" in page
    assert "1년 전보다 나아졌다고" in page
    assert client.post(address, GOOD).status_code == 302
    answer = Answer.objects.get()
    assert (answer.round, answer.values) == (found, GOOD)
    assert client.post(address, GOOD).status_code == 410


def _tokens_of(found: Round) -> list[str]:
    """Open the round and read the links that went out, as the people read them."""
    sent: list[str] = []
    real = secrets.token_urlsafe

    def kept(size: int) -> str:
        sent.append(real(size))
        return sent[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "token_urlsafe", kept)
        actions.open_round(found.pk, residents(), at=datetime.now(UTC), by=None)
    return sent


@pytest.mark.django_db
def test_letters_go_to_addresses_and_notices_to_accounts(django_capture_on_commit_callbacks: Any) -> None:
    found = held()
    known = [Addressee(person=people.kim_haneul()), Addressee(person=people.lee_doyun())]
    actions.open_round(found.pk, residents(40) + known, at=AT, by=None)
    notices = Notice.objects.filter(kind="survey.round")
    assert {notice.person.username for notice in notices} == {"haneul.kim", "doyun.lee"}
    assert "Street lights" in notices[0].subject["en"]
    assert "가로등 수리" in notices[0].subject["ko"]


@pytest.mark.django_db
def test_users_are_named_by_the_app_that_knows_them() -> None:
    asked: list[FrameWanted] = []
    news.on(FrameWanted)(asked.append)
    try:
        found = held(
            population="users", survey_key="reform-users", service="permit", margins={},
            cases_from=date(2026, 8, 1), cases_until=date(2026, 10, 31),
        )  # fmt: skip
        with pytest.raises(actions.NotPossible):
            actions.open_round(found.pk, at=AT, by=None)
    finally:
        news._listeners[FrameWanted].remove(asked.append)
    assert [(one.service, one.first, one.last) for one in asked] == [
        ("permit", date(2026, 8, 1), date(2026, 10, 31))
    ]


@pytest.mark.django_db
def test_nobody_stops_asking_when_the_figures_look_well() -> None:
    found = held()
    actions.open_round(found.pk, residents(), at=AT, by=None)
    with pytest.raises(actions.NotPossible):
        actions.close_round(found.pk, at=datetime(2026, 11, 30, 14, tzinfo=UTC), by=None)
    assert actions.close_round(found.pk, at=datetime(2026, 11, 30, 15, tzinfo=UTC), by=None).state == "closed"


@pytest.mark.django_db
def test_a_round_that_nobody_closes_closes_by_itself() -> None:
    found, later = held(), held(asked_until=date(2026, 12, 20))
    for one in (found, later):
        actions.open_round(one.pk, residents(), at=AT, by=None)
    assert actions.close_due(at=datetime(2026, 11, 30, 14, tzinfo=UTC)) == 0
    assert actions.close_due(at=datetime(2026, 11, 30, 16, tzinfo=UTC)) == 1
    assert list(queries.published()) == [found]
    assert list(queries.being_asked()) == [later]
    assert "지금 조사 중" in Client(headers={"accept-language": "ko"}).get(reverse("surveys:results")).text


@pytest.mark.django_db
def test_users_answer_with_numbers_on_the_page() -> None:
    found = held(
        population="users", survey_key="reform-users", service="permit", margins={},
        cases_from=date(2026, 8, 1), cases_until=date(2026, 10, 31),
    )  # fmt: skip
    client = Client(headers={"accept-language": "ko"})
    address = reverse("surveys:answer", args=[_tokens_of(found)[0]])
    given_ = {
        "aware": "yes",
        "felt": "same",
        "remembered": "12",
        "expected": "7",
        "fast": "2",
        "easy": "3",
        "explained": "4",
    }
    for wrong in ("-1", "1000", "며칠", "1e3", ""):
        assert client.post(address, given_ | {"remembered": wrong}).status_code == 422
    assert client.post(address, given_ | {"remembered": "012"}).status_code == 302
    assert Answer.objects.get().values == given_


@pytest.mark.django_db
def test_what_is_published_never_changes() -> None:
    done = closed(given(20, 20))
    told = done.results
    with pytest.raises(actions.NotPossible):
        actions.take_answers(done.pk, given(5, 0), by=None)
    with pytest.raises(actions.NotPossible):
        actions.close_round(done.pk, at=AFTER, by=None)
    assert Round.objects.get(pk=done.pk).results == told


@pytest.mark.django_db
@pytest.mark.parametrize("who", [people.stranger, people.park_seoyeon, people.kim_haneul])
def test_only_innovation_officers_of_the_government_hold_rounds(who: Any) -> None:
    found = held()
    for act in (
        lambda: actions.plan_round(plan(), government=people.city(), by=who()),
        lambda: actions.open_round(found.pk, residents(), at=AT, by=who()),
        lambda: actions.discard_round(found.pk, by=who()),
    ):
        with pytest.raises(actions.NotPossible):
            act()
    assert Round.objects.get().state == "draft"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"size": 5},
        {"size": 10**6},
        {"asked_until": date(2026, 10, 1)},
        {"population": "users", "service": ""},
    ],
)
def test_a_plan_that_cannot_be_held_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(actions.NotPossible):
        held(**change)
    assert not Round.objects.exists()


@pytest.mark.django_db
def test_a_short_list_is_refused_and_a_draft_can_be_discarded() -> None:
    found = held()
    with pytest.raises(actions.NotPossible):
        actions.open_round(found.pk, residents(29), at=AT, by=None)
    actions.discard_round(found.pk, by=None)
    assert not Round.objects.exists()


@pytest.mark.parametrize("seed", range(5))
def test_of_those_invited_nobody_stands_alone_in_a_stratum(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311  # invented people are no secret
    crowd = [
        {
            "age": dice.choices(["young", "old"], [1, 6])[0],
            "sex": dice.choice("fm"),
            "district": dice.choices("abcde", [9, 9, 3, 1, 1])[0],
        }
        for _ in range(dice.randint(30, 120))
    ]
    told = rules.coarsened(crowd)
    count = Counter(tuple(one.values()) for one in told)
    assert min(count.values()) >= 5
    assert all(new[key] in ("", old[key]) for old, new in zip(crowd, told, strict=True) for key in old)


def of(values: Mapping[str, str], **strata: str) -> Given:
    return Given({**GOOD, **values}, strata)


def test_fewer_than_five_answers_are_not_shown() -> None:
    assert figures(given(4, 0), survey("reform-residents"), MARGINS, 60) == {
        "suppressed": True,
        "invited": 60,
    }


def test_groups_are_shown_with_their_complement_or_not_at_all() -> None:
    rows = given(10, 10) + given(2, 1, "young")
    told = figures(rows, survey("reform-residents"), MARGINS, 60)
    assert told["groups"] == {}
    told = figures(rows + given(3, 2, "young"), survey("reform-residents"), MARGINS, 60)
    assert {name: group["n"] for name, group in told["groups"]["age"].items()} == {"old": 20, "young": 8}
    assert told["groups"]["age"]["young"]["felt"]["value"] == pytest.approx(5 / 8)


def test_what_those_feel_who_know_of_it_is_shown_with_the_others_or_not_at_all() -> None:
    few = given(10, 10) + given(3, 1, aware="no")
    assert "aware" not in figures(few, survey("reform-residents"), {}, 60)["splits"]
    told = figures(few + given(0, 4, aware="no"), survey("reform-residents"), {}, 60)["splits"]["aware"]
    assert (told["yes"]["n"], told["no"]["n"]) == (20, 8)
    assert told["no"]["value"] == pytest.approx(3 / 8)


def test_the_weights_are_those_of_raking_and_cost_what_kish_says() -> None:
    rows = given(12, 18) + given(6, 4, "young")
    told = figures(rows, survey("reform-residents"), MARGINS, 60)
    found = rake({"age": [one.strata["age"] for one in rows]}, MARGINS)
    good = [one.values["felt"] == "better" for one in rows]
    felt = told["questions"]["felt"]["share"]
    assert felt["value"] == pytest.approx((found.weights * good).sum() / 40)
    assert felt["deff"] == pytest.approx(kish(found.weights))
    assert told["weighting"]["state"] == "raked"
    assert told["reliability"] is None or 0 <= told["reliability"]["alpha"] <= 1


def test_where_weighting_is_impossible_it_is_said_and_all_count_alike() -> None:
    told = figures(given(10, 10), survey("reform-residents"), MARGINS, 60)
    assert told["weighting"]["state"] == "impossible"
    assert told["weighting"]["category"] == "young"
    assert told["questions"]["felt"]["share"]["value"] == pytest.approx(0.5)


def test_remembered_time_is_a_median_with_its_interval() -> None:
    usual = {"aware": "yes", "felt": "better", "expected": "7", "fast": "4", "easy": "4", "explained": "3"}
    rows = [Given(usual | {"remembered": str(day)}) for day in range(1, 11)]
    told = figures(rows, survey("reform-users"), {}, 60)["questions"]["remembered"]
    assert told["median"] == {"value": 5.5, "low": 2, "high": 9, "n": 10}


@pytest.mark.django_db
def test_rounds_of_one_wording_are_compared_from_ten_answers_on() -> None:
    before = closed(given(8, 32), asked_from=date(2026, 3, 1), asked_until=date(2026, 11, 28))
    after = closed(given(24, 16))
    found = queries.change(before, after, "felt")
    assert found is not None
    assert found.estimate is not None
    assert found.estimate.value == pytest.approx(0.4)
    assert found.estimate.low > 0
    few = closed(given(5, 4))
    found = queries.change(before, few, "felt")
    assert found is not None
    assert found.estimate is None
    after.wording = "other"
    assert queries.change(before, after, "felt") is None
    assert [one.pk for one in queries.series(few)] == [
        before.pk,
        *sorted(set(Round.objects.values_list("pk", flat=True)) - {before.pk}),
    ]
    trend = queries.trend_of(queries.series(before)[:2], "felt")
    assert trend is not None
    assert trend.per_year.direction == "up"


def test_a_changed_word_begins_a_new_series() -> None:
    old = survey("reform-residents")
    told = old.model_dump()
    told["questions"][2]["text"]["ko"] += " 정말로?"
    assert Survey.model_validate(told).wording != old.wording
    told = old.model_dump()
    told["title"]["ko"], told["questions"][-1]["text"]["ko"] = "다른 제목", "다른 물음"
    assert Survey.model_validate(told).wording == old.wording
    assert {one.key for one in rounds()} == {"reform-residents", "reform-users"}


@pytest.mark.django_db
def test_progress_is_told_in_steps_of_five() -> None:
    found = held()
    actions.open_round(found.pk, residents(), at=AT, by=None)
    actions.take_answers(found.pk, given(7, 6), by=None)
    found.refresh_from_db()
    told = queries.progress(found)
    assert (told.invited, told.answered, told.still_open) == (60, 10, 60)


@pytest.mark.django_db
def test_closing_is_announced() -> None:
    heard: list[RoundClosed] = []
    news.on(RoundClosed)(heard.append)
    try:
        done = closed(given(10, 10))
    finally:
        news._listeners[RoundClosed].remove(heard.append)
    assert heard == [RoundClosed(done.pk, done.government_id, "street-lights", "")]


@pytest.mark.parametrize(
    ("text", "why"),
    [("age young=1, old=2", "name"), ("age: young=1", "two"), ("age: young=a, old=2", "number"),
     ("age: young=1, old=1\nage: a=1, b=1", "name"), ("age: young=-1, old=2", "number")],
)  # fmt: skip
def test_margins_that_cannot_be_read_are_named(text: str, why: str) -> None:
    with pytest.raises(rules.Unreadable) as refused:
        rules.margins_of(text)
    assert refused.value.why == why


def test_margins_are_read_as_they_are_written() -> None:
    found = rules.margins_of("age: under-30 = 21%, 30-59 = 44%, over-59 = 35%\n\nsex: f=1, m=1\n")
    assert found == {
        "age": {"under-30": 0.21, "30-59": 0.44, "over-59": 0.35},
        "sex": {"f": 0.5, "m": 0.5},
    }
    assert rules.margins_of(rules.margins_text(found)) == found


@pytest.mark.django_db
def test_invitations_run_out_with_the_last_day(settings: Any) -> None:
    found = held()
    actions.open_round(found.pk, residents(), at=AT, by=None)
    invitation = Invitation.objects.first()
    assert invitation is not None
    assert invitation.expires_at == datetime(2026, 11, 30, 15, tzinfo=UTC)
    assert invitation.expires_at - AT > timedelta(days=20)
