"""Public pages of reports: what everybody may read, the state at the office and what the citizen felt apart."""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.flow.queries import Case
from madang.lib.permissions import open_to_all
from madang.ui.pages import stretch
from madang.ui.words import language
from madang.work.services import queries
from madang.work.services.views import case_in_words
from madang.work.services.views import promise_in_words as words
from madang.work.services.views.asked import found_or_404
from madang.work.services.views.forms import ReportFilter
from madang.work.services.views.sending import document_response

A_PAGE, IN_FEED = 20, 50
FELT = {"solved": "success", "partly": "warning", "not-solved": "danger"}


@open_to_all
def reports(request: HttpRequest) -> HttpResponse:
    """All public reports, narrowed, the newest first."""
    open_services = [each for each in queries.services() if each.promise.disclosure.page]
    form = _narrowing(request, open_services)
    filters = _filters(request, form)
    page = stretch(queries.reports(filters), request.GET.get("page"), A_PAGE)
    context = {
        "form": form,
        "page": page,
        "rows": [_row(each) for each in page.object_list],
        "narrowed": filters != queries.ReportFilters(),
        "feed": f"{reverse('services:reports_feed')}?{request.GET.urlencode()}".rstrip("?"),
        "invented": any(each.government.invented for each in page.object_list),
        "to_make": open_services[:3],
    }
    return render(request, "services/reports.html", context)


def _narrowing(request: HttpRequest, open_services: Sequence[queries.Service]) -> ReportFilter:
    return ReportFilter(
        request.GET, services=[(each.key, words.said(each.promise.title)) for each in open_services]
    )


def _filters(request: HttpRequest, form: ReportFilter) -> queries.ReportFilters:
    asked = form.cleaned_data if form.is_valid() else {}
    return queries.ReportFilters(
        words=asked.get("q", ""),
        service=asked.get("service", ""),
        government=request.GET.get("government", "")[:60],
        status=asked.get("status", ""),
    )


@open_to_all
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The same reports, narrowed the same way, for readers of news (Atom, RFC 4287)."""
    open_services = [each for each in queries.services() if each.promise.disclosure.page]
    found = list(queries.reports(_filters(request, _narrowing(request, open_services)))[:IN_FEED])
    said = _("Without names. The state at the office and what the person felt are two things.")
    if any(each.government.invented for each in found):
        said = " ".join([said, _("Invented data")])
    address = settings.SITE_ADDRESS + reverse("services:reports")
    news = Atom1Feed(
        title=_("What people reported"), link=address, description=said, subtitle=said, language=language(),
        feed_url=settings.SITE_ADDRESS + request.get_full_path(),
    )  # fmt: skip
    for each in found:
        _add_to(news, each)
    return HttpResponse(news.writeString("utf-8"), content_type=f"{Atom1Feed.content_type}")


def _add_to(news: Atom1Feed, found: queries.OpenReport) -> None:
    row, case = _row(found), found.case
    parts = [row["where"], row["service"], row["status"], row["felt"]]
    news.add_item(
        title=str(row["title"]),
        link=settings.SITE_ADDRESS + reverse("services:report", args=[case.number]),
        description=" · ".join(str(part) for part in parts if part),
        pubdate=found.received_at,
        updateddate=max(moment for moment in (found.received_at, case.closed_at, found.felt_at) if moment),
        unique_id=f"urn:uuid:{case.pk}",
    )


@open_to_all
def report(request: HttpRequest, number: str) -> HttpResponse:
    """One public report."""
    found = queries.report(number)
    if found is None:
        return render(request, "services/no_report.html", {"number": number}, status=404)
    promise = queries.promise_of(found.case.definition)
    context = {
        "report": found,
        "row": _row(found),
        "shown": queries.answers_in_words(promise, found.shown),
        "promise": promise,
        "now": timezone.now(),
        "felt_kind": FELT.get(found.felt, "gray"),
        "felt": felt_in_words(found.felt),
        "unit": found.case.unit,
        "photos": found.photos,
        "language": language(),
    }
    return render(request, "services/report.html", context)


@open_to_all
def photo(request: HttpRequest, number: str, photo: UUID) -> HttpResponse:
    """A photo of a public report, without what the camera wrote into it."""
    data = found_or_404(queries.photo_of(number, photo))
    response = document_response(data, "image/jpeg", f"{photo}.jpg", saved=False)
    response["Cache-Control"] = "public, max-age=86400"
    return response


def _row(found: queries.OpenReport) -> dict[str, object]:
    """A public report as one of a list."""
    case = found.case
    promise = queries.promise_of(case.definition)
    answers = queries.answers_in_words(promise, found.shown)
    return {
        "report": found,
        "number": case.number,
        "title": answers[0][1] if answers else words.said(promise.title),
        "service": words.said(promise.title),
        "where": next((value for _label, value in answers[1:2]), ""),
        "status": _("A question was put to the person who reported")
        if case.status == Case.Status.WAITING
        else case_in_words.status(case, promise),
        "kind": case_in_words.kind(case),
        "closed": case.status == Case.Status.CLOSED,
        "felt": felt_in_words(found.felt),
        "felt_kind": FELT.get(found.felt, "gray"),
    }


def felt_in_words(felt: str) -> str:
    """What the person who reported said, in words."""
    return {
        "solved": _("Solved, says the person who reported"),
        "partly": _("Partly solved, says the person who reported"),
        "not-solved": _("Not solved, says the person who reported"),
    }.get(felt, "")
