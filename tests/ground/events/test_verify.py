"""The log verifies itself: one flipped bit, one lost event or one event put in between is found."""

import json
from contextlib import redirect_stdout
from datetime import UTC, datetime
from io import StringIO
from uuid import UUID

import pytest
from django.db import connection
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from madang.ground.events import actions, rules
from madang.ground.events.models import Checkpoint, Event
from madang.ground.events.queries import verify, verify_checkpoints
from madang.site.cli import main
from tests import people
from tests.flow import permit

pytestmark = pytest.mark.django_db


def tamper(statement: str, *values: int) -> None:
    """Do what the triggers refuse, as somebody with the whole database in hand could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET session_replication_role = origin")


@pytest.fixture
def log() -> list[Event]:
    definition = permit.publish()
    for _ in range(5):
        permit.do(permit.file(definition), "forward", people.jung_yujin())
    return list(Event.objects.order_by("id"))


def test_an_untouched_log_holds(log: list[Event]) -> None:
    assert not list(verify())


@pytest.mark.parametrize(
    "change",
    [
        'UPDATE events_event SET data = data || \'{"to": "granted"}\' WHERE id = %s',
        "UPDATE events_event SET type = 'asked' WHERE id = %s",
        "UPDATE events_event SET effective_at = effective_at + interval '1 microsecond' WHERE id = %s",
        "UPDATE events_event SET actor_id = coalesce(actor_id, 0) + 1 WHERE id = %s",
        "UPDATE events_event SET authority = NULL WHERE id = %s",
        "UPDATE events_event SET data = jsonb_set(data, '{to}', '1.5') WHERE id = %s",
        "UPDATE events_event SET hash = set_bit(hash, 77, 1 - get_bit(hash, 77)) WHERE id = %s",
        "UPDATE events_event SET previous = set_bit(previous, 5, 1 - get_bit(previous, 5)) WHERE id = %s",
    ],
)
def test_one_changed_thing_is_found(log: list[Event], change: str) -> None:
    victim = next(event for event in log if event.type == "moved" and event.authority)
    tamper(change, victim.pk)
    assert victim.pk in {broken.event for broken in verify()}


def test_a_lost_event_is_found(log: list[Event]) -> None:
    tamper("DELETE FROM events_event WHERE id = %s", log[1].pk)
    assert [broken.problem for broken in verify()] == ["event 2 of the stream is missing"]


def test_a_lost_end_is_found_by_the_checkpoint(log: list[Event]) -> None:
    assert actions.make_checkpoint() is not None
    assert not list(verify_checkpoints())
    tamper("DELETE FROM events_event WHERE id = %s", log[-1].pk)
    assert not list(verify())  # the chain alone cannot know what came last
    assert [b.problem[:6] for b in verify_checkpoints()] == ["events"]


def test_a_checkpoint_of_a_foreign_key_is_found(
    log: list[Event], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with override_settings(KEYS=tmp_path_factory.mktemp("foreign")):
        actions.make_checkpoint()
    assert any("not signed" in broken.problem for broken in verify_checkpoints())


def test_checkpoints_follow_each_other(log: list[Event]) -> None:
    assert actions.make_checkpoint() is not None
    assert actions.make_checkpoint() is None
    permit.file(permit.publish())
    second = actions.make_checkpoint()
    assert second is not None
    assert second.count == 2
    assert not list(verify_checkpoints())
    assert Checkpoint.objects.count() == 2


def test_the_command_tells_where(log: list[Event]) -> None:
    out = StringIO()
    with redirect_stdout(out):
        assert main(["log", "verify", "--json"]) == 0
    assert json.loads(out.getvalue())["events"] == len(log)
    tamper("UPDATE events_event SET type = 'asked' WHERE id = %s", log[3].pk)
    out = StringIO()
    with redirect_stdout(out):
        assert main(["log", "verify", "--json"]) == 1
    assert json.loads(out.getvalue())["breaks"][0]["event"] == log[3].pk


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=10,
    )
)
def test_equal_content_spells_equally_and_other_content_differs(value: object) -> None:
    spelled = rules.canonical(value)
    assert rules.canonical(json.loads(spelled)) == spelled
    assert rules.canonical([value]) != spelled


def test_floats_are_refused() -> None:
    with pytest.raises(TypeError):
        rules.canonical({"a": [1.5]})


words = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)


@given(
    data=st.dictionaries(words, json_values, max_size=4), type=words, actor=st.none() | st.integers(-99, 99)
)
def test_the_hash_from_what_is_kept_is_the_hash_that_was_written(
    data: dict[str, object], type: str, actor: int | None
) -> None:
    moment, stream = datetime(2026, 11, 21, 1, 2, 3, 40, tzinfo=UTC), UUID(int=7)
    written = rules.link(
        bytes(32), stream=stream, seq=3, government=1, type=type, recorded_at=moment, effective_at=moment,
        actor=actor, authority=None, data=data, key=stream,
    )  # fmt: skip
    spelled = moment.strftime("%Y-%m-%dT%H:%M:%S.%f")
    kept = (stream.hex, 3, 1, type, spelled, spelled, actor, None, json.dumps(data), stream.hex)
    assert rules.link_as_kept(bytes(32), *kept) == written
