"""Pages for those who hold rounds: all rounds, planning one, and one from draft to results."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from madang.ground.people.queries import Known
from madang.ground.surveys.definition import Survey
from madang.ground.surveys.forms import form_of
from madang.ground.surveys.models import Round
from madang.ground.surveys.rounds import actions, lists, planner, queries
from madang.ground.surveys.rounds.forms import ListOfResidents, Planning
from madang.ground.surveys.rounds.held import held_of
from madang.ground.surveys.rounds.permissions import homes, survey_keepers
from madang.ground.surveys.rounds.showing import STATES, page_of
from madang.lib.commands import BadInput
from madang.lib.permissions import only
from madang.ui.pages import stretch

RESPONSE = 30  # of a hundred, until the official says what to expect


@only(survey_keepers)
@require_GET
def rounds(request: Known) -> HttpResponse:
    """All rounds of the governments in which the person may hold them."""
    page = stretch(queries.rounds_of(request.user, timezone.now()), request.GET.get("page"))
    return render(request, "surveys/rounds/rounds.html", {"page": page, "states": STATES})


@only(survey_keepers)
@require_http_methods(["GET", "POST"])
def plan(request: Known) -> HttpResponse:
    """Planning a round; first, if wished, with what the size will be able to show."""
    form = Planning(request.POST or None, homes=homes(request.user, timezone.now()))
    if form.is_bound and "look" not in request.POST and form.is_valid():
        try:
            made = actions.plan_round(form.plan(), government=form.home, by=request.user)
        except actions.NotPossible as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The round is planned. Nobody has been asked yet."))
            return redirect("surveys:round", made.pk)
    looking = "look" in request.POST
    if looking:
        form.is_valid()
        form.errors.clear()
    size, response = (_number(form, name, usual) for name, usual in (("size", 1200), ("response", RESPONSE)))
    context = {"form": form, "foreseen": planner.table(size, response / 100), "response": response}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "surveys/rounds/plan.html", context, status=status)


def _number(form: Planning, name: str, usual: int) -> int:
    told = form.cleaned_data.get(name) if form.is_bound and hasattr(form, "cleaned_data") else None
    return int(told) if told else usual


@only(survey_keepers)
@require_GET
def round_(request: Known, pk: int) -> HttpResponse:
    """One round: its plan, how far it has come, and in the end its results."""
    return _page(request, _found(request, pk), ListOfResidents())


def _page(request: HttpRequest, found: Round, form: ListOfResidents, status: int = 200) -> HttpResponse:
    preview = form_of(Survey.model_validate(found.questionnaire))
    for field in preview.fields.values():
        field.disabled = True
    context: dict[str, Any] = {
        "round": found,
        "state": STATES[found.state],
        "preview": preview,
        "form": form,
        "held": held_of(found),
        "foreseen": planner.foresee(found.size, RESPONSE / 100),
    }
    if found.state == Round.State.OPEN:
        told = queries.progress(found)
        context |= {
            "progress": told,
            "can_close": queries.can_close(found, timezone.now()),
            "now": planner.foresee(told.answered, 1.0) if told.answered else None,
        }
    if found.state == Round.State.CLOSED:
        context |= page_of(found)
    return render(request, "surveys/rounds/round.html", context, status=status)


@only(survey_keepers)
@require_POST
def open_(request: Known, pk: int) -> HttpResponse:
    """Draw the sample and invite it: residents from the list that is uploaded, users from their cases."""
    found = _found(request, pk)
    form, frame = ListOfResidents(), None
    try:
        if found.population == Round.Population.RESIDENTS:
            form = ListOfResidents(request.POST, request.FILES)
            if not form.is_valid():
                return _page(request, found, form, 422)
            frame = lists.read(form.cleaned_data["people"], found.known).people
        count = actions.open_round(found.pk, frame, by=request.user)
    except (BadInput, actions.NotPossible) as error:
        if form.is_bound:
            form.add_error("people", str(error))
            return _page(request, found, form, 422)
        messages.error(request, str(error))
        return redirect("surveys:round", pk)
    said = ngettext("%(count)d person is invited.", "%(count)d people are invited.", count)
    messages.success(request, said % {"count": count})
    return redirect("surveys:round", pk)


@only(survey_keepers)
@require_POST
def close(request: Known, pk: int) -> HttpResponse:
    """Close a round whose last day has passed, and publish its results."""
    found = _found(request, pk)
    try:
        actions.close_round(found.pk, by=request.user)
    except actions.NotPossible as error:
        messages.error(request, str(error))
        return redirect("surveys:round", pk)
    messages.success(request, _("The round is closed and its results are public."))
    return redirect("surveys:result", pk)


@only(survey_keepers)
@require_http_methods(["GET", "POST"])
def discard(request: Known, pk: int) -> HttpResponse:
    """Throw away a draft, after asking once more."""
    found = _found(request, pk)
    if request.method == "POST":
        try:
            actions.discard_round(found.pk, by=request.user)
        except actions.NotPossible as error:
            messages.error(request, str(error))
            return redirect("surveys:round", pk)
        messages.success(request, _("The draft is gone."))
        return redirect("surveys:rounds")
    context = {
        "title": _("Throw this round away?"),
        "question": _("Nobody has been asked yet; only the plan is lost."),
        "cancel_url": reverse("surveys:round", args=[pk]),
        "action_label": _("Throw away"),
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


def _found(request: Known, pk: int) -> Round:
    """The round, if the person may hold it; else it is not found."""
    return get_object_or_404(queries.rounds_of(request.user, timezone.now()), pk=pk)
