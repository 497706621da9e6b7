"""Enqueueing jobs in the transaction that needs them, together with what else it writes."""

import json

from madang.lib.together import write

# procrastinate's own function; its Python way costs a message and a millisecond of its own.
DEFER = """
SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(%s, %s, 0, NULL, NULL, %s::jsonb, NULL)::procrastinate_job_to_defer_v1])
"""


def enqueue(task: str, *, queue: str = "default", **given: str | int) -> None:
    """Let a worker do the task with what is given, if and when the present transaction is committed."""
    write(DEFER, (queue, task, json.dumps(given)))
