"""`madang cases erase` and `madang cases hand-on`."""

import json
from datetime import timedelta

import pytest

from madang.flow.models import Case, CaseKey
from madang.ground.events.queries import stream
from madang.ground.organisations import actions as organisations
from madang.ground.organisations.queries import today_in
from madang.site.cli import main
from tests import people
from tests.flow import permit
from tests.flow.test_reorganise import new_unit

pytestmark = pytest.mark.django_db


def test_an_operator_erases_a_closed_case_and_the_log_keeps_why(capsys: pytest.CaptureFixture[str]) -> None:
    case, operator = permit.file(permit.publish(), small=True), people.yoon_areum()
    words = ["cases", "erase", case.number, "--basis", "request of 2026-11-20", "--by", operator.username]
    assert main([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["case"] == case.number
    event = stream(case.pk).get(type="erased")
    assert (event.actor_id, event.data) == (operator.pk, {"basis": "request of 2026-11-20"})
    assert not CaseKey.objects.exists()
    assert main(words) == 0  # again: nothing more to erase
    assert stream(case.pk).filter(type="erased").count() == 1


@pytest.mark.parametrize(
    ("number", "by", "told"),
    [
        ("2000-0000001", "areum.yoon", "no case 2000-0000001"),
        ("", "nobody", "no account nobody"),
        ("", "areum.yoon", ""),
    ],
)
def test_what_cannot_be_erased_is_refused_with_a_sentence(
    capsys: pytest.CaptureFixture[str], number: str, by: str, told: str
) -> None:
    people.yoon_areum()
    case = permit.file(permit.publish())
    assert main(["cases", "erase", number or case.number, "--basis", "x", "--by", by]) == 2
    said = capsys.readouterr().err
    assert told in said
    assert "Traceback" not in said
    assert CaseKey.objects.filter(case=case).exists()


def test_the_operator_hands_on_what_no_rule_could(capsys: pytest.CaptureFixture[str]) -> None:
    case, operator = permit.file(permit.publish()), people.yoon_areum()
    day = today_in(people.city()) - timedelta(days=1)
    organisations.reorganise(
        people.city(),
        on=day,
        end={"environment": ["air", "water"]},
        begin=[new_unit("air"), new_unit("water")],
        by=None,
    )
    words = ["cases", "hand-on", "environment", "--government", "saebit", "--by", operator.username]
    assert main([*words, "--to", "nowhere"]) == 2
    assert main([*words, "--to", "water", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cases"] == 1
    assert Case.objects.get(pk=case.pk).unit.key == "water"
