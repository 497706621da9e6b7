"""Preparing the demo: database, definitions, country, registers and invented cases; done once."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from madang.flow.actions import NotPossible
from madang.flow.queries import Case
from madang.ground.organisations import actions as organisations
from madang.ground.organisations.queries import Government
from madang.ground.people.queries import Person
from madang.lib.messages import compile_all
from madang.site.demo import felt, records, reforms, rounds, stories
from madang.work.services import actions as services
from madang.work.services.definition import shipped

PASSWORD = "haneul-2026"  # noqa: S105  # the known password of invented people, printed at every start
CASES = int(os.environ.get("MADANG_DEMO_CASES", "160"))
CITIZENS = 40
OPENED = datetime(2026, 1, 1, tzinfo=UTC)  # since when the demo's services can be applied for
CAST = [
    ("haneul.kim", "시민 김하늘", "Kim Haneul, a citizen"),
    ("doyun.lee", "영어를 쓰는 시민 이도윤", "Lee Doyun, a citizen who reads English"),
    ("seoyeon.park", "민원과 주무관", "clerk, civil affairs"),
    ("yujin.jung", "환경정책과 주무관", "clerk, environment"),
    ("serin.oh", "환경정책과장", "head, environment"),
    ("jimin.han", "환경연구사", "expert, laboratory"),
    ("bitna.go", "생활환경과 주무관", "clerk, living environment"),
    ("minjae.kang", "도로과 주무관", "clerk, roads"),
    ("narae.bong", "영사 상담사", "consular adviser, takes calls"),
    ("daeun.seo", "혁신 담당관", "owner of the services"),
    ("areum.yoon", "운영자", "operator"),
]


def prepare() -> None:
    """Bring everything to where the demo can begin; what is done already is left alone."""
    compile_all(settings.PACKAGE)
    if MigrationExecutor(connection).migration_plan(MigrationExecutor(connection).loader.graph.leaf_nodes()):
        print("making the database …", flush=True)
        call_command("migrate", interactive=False, verbosity=0)
    if not Government.objects.exists():
        print("founding the country …", flush=True)
        organisations.found_country(password=PASSWORD, by=None)
    _publish()
    if not Case.objects.exists():
        _tell_stories()


def _publish() -> None:
    """Publish what Madang ships; a version published here before with other content stays as it was."""
    for path in shipped():
        try:
            services.publish_all([path], filed_from=OPENED, by=None)
        except NotPossible as kept:
            print(kept, flush=True)


def _tell_stories() -> None:
    """Tell what happened; all that goes before the second case is told whole or not at all, if it is stopped."""
    with transaction.atomic():
        told = _begin_telling()
        next(told)
    for number, _ in enumerate(told, 2):
        if number % 20 == 0 or number == CASES:
            print(f"telling what happened in the last months: {number} of {CASES} cases", flush=True)


def _begin_telling() -> Iterator[Case]:
    cast = {person.username: person for person in Person.objects.all()}
    citizens = _citizens()
    records.fill([cast["haneul.kim"], cast["doyun.lee"], *citizens], Random(stories.SEED))  # noqa: S311  # the same
    governments = {
        government.code: government for government in Government.objects.filter(code__in=["saebit", "haneul"])
    }
    rounds.hold(governments["saebit"], timezone.localdate(), Random(stories.SEED))  # noqa: S311  # the same
    reforms.tell_all(governments["saebit"], cast, timezone.localdate(), Random(stories.SEED))  # noqa: S311  # the same
    felt.say(governments["saebit"], timezone.localdate(), Random(stories.SEED))  # noqa: S311  # the same
    teller = stories.Teller(Random(stories.SEED), governments, cast, citizens)  # noqa: S311  # stories, no secrets
    return stories.tell_all(teller, CASES)


FAMILY = [
    "강",
    "고",
    "구",
    "나",
    "도",
    "마",
    "문",
    "봉",
    "서",
    "안",
    "연",
    "오",
    "우",
    "유",
    "차",
    "표",
    "하",
]
GIVEN = ["가온", "누리", "다솜", "라온", "미르", "보람", "새롬", "아라", "여름", "은별", "이든", "초롱"]


def _birthday(dice: Random) -> str:
    return f"{dice.randint(50, 99)}{dice.randint(1, 12):02d}{dice.randint(1, 28):02d}"


def _citizens() -> list[Person]:
    """Invented citizens in the background, who cannot sign in and get no mail."""
    dice = Random(stories.SEED)  # noqa: S311  # names, no secrets
    new = [
        Person(
            username=f"citizen-{number:03d}",
            password="!",  # noqa: S106  # Django's mark of an account that cannot sign in
            name=dice.choice(FAMILY) + dice.choice(GIVEN),
            identity=f"{_birthday(dice)}-{number % 2 + 1}{number:06d}",
            date_joined=timezone.now(),
        )
        for number in range(CITIZENS)
    ]
    Person.objects.bulk_create(new, ignore_conflicts=True)
    return list(Person.objects.filter(username__startswith="citizen-").order_by("username"))


def accounts(address: str) -> str:
    """What is printed when the demo stands: where it is, and whom to sign in as."""
    lines = [f"  {name:<14} {ko} · {en}" for name, ko, en in CAST]
    return "\n".join(
        [
            "",
            f"Madang 마당 · {address}",
            "하늘나라는 가상의 나라입니다. 모든 자료는 지어낸 것입니다. Haneul is fictional; all data is invented.",
            "",
            f"로그인 · sign in with the password {PASSWORD}",
            *lines,
            "",
            f"메일 · mails: {address}/demo/mail/     Ctrl-C: 끝내기 · stop",
            "",
        ]
    )
