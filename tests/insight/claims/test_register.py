"""A claim is registered before the change, stands from then on, and every step leaves an event."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from madang.ground.events.queries import stream, verify
from madang.ground.organisations.models import Government
from madang.insight.claims import actions, queries
from madang.insight.claims.models import Claim
from tests import people
from tests.insight.claims import reforms

pytestmark = pytest.mark.django_db


def test_a_draft_is_seen_by_the_office_alone(city: Government) -> None:
    officer = people.seo_daeun()
    draft = actions.save_draft({"title_ko": "한 창구"}, government=city, by=officer)
    assert not queries.public().exists()
    now = timezone.now()
    assert queries.claim_by_id(draft.pk, officer, now) == draft
    assert queries.claim_by_id(draft.pk, people.stranger(), now) is None


def test_who_keeps_no_claims_here_registers_none(city: Government) -> None:
    with pytest.raises(actions.NotPossible):
        actions.save_draft({"title_ko": "x"}, government=city, by=people.park_seoyeon())
    with pytest.raises(actions.NotPossible):
        actions.save_draft({"title_ko": "x"}, government=people.neighbour(), by=people.seo_daeun())


def test_before_the_change_terms_are_amended_and_from_the_day_on_they_stand(city: Government) -> None:
    officer, tomorrow = people.seo_daeun(), timezone.localdate() + timedelta(days=30)
    early = actions.save_draft({"title_ko": "x"}, government=city, by=officer)
    actions.register(early.pk, reforms.terms("early", starts_on=tomorrow), by=officer)
    better = reforms.terms("early", reforms.measure(promised="30"), starts_on=tomorrow)
    amended = actions.amend(early.pk, better, by=officer)
    assert amended.terms["measures"][0]["promised"]["size"] == "30"
    late = reforms.registered("late")
    with pytest.raises(actions.NotPossible):
        actions.amend(late.pk, reforms.terms("late", reforms.measure(promised="5")), by=officer)
    assert [event.type for event in stream(early.pk)] == ["claim.register", "claim.amend"]
    assert not list(verify())


def test_terms_that_were_altered_behind_the_events_are_noticed(city: Government) -> None:
    claim = reforms.registered()
    assert queries.as_registered(claim, queries.events_of(claim))
    claim.terms["measures"][0]["promised"]["size"] = "1"
    claim.save()
    assert not queries.as_registered(claim, queries.events_of(claim))


def test_whoever_registered_a_claim_does_not_publish_it(city: Government) -> None:
    claim = reforms.registered()
    actions.add_data(claim.pk, "primary", reforms.panel(), treated="North", source="x", by=people.seo_daeun())
    actions.assess(claim.pk, by=people.seo_daeun())
    for somebody in (people.seo_daeun(), people.oh_serin(), people.stranger()):
        with pytest.raises(actions.NotPossible):
            actions.publish(claim.pk, by=somebody)
    published = actions.publish(claim.pk, by=reforms.head_of_innovation())
    assert (published.stage, published.grade, published.standing) == ("published", "E3", "shown")


def test_a_claim_is_withdrawn_with_a_reason_and_stays_readable(city: Government) -> None:
    claim = reforms.registered()
    with pytest.raises(actions.Unacceptable):
        actions.withdraw(claim.pk, "  no ", by=people.seo_daeun())
    actions.withdraw(claim.pk, "The law was changed before we began.", by=people.seo_daeun())
    found = queries.claim_of(claim.key)
    assert found is not None
    assert found.stage == Claim.Stage.WITHDRAWN
    for act in (actions.assess, actions.publish):
        with pytest.raises(actions.NotPossible):
            act(claim.pk, by=reforms.head_of_innovation())


def test_two_claims_of_one_name_get_different_keys(city: Government) -> None:
    assert [reforms.registered("same").key for _ in range(3)] == ["same", "same-2", "same-3"]


def test_a_claim_registered_after_the_change_says_so(city: Government) -> None:
    from madang.insight.claims.showing import in_time

    assert in_time(reforms.registered("early"))
    assert not in_time(reforms.registered("late", at=reforms.BEFORE + timedelta(days=200)))
    assert date(2025, 1, 1) == reforms.BEGAN
