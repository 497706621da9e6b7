"""A million open cases in a small country, made by the database itself: cases, what waits, events on wish.

Half a thousand units; one of them has two hundred thousand cases. Seeded, so always the same. All invented.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

CASES = 1_000_000
UNITS = 500
LARGEST = 200_000
APPLICANTS = 50_000
SERVICES = 8


@dataclass(frozen=True)
class Country:
    """What was made: the official who looks, the unit with very many cases, and the definitions."""

    clerk: Any
    head: Any
    largest: int
    definitions: list[int]


def country(number: int = CASES, *, events: bool = False) -> Country:
    """Fill the present, empty database; with `events` each case has its first, so that more may follow."""
    from django.db import connection

    from madang.flow import actions as flow
    from madang.ground.organisations.models import Holding, Post, Unit
    from tests import people
    from tests.flow import permit

    clerk, head = people.jung_yujin(), people.oh_serin()
    city = people.city()
    since = date(2026, 1, 1)
    Unit.objects.bulk_create(
        Unit(
            government=city,
            key=f"unit-{n}",
            name_ko=f"부서 {n}",
            name_en=f"Unit {n}",
            kind="team",
            valid_from=since,
        )
        for n in range(UNITS - 1)
    )
    second = Post.objects.create(
        unit=Unit.objects.get(key="unit-0"),
        title_ko="주무관",
        title_en="Clerk",
        roles=["clerk"],
        valid_from=since,
    )
    Holding.objects.create(post=second, person=clerk, valid_from=since)
    definitions = [_definition(flow, permit.BODY, n) for n in range(SERVICES)]
    received, due, stage_due = _moments()
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.1434)")
        cursor.execute(PEOPLE, [APPLICANTS])
        cursor.execute(
            CASES_SQL,
            {
                "number": number,
                "largest": number * LARGEST // CASES,
                "city": city.pk,
                "big": people.unit("environment").pk,
                "definitions": definitions,
                "clerk": clerk.pk,
                "received": received,
                "due": due,
            },
        )
        cursor.execute(ITEMS_SQL, {"received": received, "stage_due": stage_due})
        if events:
            cursor.execute(EVENTS_SQL)
    _analyse()
    return Country(clerk, head, people.unit("environment").pk, definitions)


def _moments() -> tuple[list[datetime], list[datetime | None], list[datetime | None]]:
    """480 moments of receipt in the last twenty days, and when case and first stage are due for each."""
    from madang.ground.law.queries import Period, Question, due_many

    now = datetime.now(ZoneInfo("Asia/Seoul")).replace(minute=17, second=0, microsecond=0)
    received = [now - timedelta(hours=hours) for hours in range(1, 481)]
    case, stage = (
        due_many([Question("kr-petition", at, Period.parse(period), (), "kr") for at in received])
        for period in ("10 days", "3 days")
    )
    return received, case, stage


def _definition(flow: Any, body: dict[str, Any], n: int) -> int:
    named = {**body, "title": {"ko": f"허가 {n}", "en": f"Permit {n}"}}
    key: int = flow.publish(kind="services", key=f"permit-{n}", version=1, body=named, by=None).pk
    return key


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE flow_case, flow_workitem, people_person, organisations_unit")


# Names of three syllables, in the proportions of nobody: many share a name, as in life.
PEOPLE = """
INSERT INTO people_person (username, name, name_en, email, password, language, daily_digest, phone,
    is_active, is_staff, is_superuser, date_joined)
SELECT 'a' || n, family || given, 'Applicant ' || n, 'a' || n || '@haneul.example', '!', 'ko', false, '',
    true, false, false, now()
FROM generate_series(1, %s) AS n,
    LATERAL (SELECT substr('김이박최정강조윤장임한오서신권황안송류홍', 1 + n %% 20, 1) AS family,
        substr('가나다라마바사아자차카타파하', 1 + n / 20 %% 14, 1)
        || substr('은윤준서연우진현민지수빈', 1 + n / 280 %% 12, 1) AS given) AS name
"""
CASES_SQL = """
INSERT INTO flow_case (id, government_id, definition_id, filed_under_id, number, applicant_id, channel, unit_id,
    assignee_id, stage, status, outcome, received_at, due_at, version, head, state)
SELECT id, %(city)s, definition, definition, number, applicant, 'web', unit,
    assignee, 'review', status, '', received, CASE status WHEN 'open' THEN due END, 1, sha256(id::text::bytea),
    jsonb_build_object('version', 1, 'changed', 1, 'last_at', received, 'status', status, 'stage', 'review',
        'since', received, 'received_at', received, 'unit', unit, 'assignee', assignee, 'outcome', '',
        'closed_at', null, 'asked_until', null, 'clock', '[]'::jsonb, 'opinions', '[]'::jsonb,
        'done', '{}'::jsonb, 'decided_by', '[]'::jsonb, 'objections', 0, 'raised', '[]'::jsonb)
FROM (
    SELECT md5('case' || n)::uuid AS id,
        (%(definitions)s::bigint[])[1 + (random() * 7.99)::int %% 8] AS definition,
        to_char(2026, 'FM0000') || '-' || to_char(n, 'FM0000000') AS number,
        (SELECT min(id) FROM people_person WHERE username LIKE 'a%%') + (random() * 49999)::int AS applicant,
        CASE WHEN n <= %(largest)s THEN %(big)s ELSE
            (SELECT min(id) FROM organisations_unit WHERE key LIKE 'unit-%%') + (power(random(), 2) * 498)::int
        END AS unit,
        CASE WHEN random() < 0.001 THEN %(clerk)s END AS assignee,
        CASE WHEN random() < 0.05 THEN 'waiting' ELSE 'open' END AS status,
        (%(received)s::timestamptz[])[moment.place] AS received, (%(due)s::timestamptz[])[moment.place] AS due
    FROM generate_series(1, %(number)s) AS n,
        LATERAL (SELECT 1 + (random() * 479)::int AS place, n AS again) AS moment
) AS made
"""
ITEMS_SQL = """
INSERT INTO flow_workitem
    (case_id, government_id, kind, ref, unit_id, role, assignee_id, waiting, since, due_at, late_at, service,
        applicant_id)
SELECT held.id, held.government_id, 'stage', 'review', held.unit_id, 'clerk', held.assignee_id, status = 'waiting',
    received_at, least(due_at, CASE status WHEN 'open' THEN stage.due END),
    CASE status WHEN 'open' THEN least(due_at, stage.due) END, definition.key, held.applicant_id
FROM flow_case AS held JOIN flow_definition AS definition ON definition.id = held.definition_id
    JOIN unnest(%(received)s::timestamptz[], %(stage_due)s::timestamptz[]) AS stage (received, due)
    ON stage.received = held.received_at
"""
EVENTS_SQL = """
INSERT INTO events_event (government_id, stream, seq, type, recorded_at, effective_at, data, key, previous, hash)
SELECT government_id, id, 1, 'received', received_at, received_at, '{}', id, decode(repeat('00', 32), 'hex'), head
FROM flow_case
"""
