"""Is all well; jobs and mails that are not."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from madang.ground.notices import actions as notices
from madang.ground.notices.queries import mails_in_trouble
from madang.lib.permissions import only
from madang.site.operator.permissions import OfOperator, operators
from madang.site.operator.queries import jobs as job_queries
from madang.site.operator.queries.health import signs
from madang.ui.pages import stretch


@only(operators)
@require_GET
def health(request: OfOperator) -> HttpResponse:
    """Whether all is well, and what to do where it is not."""
    found = signs()
    context = {
        "signs": found,
        "troubled": [sign for sign in found if sign.state != "well"],
        "now": timezone.now(),
    }
    return render(request, "site/operator/health.html", context)


@only(operators)
@require_GET
def jobs(request: OfOperator) -> HttpResponse:
    """The jobs of a status, the newest first."""
    counts = job_queries.how_many()
    asked = request.GET.get("status", "failed")
    status = asked if asked in counts else "failed"
    before = request.GET.get("before", "")
    found = job_queries.jobs(status, before=int(before) if before.isdecimal() and len(before) < 19 else None)
    shown, rest = found[: job_queries.PAGE], found[job_queries.PAGE :]
    context = {
        "tabs": [
            (_word(name), f"?status={name}", name == status, f"{counts[name]:,}")
            for name in job_queries.STATUSES
        ],
        "jobs": shown,
        "status": status,
        "more": f"?status={status}&before={shown[-1].id}" if rest else "",
    }
    return render(request, "site/operator/jobs.html", context)


def _word(status: str) -> str:
    return {
        "failed": _("Failed"),
        "doing": _("Running"),
        "todo": _("Waiting"),
        "succeeded": _("Done"),
        "cancelled": _("Cancelled"),
        "aborted": _("Stopped"),
    }[status]


@only(operators)
@require_POST
def retry(request: OfOperator, job: int) -> HttpResponse:
    """Let a failed job run again."""
    try:
        with transaction.atomic():  # a refusal undoes itself alone
            app.job_manager.retry_job_by_id(job, retry_at=timezone.now())
    except ConnectorException:
        messages.error(request, _("Job %(job)d did not fail, or runs again already.") % {"job": job})
    else:
        messages.success(request, _("Job %(job)d will run again at once.") % {"job": job})
    return redirect("operator:jobs")


@only(operators)
@require_GET
def mails(request: OfOperator) -> HttpResponse:
    """Mails that failed, or that may or may not have arrived."""
    page = stretch(mails_in_trouble(), request.GET.get("page"), 50)
    return render(request, "site/operator/mails.html", {"page": page})


@only(operators)
@require_POST
def send_again(request: OfOperator, mail: int) -> HttpResponse:
    """Send a failed or uncertain mail once more."""
    if notices.send_again(mail, by=request.user):
        messages.success(request, _("The mail will be sent again."))
    else:
        messages.error(request, _("This mail was sent, or is on its way already."))
    return redirect("operator:mails")
