"""Writing notices, their mails and the jobs that send these, by one statement however many there are."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from madang.lib.together import write

FEW = 20  # so many mails have a job each; more are sent by jobs of a hundred, one mail after the other

# Numbers are drawn first, so that notice, mail and job know each other; the jobs are procrastinate's own.
TOLD = """
WITH told AS MATERIALIZED (
    SELECT nextval('notices_notice_id_seq') AS notice, each.*,
        CASE WHEN message IS NOT NULL THEN nextval('notices_mail_id_seq') END AS mail
    FROM jsonb_to_recordset(%s::jsonb) AS each (place int, person bigint, government bigint, about uuid, kind text,
        subject jsonb, body jsonb, link text, at timestamptz, awaits_digest boolean, message text)
), mails AS (
    INSERT INTO notices_mail (id, person_id, message_id, state, attempts, error, created_at, next_attempt_at,
        changed_at)
    SELECT mail, person, message, 'queued', 0, '', at, at, at FROM told WHERE mail IS NOT NULL
), notices AS (
    INSERT INTO notices_notice (id, person_id, government_id, case_id, kind, subject, body, link, created_at,
        awaits_digest, mail_id)
    SELECT notice, person, government, about, kind, subject, body, link, at, awaits_digest, mail FROM told
)
"""
TELL = f"""{TOLD}
SELECT procrastinate_defer_jobs_v1(array_agg(
    ROW('mail', 'notices.send', 0, NULL, NULL, jsonb_build_object('mail_id', mail), NULL)
    ::procrastinate_job_to_defer_v1))
FROM told WHERE mail IS NOT NULL HAVING count(*) > 0
"""  # noqa: S608  joined from two texts of this file
TELL_MANY = f"""{TOLD}, sheets AS (
    SELECT jsonb_agg(mail) AS mails FROM told WHERE mail IS NOT NULL GROUP BY place / 100
)
SELECT procrastinate_defer_jobs_v1(array_agg(
    ROW('mail', 'notices.send_all', 0, NULL, NULL, jsonb_build_object('mail_ids', mails), NULL)
    ::procrastinate_job_to_defer_v1))
FROM sheets HAVING count(*) > 0
"""  # noqa: S608  the same


def tell(notices: Sequence[dict[str, Any]], at: datetime) -> None:
    """Write these notices, each with its mail if it has one, and let a worker send the mails after the commit."""
    said = [{"place": place, "at": at.isoformat(), **notice} for place, notice in enumerate(notices)]
    write(TELL if len(said) <= FEW else TELL_MANY, [json.dumps(said, ensure_ascii=False)])
