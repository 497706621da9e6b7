"""The shipped services, offered by the small city, and a resident register that knows the citizens."""

from datetime import UTC, datetime

from madang.ground.organisations.models import Government, Holding, Post, Unit
from madang.ground.people.models import Person
from madang.work.services import actions
from madang.work.services.definition import SHIPPED
from madang.work.services.registers.actions import fill_demo_register
from tests import people

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
RESIDENTS = {
    "900101-2000001": {
        "name": "김하늘",
        "birth_date": "1990-01-01",
        "address": "보람도 새빛시 마당로 12",
        "moved_in": "2019-03-11",
        "head": "김하늘",
        "members": ["김하늘", "이마루"],
    },
    "850505-1000002": {
        "name": "다른 사람",
        "birth_date": "1985-05-05",
        "address": "보람도 새빛시 바다로 3",
        "moved_in": "2020-01-02",
        "head": "다른 사람",
        "members": ["다른 사람"],
    },
}


def offer(*keys: str) -> Government:
    """Publish these services as shipped and give the city the units that answer for them."""
    city = people.city()
    for key in keys:
        definition = actions.publish_all([SHIPPED / key / "service.yaml"], filed_from=LONG_AGO, by=None)[0]
        unit_called(definition.body["owner"], city)
    fill_demo_register("residents", RESIDENTS)
    return city


def unit_called(key: str, government: Government) -> Unit:
    """The unit of that key, made if the cast does not have it."""
    if key in people.UNITS:
        return people.unit(key, government)
    return Unit.objects.get_or_create(
        government=government,
        key=key,
        valid_until=None,
        defaults={"name_ko": key, "name_en": key.title(), "kind": "division", "valid_from": people.SINCE},
    )[0]


def clerk_of(key: str) -> Person:
    """A clerk in the city's unit of that key."""
    somebody = people.person(f"clerk.{key}", "고빛나", "Go Bitna")
    unit = unit_called(key, people.city())
    post = Post.objects.create(
        unit=unit, title_ko="주무관", title_en="Clerk", roles=["clerk"], valid_from=people.SINCE
    )
    Holding.objects.create(post=post, person=somebody, valid_from=people.SINCE)
    return somebody
