"""Applying: begin, fill in, check, send, and what comes after."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from madang.flow import actions as flow
from madang.flow.queries import due_of, facts_of
from madang.ground.organisations.queries import Government
from madang.ground.people.queries import Person
from madang.lib.permissions import only
from madang.ui.words import language
from madang.work.services import actions, queries
from madang.work.services.certificates import queries as certificates
from madang.work.services.definition import fee_due
from madang.work.services.permissions import everybody_signed_in
from madang.work.services.rules import DRAFT_KEPT, unmet
from madang.work.services.views import promise_in_words as words
from madang.work.services.views.asked import chosen_government, found_or_404, person_of
from madang.work.services.views.catalogue import unknown
from madang.work.services.views.filling import Filling
from madang.work.services.views.forms import Consents
from madang.work.services.views.sending import file_response


@never_cache
@only(everybody_signed_in)
def start(request: HttpRequest, key: str) -> HttpResponse:
    """Before the form: what will be fetched and on what basis; consent; drafts begun before."""
    found, person = queries.service(key), person_of(request)
    if found is None:
        return unknown(request, key)
    government = chosen_government(request, found.promise)
    if government is None:
        return redirect(f"{reverse('services:governments', args=[key])}?next=apply")
    fetched = words.fetched(found.promise)
    posted = request.POST if request.method == "POST" else None
    consents = Consents(posted, asked=_consents_asked(fetched))
    if posted is not None and consents.is_valid():
        try:
            draft = actions.begin(
                key, government=government, person=person, consents=consents.given, by=person
            )
        except actions.CannotApply as why:
            messages.error(request, str(why))
        else:
            return redirect("services:draft", draft.pk)
    context = {"government": government, "fetched": fetched, "form": consents, "steps": step_names()}
    return render(request, "services/start.html", {**context, **_about(found, government, person)})


def _about(found: queries.Service, government: Government, person: Person) -> dict[str, Any]:
    return {
        "service": found,
        "promise": found.promise,
        "several": len(queries.governments_offering(found.promise)) > 1,
        "unit": queries.unit_answering(found.promise, government),
        "begun": queries.drafts_of(person).filter(service=found.key, entered_by=None)[:5],
    }


def _consents_asked(fetched: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(each["name"], each["title"]) for each in fetched if each["by_consent"]]


@only(everybody_signed_in)
def drafts(request: HttpRequest) -> HttpResponse:
    """Applications that were begun and not sent."""
    rows = [
        {
            "draft": draft,
            "title": words.said(queries.promise_of(draft.definition).title),
            "until": draft.updated_at + DRAFT_KEPT,
        }
        for draft in queries.drafts_of(person_of(request))[:120]
    ]
    return render(request, "services/drafts.html", {"rows": rows})


@never_cache
@only(everybody_signed_in)
def fill_in(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The form of a draft, with what registers say, and the files."""
    draft = queries.draft_of(person_of(request), draft_id)
    if draft is None:
        return _gone(request, draft_id)
    found = queries.service(draft.service)
    if found is None:
        return render(request, "services/not_offered.html", {"draft": draft}, status=409)
    filling = Filling(request, draft, found)
    if request.method == "POST":
        answer = filling.take()
        if answer is not None:
            return answer
    context = {
        "draft": draft,
        "for_name": filling.content.applicant.get("name", ""),
        "service": found,
        "promise": found.promise,
        "form": filling.form,
        "rows": filling.rows(),
        "evidence": filling.evidence(),
        "must_wait": filling.must_wait(),
        "until": draft.updated_at + DRAFT_KEPT,
        "changed": draft.definition_id != found.definition.pk,
        "steps": step_names(),
    }
    return render(request, "services/form.html", context, status=422 if filling.form.errors else 200)


def step_names() -> list[str]:
    """The steps of an application."""
    return [_("Before you begin"), _("Fill in"), _("Check and send"), _("Received")]


