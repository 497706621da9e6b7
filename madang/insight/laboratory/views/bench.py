"""Trying a redesign: the model of a log, a form, the result, and keeping it."""

from collections.abc import Callable
from uuid import UUID

import yaml
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from madang.ground.organisations.queries import Government
from madang.ground.people.queries import Known
from madang.insight.laboratory import actions, queries, trying, words
from madang.insight.laboratory.definition import Redesign, redesign_in
from madang.insight.laboratory.forms import KeepForm, LiveForm, TryForm
from madang.insight.laboratory.model import Model
from madang.insight.laboratory.permissions import governing, redesigners
from madang.insight.laboratory.queries import Prediction, Source
from madang.insight.laboratory.views.public import shown
from madang.lib.commands import BadInput
from madang.lib.permissions import only
from madang.ui.words import language
from madang.work.services.queries import service

Subject = tuple[Source, Model]


@only(redesigners)
@require_safe
def bench(request: Known, pk: int) -> HttpResponse:
    """The fitted model of a log with its error, and a redesign tried on it; the address holds all that was asked."""
    log = get_object_or_404(queries.sources(), pk=pk)
    return _bench(request, log.name, lambda: trying.opened(log), reverse("laboratory:keep", args=[pk]))


@only(redesigners)
@require_safe
def cases(request: Known, key: str) -> HttpResponse:
    """The same for the cases of a service that one's own government handles here."""
    government = _own(request)
    opened = lambda: trying.opened_cases(government, key)  # noqa: E731 - read only once it is known that it can be
    known = service(key)
    name = known.promise.title.in_language(language()) if known else key
    return _bench(request, name, opened, reverse("laboratory:keep_cases", args=[key]))


def _bench(request: Known, name: str, opened: Callable[[], Subject], keep_url: str) -> HttpResponse:
    try:
        subject = opened()
        plain = trying.tried(subject, None)
    except BadInput as error:
        return render(request, "laboratory/too_small.html", {"name": name, "why": str(error)}, status=422)
    origin, model = subject
    asked = {**_usual(model), **request.GET.dict()} if request.GET else None
    form = TryForm(model, asked)
    holdout = plain["fit"].get("holdout")
    context = {
        "name": name, "origin": origin, "keep_url": keep_url, "roles": words.roles_of(model),
        "steps": words.steps_of(model), "form": form, "plain": shown(plain),
        "held": words.fit_rows(holdout) if holdout else [],
    }  # fmt: skip
    if asked is not None and form.is_valid():
        context |= _result(subject, form)
    return render(request, "laboratory/bench.html", context)


def _own(request: Known) -> Government:
    """The government for which the person redesigns."""
    government = governing(request.user)
    if government is None:
        raise Http404
    return government


def _usual(model: Model) -> dict[str, str]:
    """The values of a form that changes nothing, for what the address leaves out."""
    return {name: str(field.initial or "") for name, field in TryForm(model).fields.items()}


def _result(subject: Subject, form: TryForm) -> dict[str, object]:
    """What the redesign in the form is foretold to bring, or why it cannot be tried."""
    try:
        redesign = form.redesign()
        if redesign is None:
            return {"unchanged": True}
        answer = trying.tried(subject, redesign)
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
    return _keep(request, lambda: trying.opened(log), reverse("laboratory:bench", args=[pk]))


@only(redesigners)
@require_POST
def keep_cases(request: Known, key: str) -> HttpResponse:
    """The same for the cases of a service that one's own government handles here."""
    government = _own(request)
    return _keep(
        request, lambda: trying.opened_cases(government, key), reverse("laboratory:cases", args=[key])
    )  # fmt: skip


def _keep(request: Known, opened: Callable[[], Subject], back: str) -> HttpResponse:
    form = KeepForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the redesign a title, and it is kept."))
        return redirect(back)
    try:
        redesign = redesign_in(form.cleaned_data["redesign"])
        subject = opened()
        answer = trying.tried(subject, redesign, trying.FULL)
        kept = actions.keep(
            subject[0], title=form.cleaned_data["title"], redesign=as_yaml(redesign), answer=answer,
            invented=subject[0].log is None and subject[0].government.invented, by=request.user,
        )  # fmt: skip
    except BadInput as error:
        messages.error(request, _("This cannot be kept: %(why)s") % {"why": str(error)})
        return redirect(back)
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
