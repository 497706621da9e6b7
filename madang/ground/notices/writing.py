"""Writing notices, their mails and the jobs that send these, by one statement however many there are."""

import json
from collections.abc import Sequence

from madang.ground.notices.models import Notice
from madang.lib.together import Rows, write

# Numbers are drawn first, so that notice, mail and job know each other; the job is procrastinate's own.
TELL = """
WITH told AS MATERIALIZED (
    SELECT nextval('notices_notice_id_seq') AS notice, *,
        CASE WHEN message IS NOT NULL THEN nextval('notices_mail_id_seq') END AS mail
    FROM unnest(%s::bigint[], %s::bigint[], %s::uuid[], %s::text[], %s::jsonb[], %s::jsonb[], %s::text[],
        %s::timestamptz[], %s::boolean[], %s::text[]) WITH ORDINALITY AS each
        (person, government, about, kind, subject, body, link, at, awaits_digest, message, place)
), mails AS (
    INSERT INTO notices_mail (id, person_id, message_id, state, attempts, error, created_at, next_attempt_at,
        changed_at)
    SELECT mail, person, message, 'queued', 0, '', at, at, at FROM told WHERE mail IS NOT NULL
), notices AS (
    INSERT INTO notices_notice (id, person_id, government_id, case_id, kind, subject, body, link, created_at,
        awaits_digest, mail_id)
    SELECT notice, person, government, about, kind, subject, body, link, at, awaits_digest, mail FROM told
), jobs AS MATERIALIZED (
    SELECT procrastinate_defer_jobs_v1(array_agg(
        ROW('mail', 'notices.send', 0, NULL, NULL, jsonb_build_object('mail_id', mail), NULL)
        ::procrastinate_job_to_defer_v1)) AS deferred
    FROM told WHERE mail IS NOT NULL HAVING count(*) > 0
)
SELECT notice, mail, (SELECT count(deferred) FROM jobs) FROM told ORDER BY place
"""


def tell(notices: Sequence[Notice]) -> None:
    """Write these notices, each with its mail if it has one, and let a worker send the mails after the commit."""
    columns = [
        [notice.person_id for notice in notices],
        [notice.government_id for notice in notices],
        [notice.case_id for notice in notices],
        [notice.kind for notice in notices],
        [json.dumps(notice.subject, ensure_ascii=False) for notice in notices],
        [json.dumps(notice.body, ensure_ascii=False) for notice in notices],
        [notice.link for notice in notices],
        [notice.created_at for notice in notices],
        [notice.awaits_digest for notice in notices],
        [notice.mail.message_id if notice.mail else None for notice in notices],
    ]

    def number(rows: Rows) -> None:
        for notice, (notice_id, mail_id, _jobs) in zip(notices, rows, strict=True):
            notice.pk, notice._state.adding = notice_id, False
            if notice.mail:
                notice.mail.pk, notice.mail._state.adding = mail_id, False
                notice.mail_id = mail_id

    write(TELL, columns, number)
