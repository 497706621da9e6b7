"""Work in the background for the whole installation: what killed workers left half done is done again."""

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from madang.site import limits


@app.periodic(cron="* * * * *")
@app.task(name="site.retry_stalled", queueing_lock="site.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Every minute: jobs whose worker has given no sign of life for half a minute wait again for a worker.

    Every job of ours may run twice without harm; a job that keeps a lock waits until the lock is free.
    """
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        if job.id == context.job.id:
            continue
        try:
            await jobs.retry_job(job)
        except UniqueViolation:  # the same work waits already, so this job is not needed
            await jobs.finish_job(job, status=Status.ABORTED, delete_job=False)


@app.periodic(cron="17 3 * * *")
@app.task(name="site.forget_old_tries", queueing_lock="site.forget_old_tries")
def forget_old_tries(timestamp: int) -> None:
    """Every night: what was tried long ago limits nobody and is forgotten."""
    limits.forget_old(timezone.now())
