"""What waits in inboxes for a case, brought by one statement to what its state says."""

import json
from collections.abc import Sequence
from uuid import UUID

from madang.flow.models import WorkItem
from madang.lib.together import write

# What is no longer waited for goes, what is still waited for keeps its number, the rest is added.
PUT = """
WITH wanted AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%s::jsonb) AS item (government_id bigint, kind text, ref text, unit_id bigint,
        role text, assignee_id bigint, waiting boolean, since timestamptz, due_at timestamptz, late_at timestamptz,
        service text, applicant_id bigint)
), gone AS (
    DELETE FROM flow_workitem AS held
    WHERE case_id = %s AND NOT EXISTS (
        SELECT 1 FROM wanted WHERE wanted.kind = held.kind AND wanted.ref = held.ref
    )
)
INSERT INTO flow_workitem AS held
    (case_id, government_id, kind, ref, unit_id, role, assignee_id, waiting, since, due_at, late_at, service,
        applicant_id)
SELECT %s, * FROM wanted
ON CONFLICT (case_id, kind, ref) DO UPDATE SET
    government_id = EXCLUDED.government_id, unit_id = EXCLUDED.unit_id, role = EXCLUDED.role,
    assignee_id = EXCLUDED.assignee_id, waiting = EXCLUDED.waiting, since = EXCLUDED.since,
    due_at = EXCLUDED.due_at, late_at = EXCLUDED.late_at, service = EXCLUDED.service,
    applicant_id = EXCLUDED.applicant_id
"""
PLAIN = (
    "government_id",
    "kind",
    "ref",
    "unit_id",
    "role",
    "assignee_id",
    "waiting",
    "service",
    "applicant_id",
)
MOMENTS = ("since", "due_at", "late_at")


def put(case: UUID, items: Sequence[WorkItem]) -> None:
    """Let exactly these items wait for the case."""
    write(PUT, [json.dumps([_spelled(item) for item in items]), case, case])


def _spelled(item: WorkItem) -> dict[str, object]:
    moments = {name: getattr(item, name) for name in MOMENTS}
    spelled = {name: moment.isoformat() if moment else None for name, moment in moments.items()}
    return {name: getattr(item, name) for name in PLAIN} | spelled
