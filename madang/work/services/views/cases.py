"""One's own cases: the list, and the page of each."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from madang.flow import queries as flow_queries
from madang.flow.queries import Case
from madang.lib.permissions import only
from madang.ui.pages import stretch
from madang.ui.words import language
from madang.work.services import queries
from madang.work.services.certificates import queries as certificates
from madang.work.services.permissions import everybody_signed_in
from madang.work.services.views import case_in_words
from madang.work.services.views.asked import found_or_404, person_of
from madang.work.services.views.forms import CaseFilter
from madang.work.services.views.sending import document_response, file_response

A_PAGE = 20


@only(everybody_signed_in)
def my_cases(request: HttpRequest) -> HttpResponse:
    """All that the person applied for, the newest first."""
    person = person_of(request)
    form = CaseFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = queries.cases_of(person, only=asked.get("only", ""), words=asked.get("number", ""))
    page = stretch(found, request.GET.get("page"), A_PAGE)
    context = {
        "form": form,
        "page": page,
        "rows": [case_in_words.row(case) for case in page.object_list],
        "narrowed": any(asked.values()),
        "drafts": queries.drafts_of(person).count(),
        "now": timezone.now(),
    }
    return render(request, "services/cases.html", context)


@never_cache
@only(everybody_signed_in)
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One's own case: how it stands, what happened, when it is due and why, and what can be done."""
    found = found_or_404(queries.case_of(person_of(request), case_id))
    return render(request, "services/case.html", _page_of(found))


def _page_of(found: Case) -> dict[str, Any]:
    promise = queries.promise_of(found.definition)
    steps = flow_queries.timeline(found, for_official=False)
    due, report = flow_queries.due_of(found), getattr(found, "open_report", None)
    return {
        "case": found,
        "promise": promise,
        "row": case_in_words.row(found),
        "due": due,
        "arithmetic": due.explanation[language()],
        "now": timezone.now(),
        "timeline": case_in_words.entries(found, steps),
        "question": case_in_words.question(steps),
        "decision": case_in_words.decision(found, steps),
        "sent": case_in_words.sent(found),
        "files": queries.files_of(found.pk),
        "looks": flow_queries.looks(found),
        "ways": queries.ways(found),
        "certificates": certificates.of_case(found.pk),
        "survey": queries.survey_token(found),
        "report": report,
        "felt": case_in_words.felt_in_words(report.felt) if report else "",
    }


@never_cache
@only(everybody_signed_in)
def case_file(request: HttpRequest, case_id: UUID, file_id: UUID) -> HttpResponse:
    """A file that was sent with one's own case."""
    found = found_or_404(queries.case_of(person_of(request), case_id))
    return file_response(found_or_404(queries.file_with_content(found.pk, file_id)))


@never_cache
@only(everybody_signed_in)
def document(request: HttpRequest, case_id: UUID, number: str) -> HttpResponse:
    """The document that came out of one's own case, as PDF."""
    person = person_of(request)
    found = found_or_404(queries.case_sent_by(person, case_id))
    issued = found_or_404(
        next((each for each in certificates.of_case(found.pk) if each.number == number), None)
    )
    data = found_or_404(certificates.pdf_of(issued))
    return document_response(data, "application/pdf", f"{issued.number}.pdf", saved=True)
