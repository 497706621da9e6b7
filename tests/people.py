"""The cast: named people in one small fictional city, for every test that needs somebody.

The names are invented. Each function makes its person, or finds the one made before in this test.
"""

from datetime import date

from madang.ground.organisations.models import Government, Holding, Post, Unit
from madang.ground.people.models import Person

SINCE = date(2026, 1, 1)
PASSWORD = "madang-password"

UNITS = {
    "civil-affairs": ("민원과", "Civil Affairs Division"),
    "environment": ("환경정책과", "Environment Policy Division"),
    "environment-lab": ("보건환경연구실", "Health and Environment Laboratory"),
    "roads": ("도로과", "Roads Division"),
    "innovation": ("혁신기획과", "Innovation Planning Division"),
    "it": ("정보화과", "Information Technology Division"),
}
ROLES = {
    "clerk": ("주무관", "Clerk"),
    "head": ("과장", "Head of division"),
    "expert": ("연구사", "Expert"),
    "operator": ("운영자", "Operator"),
    "service-owner": ("서비스 책임자", "Service owner"),
}


def nation() -> Government:
    """The fictional nation."""
    return Government.objects.get_or_create(
        code="haneul",
        defaults={"name_ko": "하늘나라", "name_en": "Haneul", "kind": "nation", "invented": True},
    )[0]


def province() -> Government:
    """The province of the city."""
    defaults = {
        "name_ko": "보람도",
        "name_en": "Boram-do",
        "kind": "province",
        "parent": nation(),
        "invented": True,
    }
    return Government.objects.get_or_create(code="boram", defaults=defaults)[0]


def city() -> Government:
    """The small city in which the cast lives and works."""
    defaults = {
        "name_ko": "새빛시",
        "name_en": "Saebit-si",
        "kind": "city",
        "parent": province(),
        "invented": True,
    }
    return Government.objects.get_or_create(code="saebit", defaults=defaults)[0]


def neighbour() -> Government:
    """Another city of the same province."""
    defaults = {
        "name_ko": "은여울시",
        "name_en": "Eunyeoul-si",
        "kind": "city",
        "parent": province(),
        "invented": True,
    }
    return Government.objects.get_or_create(code="eunyeoul", defaults=defaults)[0]


def unit(key: str, government: Government | None = None) -> Unit:
    """A unit of the city, or of another government."""
    name_ko, name_en = UNITS[key]
    return Unit.objects.get_or_create(
        government=government or city(),
        key=key,
        valid_until=None,
        defaults={"name_ko": name_ko, "name_en": name_en, "kind": "division", "valid_from": SINCE},
    )[0]


def post(unit_key: str, *roles: str, government: Government | None = None) -> Post:
    """A new post in a unit, with these roles."""
    title_ko, title_en = ROLES[roles[0]]
    home = unit(unit_key, government)
    return Post.objects.create(
        unit=home, title_ko=title_ko, title_en=title_en, roles=list(roles), valid_from=SINCE
    )


def person(
    username: str, name: str, name_en: str, *, identity: str | None = None, language: str = "ko"
) -> Person:
    """Somebody with an account and a mail address; the password is PASSWORD."""
    found = Person.objects.filter(username=username).first()
    return found or Person.objects.create_user(
        username,
        f"{username}@haneul.example",
        PASSWORD,
        name=name,
        name_en=name_en,
        identity=identity,
        language=language,
    )


def official(username: str, name: str, name_en: str, unit_key: str, *roles: str) -> Person:
    """Somebody who holds a post in the city."""
    somebody = person(username, name, name_en)
    if not somebody.holdings.exists():
        Holding.objects.create(post=post(unit_key, *roles), person=somebody, valid_from=SINCE)
    return somebody


def kim_haneul() -> Person:
    """김하늘, a citizen whom the resident register knows."""
    return person("haneul.kim", "김하늘", "Kim Haneul", identity="900101-2000001")


def lee_doyun() -> Person:
    """이도윤, another citizen, who reads English."""
    return person("doyun.lee", "이도윤", "Lee Doyun", identity="850505-1000002", language="en")


def park_seoyeon() -> Person:
    """박서연, clerk in civil affairs."""
    return official("seoyeon.park", "박서연", "Park Seoyeon", "civil-affairs", "clerk")


def choi_junho() -> Person:
    """최준호, head of civil affairs."""
    return official("junho.choi", "최준호", "Choi Junho", "civil-affairs", "head")


def jung_yujin() -> Person:
    """정유진, clerk in the environment division."""
    return official("yujin.jung", "정유진", "Jung Yujin", "environment", "clerk")


def oh_serin() -> Person:
    """오세린, head of the environment division."""
    return official("serin.oh", "오세린", "Oh Serin", "environment", "head")


def han_jimin() -> Person:
    """한지민, expert in the laboratory."""
    return official("jimin.han", "한지민", "Han Jimin", "environment-lab", "expert")


def kang_minjae() -> Person:
    """강민재, clerk in the roads division."""
    return official("minjae.kang", "강민재", "Kang Minjae", "roads", "clerk")


def yoon_areum() -> Person:
    """윤아름, who operates the installation."""
    return official("areum.yoon", "윤아름", "Yoon Areum", "it", "operator")


def seo_daeun() -> Person:
    """서다은, innovation officer and owner of the city's services."""
    return official("daeun.seo", "서다은", "Seo Daeun", "innovation", "service-owner")


def stranger() -> Person:
    """문가온, clerk in civil affairs of the neighbouring city: an official, but not here."""
    somebody = person("gaon.moon", "문가온", "Moon Gaon")
    if not somebody.holdings.exists():
        place = post("civil-affairs", "clerk", government=neighbour())
        Holding.objects.create(post=place, person=somebody, valid_from=SINCE)
    return somebody