def _gone(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """A draft that is no more: sent, deleted or expired."""
    case = queries.case_sent_by(person_of(request), draft_id)
    if case is not None:
        return redirect("services:sent", case.pk)
    return render(request, "services/gone.html", {"sentence": str(actions.Gone())}, status=404)


@never_cache
@only(everybody_signed_in)
def check(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Everything once more, then send."""
    person = person_of(request)
    draft = queries.draft_of(person, draft_id)
    if draft is None:
        return _gone(request, draft_id)
    if request.method == "POST" and (answer := _send(request, draft)) is not None:
        return answer
    content, found = queries.content_of(draft), queries.service(draft.service)
    if found is None or not content.complete:
        return redirect("services:draft", draft.pk)
    facts = queries.facts_so_far(found.promise, content, draft.person, draft.channel)
    context = {
        "draft": draft, "for_name": content.applicant.get("name", ""),
        "service": found, "promise": found.promise,
        "filling": Filling(request, draft, found),
        "unmet": [words.said(each) for each in unmet(found.promise, facts)],
        "fee": fee_due(found.promise, facts),
        "due": queries.if_filed_now(found.promise, draft.government),
        "now": timezone.now(),
        "unit": queries.unit_answering(found.promise, draft.government),
        "steps": step_names(),
    }  # fmt: skip
    return render(request, "services/check.html", context)


def _send(request: HttpRequest, draft: queries.Draft) -> HttpResponse | None:
    person = person_of(request)
    try:
        case = actions.send(draft.pk, by=person)
    except actions.FormChanged as why:
        actions.take_new_version(draft.pk, by=person)
        messages.warning(request, str(why))
        return redirect("services:draft", draft.pk)
    except actions.NotComplete as why:
        messages.error(request, str(why))
        return redirect("services:draft", draft.pk)
    except (actions.CannotApply, flow.NotPossible) as why:
        messages.error(request, str(why))
        return None
    return redirect("services:sent", case.pk)


@only(everybody_signed_in)
def delete(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Delete a draft, after a question."""
    draft = queries.draft_of(person_of(request), draft_id)
    if draft is None:
        return redirect("services:drafts")
    if request.method == "POST":
        actions.discard(draft.pk, by=person_of(request))
        messages.success(request, _("The draft was deleted."))
        return redirect("services:drafts")
    title = words.said(queries.promise_of(draft.definition).title)
    context = {
        "title": _("Delete the draft"),
        "question": _("Delete the draft “%(title)s” with all answers and files? This cannot be undone.")
        % {"title": title},
        "cancel_url": reverse("services:drafts"),
        "action_label": _("Delete"),
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


@never_cache
@only(everybody_signed_in)
def draft_file(request: HttpRequest, draft_id: UUID, file_id: UUID) -> HttpResponse:
    """A file of one's own draft."""
    draft = found_or_404(queries.draft_of(person_of(request), draft_id))
    return file_response(found_or_404(queries.file_with_content(draft.pk, file_id)))


@never_cache
@only(everybody_signed_in)
def sent(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """It was received: the number, the due date with its arithmetic, and what happens next."""
    person = person_of(request)
    case = found_or_404(queries.case_sent_by(person, case_id))
    promise = queries.promise_of(case.filed_under)
    due = due_of(case)
    end = promise.ends.get(case.stage)
    issued = certificates.of_case(case.pk)
    context = {
        "case": case,
        "promise": promise,
        "due": due,
        "arithmetic": due.explanation[language()],
        "end": words.said(end.title) if end else "",
        "certificates": issued,
        "making": bool(end and end.document) and not issued,
        "for_another": case.applicant_id != person.pk,
        "fee": fee_due(promise, {**facts_of(case.pk), "case": {"channel": case.channel}}),
        "steps": step_names(),
    }
    template = "services/parts/making.html" if request.headers.get("HX-Request") else "services/sent.html"
    return render(request, template, context)
