"""`madang cases erase` and `madang cases hand-on`: for an operator, when the law or a reorganisation asks for it."""

import argparse
import json
from typing import TYPE_CHECKING

from madang.lib.commands import BadInput, Command

if TYPE_CHECKING:
    from madang.ground.organisations.queries import Unit
    from madang.ground.people.queries import Person


def _erase_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", help="the number of a closed case, for example 2026-0000123")
    parser.add_argument(
        "--basis", required=True, help="the rule or the request that demands it; it is recorded"
    )
    _by(parser)


def _hand_on_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ended", help="the key of the unit that ended")
    parser.add_argument(
        "--to", required=True, metavar="UNIT", help="the key of the unit that takes its cases"
    )
    parser.add_argument("--government", required=True, metavar="CODE", help="the code of the government")
    _by(parser)


def _by(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", required=True, metavar="USERNAME", help="who does it; the log keeps the name")
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")


def _erase(parsed: argparse.Namespace) -> int:
    from madang.flow import actions
    from madang.flow.models import Case

    case = Case.objects.filter(number=parsed.number).first()
    if case is None:
        raise BadInput(f"there is no case {parsed.number}")
    by = _person(parsed.by)
    try:
        event = actions.erase(case.pk, basis=parsed.basis, by=by)
    except actions.NotPossible as refused:
        raise BadInput(str(refused)) from None
    _tell(
        parsed,
        {"case": case.number, "erased_at": event.recorded_at.isoformat(), "basis": event.data["basis"]},
    )
    return 0


def _hand_on(parsed: argparse.Namespace) -> int:
    from madang.flow import actions
    from madang.ground.organisations import queries as organisations

    government = organisations.government(parsed.government)
    if government is None:
        raise BadInput(f"there is no government {parsed.government}")
    today = organisations.today_in(government)
    target = organisations.unit_of(government, parsed.to, today)
    if target is None:
        raise BadInput(f"{government.name_en} has no unit {parsed.to} today")
    ended: Unit | None = (
        organisations.Unit.objects.filter(government=government, key=parsed.ended, valid_until__lte=today)
        .order_by("-valid_until")
        .first()
    )
    if ended is None:
        raise BadInput(f"no unit {parsed.ended} of {government.name_en} has ended")
    moved = actions.rehouse(ended, target, by=_person(parsed.by))
    _tell(parsed, {"from": parsed.ended, "to": parsed.to, "cases": moved})
    return 0


def _person(username: str) -> "Person":
    from madang.ground.people.queries import Person

    found: Person | None = Person.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise BadInput(f"there is no account {username}")
    return found


def _tell(parsed: argparse.Namespace, answer: dict[str, object]) -> None:
    if parsed.json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        print(" · ".join(f"{name.replace('_', ' ')}: {value}" for name, value in answer.items()))


ERASE = Command(
    "erase what is personal in a closed case; decision and statistics stay", _erase_arguments, _erase
)
HAND_ON = Command("hand the cases of a unit that ended to another unit", _hand_on_arguments, _hand_on)
