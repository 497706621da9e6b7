"""Trying a redesign: the model of a log, a form, the result, and keeping it."""

from uuid import UUID

import yaml
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from madang.ground.people.queries import Known
from madang.insight.laboratory import actions, queries, trying, words
from madang.insight.laboratory.definition import Redesign, redesign_in
from madang.insight.laboratory.forms import KeepForm, LiveForm, TryForm
from madang.insight.laboratory.permissions import redesigners
from madang.insight.laboratory.queries import ImportedLog, Prediction
from madang.insight.laboratory.views.public import shown
from madang.lib.commands import BadInput
from madang.lib.permissions import only


@only(redesigners)
@require_safe
def bench(request: Known, pk: int) -> HttpResponse:
    """The fitted model of a log with its error, and a redesign tried on it; the address holds all that was asked."""
    log = get_object_or_404(queries.sources(), pk=pk)
    try:
        _source, model = trying.opened(log)
        plain = trying.tried(log, None)
    except BadInput as error:
        return render(request, "laboratory/too_small.html", {"log": log, "why": str(error)}, status=422)
    asked = {**_usual(model), **request.GET.dict()} if request.GET else None
    form = TryForm(model, asked)
    context = {
        "log": log, "roles": words.roles_of(model), "steps": words.steps_of(model), "form": form,
        "plain": shown(plain), "held": words.fit_rows(plain["fit"]["holdout"]) if "holdout" in plain["fit"] else [],
    }  # fmt: skip
    if asked is not None and form.is_valid():
        context |= _result(log, form)
    return render(request, "laboratory/bench.html", context)


def _usual(model: object) -> dict[str, str]:
    """The values of a form that changes nothing, for what the address leaves out."""
    return {name: str(field.initial or "") for name, field in TryForm(model).fields.items()}  # type: ignore[arg-type]


def _result(log: ImportedLog, form: TryForm) -> dict[str, object]:
    """What the redesign in the form is foretold to bring, or why it cannot be tried."""
    try:
        redesign = form.redesign()
        if redesign is None:
            return {"unchanged": True}
        answer = trying.tried(log, redesign)
    except BadInput as error:
        form.add_error(None, _("This cannot be tried: %(why)s") % {"why": str(error)})
        return {}
    return {
        **shown(answer),
        "keep_form": KeepForm(initial={"redesign": as_yaml(redesign)}),
        "yaml": as_yaml(redesign),
    }


def as_yaml(redesign: Redesign) -> str:
    """The redesign as the file that the command line takes."""
    told = redesign.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True)
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False)


@only(redesigners)
@require_POST
def keep(request: Known, pk: int) -> HttpResponse:
    """Compute the redesign in full and keep what it is foretold to bring."""
    log = get_object_or_404(queries.sources(), pk=pk)
    form = KeepForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the redesign a title, and it is kept."))
        return redirect("laboratory:bench", pk)
    try:
        redesign = redesign_in(form.cleaned_data["redesign"])
        origin, _model = trying.opened(log)
        answer = trying.tried(log, redesign, trying.FULL)
        kept = actions.keep(
            origin, title=form.cleaned_data["title"], redesign=as_yaml(redesign), answer=answer,
            by=request.user,
        )  # fmt: skip
    except BadInput as error:
        messages.error(request, _("This cannot be kept: %(why)s") % {"why": str(error)})
        return redirect("laboratory:bench", pk)
    messages.success(request, _("Kept. What was foretold is not changed any more."))
    return redirect("laboratory:prediction", kept.pk)


@only(redesigners)
@require_POST
def live(request: Known, prediction_id: UUID) -> HttpResponse:
    """Say from which day the service works as redesigned."""
    found = get_object_or_404(Prediction, pk=prediction_id)
    form = LiveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the day as year, month and day."))
        return _back(prediction_id)
    try:
        actions.went_live(found, form.cleaned_data["day"], by=request.user)
        messages.success(request, _("The day is noted. Compare once a newer log is there."))
    except BadInput:
        messages.error(request, _("The day was set before and stays; a new redesign needs a new prediction."))
    return _back(prediction_id)


@only(redesigners)
@require_POST
def compare(request: Known, prediction_id: UUID) -> HttpResponse:
    """Put what happened beside what was foretold."""
    found = get_object_or_404(Prediction, pk=prediction_id)
    try:
        actions.compare(found, by=request.user)
        messages.success(request, _("What happened now stands beside what was foretold, for everybody."))
    except BadInput as error:
        messages.error(request, _("It cannot be compared yet: %(why)s") % {"why": str(error)})
    return _back(prediction_id)


def _back(prediction_id: UUID) -> HttpResponseRedirect:
    return redirect("laboratory:prediction", prediction_id)
