"""What waits in inboxes for a case, brought by one statement to what its state says."""

from collections.abc import Sequence
from uuid import UUID

from madang.flow.models import WorkItem
from madang.lib.together import write

# What is no longer waited for goes, what is still waited for keeps its number, the rest is added.
PUT = """
WITH wanted AS (
    SELECT * FROM unnest(
        %s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::text[], %s::bigint[], %s::boolean[],
        %s::timestamptz[], %s::timestamptz[], %s::text[]
    ) AS item (government_id, kind, ref, unit_id, role, assignee_id, waiting, since, due_at, service)
), gone AS (
    DELETE FROM flow_workitem AS held
    WHERE case_id = %s AND NOT EXISTS (
        SELECT 1 FROM wanted WHERE wanted.kind = held.kind AND wanted.ref = held.ref
    )
)
INSERT INTO flow_workitem AS held
    (case_id, government_id, kind, ref, unit_id, role, assignee_id, waiting, since, due_at, service)
SELECT %s, * FROM wanted
ON CONFLICT (case_id, kind, ref) DO UPDATE SET
    government_id = EXCLUDED.government_id, unit_id = EXCLUDED.unit_id, role = EXCLUDED.role,
    assignee_id = EXCLUDED.assignee_id, waiting = EXCLUDED.waiting, since = EXCLUDED.since,
    due_at = EXCLUDED.due_at, service = EXCLUDED.service
"""
COLUMNS = {
    "government": "government_id", "kind": "kind", "ref": "ref", "unit": "unit_id", "role": "role",
    "assignee": "assignee_id", "waiting": "waiting", "since": "since", "due_at": "due_at", "service": "service",
}  # fmt: skip


def put(case: UUID, items: Sequence[WorkItem]) -> None:
    """Let exactly these items wait for the case."""
    values = {name: [getattr(item, column) for item in items] for name, column in COLUMNS.items()}
    write(PUT, [*values.values(), case, case])
