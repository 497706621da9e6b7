"""Work of services that takes its time; each may run twice without harm."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from madang.work.services import actions, folders
from madang.work.services.standards import actions as standards

AGAIN = RetryStrategy(max_attempts=8, wait=5, exponential_wait=3)


@app.task(name="services.issue_document", retry=AGAIN)
def issue_document(case_id: str, document: str) -> None:
    """Make the document in which a case ended; that it failed is told in the case, then it is tried again."""
    try:
        actions.issue_document(UUID(case_id), document, by=None)
    except Exception:
        actions.document_failed(UUID(case_id), document, by=None)
        raise


@app.task(name="services.clean_photos", retry=AGAIN)
def clean_photos(case_id: str) -> None:
    """Make the photos of a public case ready for everybody."""
    actions.clean_photos(UUID(case_id), by=None)


@app.periodic(cron="* * * * *")
@app.task(name="services.measure_promises", queueing_lock="services.measure_promises")
def measure_promises(timestamp: int) -> None:
    """Every minute: measure the promises of the cases in which something happened."""
    standards.measure_noted(by=None)


@app.periodic(cron="20 3 * * *")
@app.task(name="services.discard_old_drafts")
def discard_old_drafts(timestamp: int) -> None:
    """Delete the drafts that nobody touched for 30 days, and files whose application was never kept."""
    actions.discard_old(by=None)
    folders.forget_strays(before=timezone.now() - timedelta(days=1))
