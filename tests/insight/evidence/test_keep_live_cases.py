"""The cases handled in Madang as columns: whole, without names, and the same whatever happens on the way."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow.parquet as pq
import pytest
from django.utils import timezone
from pytest_django import Settings

from madang.flow import actions as flow
from madang.ground.people.models import Person
from madang.insight.evidence import actions, live, queries
from madang.insight.evidence.schema import SCHEMA
from madang.lib.commands import BadInput
from madang.site.cli import main
from tests import people
from tests.flow import permit

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def rows(**which: str) -> list[dict[str, Any]]:
    """What the table says, in order."""
    with queries.live_log(**which) as log:
        found: list[dict[str, Any]] = log.events.order_by("case", "us", "row").to_pyarrow().to_pylist()
    return found


def refresh(*, whole: bool = False) -> live.Refreshed:
    return actions.refresh_live_log(whole=whole, by=None)


def answered_and_granted() -> Any:
    """A case that was asked back, answered, forwarded and granted."""
    clerk = people.jung_yujin()
    case = permit.file(permit.publish(3))
    flow.viewed(case.pk, purpose="검토", by=clerk)
    case = permit.do(case, "ask", clerk, reason="도면")
    flow.answer(case.pk, text="여기 있습니다", by=people.kim_haneul())
    case = permit.do(case, "forward", clerk)
    return permit.do(case, "grant", people.oh_serin())


def test_a_case_becomes_its_steps() -> None:
    case = answered_and_granted()
    assert refresh().as_json() | {"through": ""} == {"looked_at": 1, "cases": 1, "files": 1, "through": ""}
    found = rows()
    assert [(row["activity"], row["act"], row["stage"], row["role"], row["clock"]) for row in found] == [
        ("received", "received", None, "applicant", None),
        ("review", "moved", "sort", None, None),
        ("ask", "asked", "review", "clerk", "pause"),
        ("answered", "answered", "review", "applicant", "resume"),
        ("forward", "moved", "review", "clerk", None),
        ("grant", "moved", "decision", "head", None),
    ]
    assert [row["automated"] for row in found] == [False, True, False, False, False, False]
    for row in found:
        assert (row["case"], row["origin"], row["service"]) == (str(case.pk), "live", "permit")
        assert (row["government"], row["channel"], row["version"]) == ("saebit", "web", 3)
        assert (row["end"], row["outcome"], row["ended"]) == (case.closed_at, "granted", True)
        assert row["deadline"] == case.due_at
        assert row["enabled"] <= row["time"]
    assert found[4]["enabled"] == found[3]["time"]  # the answer made it possible to go on
    assert found[2]["start"] is not None  # the clerk had opened the case
    assert found[5]["start"] is None  # whether the head looked before is not known
    assert {row["unit"] for row in found} == {"environment"}


def test_nothing_in_it_names_anybody(own_folder: Path) -> None:
    answered_and_granted()
    refresh()
    (file,) = live.files()
    told = json.dumps(pq.read_table(file).to_pylist(), default=str, ensure_ascii=False)
    for person in Person.objects.all():
        assert person.name not in told
        assert person.email not in told
    assert "비밀" not in told
    assert "여기" not in told


def test_open_cases_are_in_it_too() -> None:
    permit.file(permit.publish())
    refresh()
    assert {(row["ended"], row["outcome"], row["end"]) for row in rows()} == {(False, None, None)}


def test_only_what_changed_is_written_anew(own_folder: Path) -> None:
    definition = permit.publish()
    old = permit.file(definition, at=timezone.now() - timedelta(days=70))
    new = permit.file(definition)
    assert refresh().files == 2
    before = set(live.files())
    assert refresh().cases == 0
    assert set(live.files()) == before
    permit.do(new, "forward", people.jung_yujin())
    assert refresh().files == 1
    assert len(before & set(live.files())) == 1
    assert [row["activity"] for row in rows() if row["case"] == str(old.pk)] == ["received", "review"]
    assert [row["activity"] for row in rows() if row["case"] == str(new.pk)][-1] == "forward"


def test_step_by_step_or_all_at_once_is_the_same_table() -> None:
    definition = permit.publish()
    for number in range(4):
        case = permit.file(definition, at=timezone.now() - timedelta(days=40 * number))
        refresh()
        permit.do(case, "forward", people.jung_yujin())
    refresh()
    grown = rows()
    assert refresh(whole=True).cases == 4
    assert rows() == grown


def test_killed_on_the_way_it_is_taken_up_again(monkeypatch: pytest.MonkeyPatch, own_folder: Path) -> None:
    definition = permit.publish()
    for number in range(3):
        permit.file(definition, at=timezone.now() - timedelta(days=40 * number))
    renew, left = live._renew, [2]

    def dies(*given: Any) -> int:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return renew(*given)

    monkeypatch.setattr(live, "_renew", dies)
    with pytest.raises(KeyboardInterrupt):
        refresh()
    assert len(live.files()) == 2  # whole months, or nothing
    monkeypatch.undo()
    assert refresh().files == 1
    assert len({row["case"] for row in rows()}) == 3
    assert not list(own_folder.rglob(".*.parquet"))


def test_what_was_erased_leaves_the_steps_and_nobody() -> None:
    case = answered_and_granted()
    refresh()
    before = rows()
    flow.erase(case.pk, basis="요청", by=people.oh_serin())
    refresh(whole=True)
    assert rows() == before


def test_opens_one_government_or_service() -> None:
    permit.file(permit.publish())
    refresh()
    assert len(rows(government="saebit", service="permit")) == 2
    assert rows(service="other") == []
    with pytest.raises(BadInput, match="madang log refresh"):
        rows(government="elsewhere")


def test_every_column_has_the_type_of_the_schema() -> None:
    permit.file(permit.publish())
    refresh()
    assert pq.read_schema(live.files()[0]).equals(SCHEMA)


def test_the_command_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    permit.file(permit.publish(), id=uuid4())
    assert main(["log", "refresh"]) == 0
    assert "Cases written anew: 1, in 1 files" in capsys.readouterr().out
    assert main(["log", "refresh", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cases"] == 0
