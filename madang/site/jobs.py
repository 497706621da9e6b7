"""Work in the background for the whole installation: what killed workers left half done is done again."""

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status


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
