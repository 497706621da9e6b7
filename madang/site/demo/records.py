"""What the demo's registers know of the people of the fictional country; all of it is invented."""

from collections.abc import Iterable
from random import Random
from typing import Any

from madang.ground.people.queries import Person
from madang.work.services.registers import actions as registers

STREETS = ["별빛길", "물빛로", "새솔길", "은하로", "바람골길", "마당로"]
TRADES = ["금속 표면 처리", "식품 제조", "인쇄", "세탁", "목공"]
PLACES = [f"새빛시 {street} {number}" for street in STREETS for number in (5, 7, 12, 20, 33, 48)]
OTHERWISE = {"doyun.lee": {"name": "이도연"}}  # a slip in the register: his application goes to a clerk


def fill(people: Iterable[Person], dice: Random) -> None:
    """Give everybody with a number a record in each register."""
    known = [person for person in people if person.identity]
    registers.fill_demo_register("residents", {p.identity or "": _resident(p, dice) for p in known})
    registers.fill_demo_register("businesses", {p.identity or "": _business(p, dice) for p in known})
    registers.fill_demo_register("land", {place: _land() for place in PLACES})


def _resident(person: Person, dice: Random) -> dict[str, Any]:
    identity = person.identity or ""
    century = "20" if identity[7:8] in {"3", "4"} else "19"
    return {
        "name": person.name,
        "birth_date": f"{century}{identity[:2]}-{identity[2:4]}-{identity[4:6]}",
        "address": _address(dice),
        "moved_in": f"20{dice.randint(10, 25)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}",
        "head": person.name,
        "relation": "본인",
        "members": [person.name, person.name[0] + dice.choice(["이든", "하늬", "다솜"])],
        **OTHERWISE.get(person.username, {}),
    }


def _business(person: Person, dice: Random) -> dict[str, Any]:
    return {
        "business_name": f"{person.name[1:]}상사",
        "number": f"000-{dice.randint(10, 99)}-{dice.randint(10000, 99999)}",
        "representative": person.name,
        "business_address": _address(dice),
        "industry": dice.choice(TRADES),
        "active": True,
    }


def _land() -> dict[str, Any]:
    return {"zone": "일반공업지역", "industrial": True, "water_source": False}


def _address(dice: Random) -> str:
    return f"보람도 새빛시 {dice.choice(STREETS)} {dice.randint(1, 120)}"
