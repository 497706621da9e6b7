"""Proving a claim: plan, data, assess, publish, and the ledger of its benefits."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from madang.ground.people.queries import Known
from madang.insight.claims import actions, permissions, planning, queries
from madang.insight.claims.forms import Counting, GivingData, Planning
from madang.insight.claims.models import Claim
from madang.insight.claims.permissions import claim_keepers, claim_readers
from madang.insight.claims.sentences import in_words
from madang.insight.claims.tables import SERIES
from madang.insight.claims.views.asked import mine
from madang.insight.claims.views.benefits import benefits_of
from madang.lib.permissions import only


@require_http_methods(["GET", "POST"])
@only(claim_keepers)
def plan(request: Known, claim_id: UUID) -> HttpResponse:
    """How many months are needed to see a change of the promised size."""
    claim = _registered(mine(request, claim_id))
    terms = queries.terms_of(claim)
    past = planning.past_of(claim, terms)
    form = Planning(
        request.POST or None, request.FILES or None, initial={"size": planning.promised(terms, past)}
    )
    said: dict[str, Any] = claim.plan
    if request.method == "POST" and form.is_valid():
        try:
            if file := form.cleaned_data["file"]:
                past = planning.of_table(actions.reading(SERIES, file.read()))
            said = planning.planned(past, float(form.cleaned_data["size"]), seed=queries.seed_of(claim))
            actions.plan(claim.pk, said, by=request.user)
            messages.success(request, _("The plan is kept with the claim."))
        except actions.Unacceptable as why:
            form.add_error(why.field if why.field in form.fields else None, str(why))
        except actions.NotPossible as why:
            messages.error(request, str(why))
    context = {
        "claim": claim, "form": form, "plan": said, "past": past, "unit": in_words(terms.primary.unit),
        "measure": in_words(terms.primary.name),
    }  # fmt: skip
    return render(request, "claims/office/plan.html", context, status=422 if form.errors else 200)


def _registered(claim: Claim) -> Claim:
    from django.http import Http404

    if claim.stage == Claim.Stage.DRAFT:
        raise Http404(_("The claim is only a draft. Register it first."))
    return claim


@require_http_methods(["GET", "POST"])
@only(claim_keepers)
def data(request: Known, claim_id: UUID) -> HttpResponse:
    """Add a table of numbers, and see those that are there."""
    claim = _registered(mine(request, claim_id))
    terms = queries.terms_of(claim)
    measures = [(measure.key, in_words(measure.name)) for measure in terms.measures]
    form = GivingData(request.POST or None, request.FILES or None, measures=measures)
    if request.method == "POST" and form.is_valid() and _added(request, claim, form):
        return redirect("claims:office_claim", claim.pk)
    context = {
        "claim": claim, "form": form, "tables": claim.data.order_by("number"), "names": dict(measures),
        "from_log": any(measure.read_from for measure in terms.measures),
    }  # fmt: skip
    return render(request, "claims/office/data.html", context, status=422 if form.errors else 200)


def _added(request: Known, claim: Claim, form: GivingData) -> bool:
    said = form.cleaned_data
    columns = tuple(name for name in said["columns"].split(",") if name.strip())
    try:
        table = actions.reading(said["kind"], said["file"].read(), columns)
        kept = actions.add_data(
            claim.pk, said["measure"], table, source=said["source"], treated=said["treated"], by=request.user
        )
    except actions.Unacceptable as why:
        form.add_error(why.field if why.field in form.fields else None, str(why))
        return False
    except actions.NotPossible as why:
        form.add_error(None, str(why))
        return False
    messages.success(
        request,
        _("Table %(number)s is kept, with %(rows)s rows.") % {"number": kept.number, "rows": kept.rows},
    )
    return True


def _acted(request: Known, claim_id: UUID, act: Any, done: str) -> HttpResponse:
    """Do an act that needs nothing more, and say what came of it."""
    claim = mine(request, claim_id)
    try:
        act(claim.pk, by=request.user)
    except actions.NotPossible as why:
        messages.error(request, str(why))
    else:
        messages.success(request, done)
    return redirect("claims:office_claim", claim.pk)


@require_POST
@only(claim_keepers)
def gather(request: Known, claim_id: UUID) -> HttpResponse:
    """Read the measures from the log of the service as it stands now."""
    return _acted(request, claim_id, actions.gather, _("The log was read and kept as a table."))


@require_http_methods(["GET", "POST"])
@only(claim_keepers)
def assess(request: Known, claim_id: UUID) -> HttpResponse:
    """Let the engine judge, after saying what it will judge."""
    if request.method == "POST":
        return _acted(
            request, claim_id, actions.assess, _("The claim is assessed. The result is not public yet.")
        )
    claim = _registered(mine(request, claim_id))
    return _question(
        claim, request, _("Assess the claim"),
        _("The engine takes the newest table of each measure, chooses a design and says why. The result is kept and "
          "cannot be changed; new data makes a new result."),
        _("Assess"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@only(claim_readers)
def publish(request: Known, claim_id: UUID) -> HttpResponse:
    """Publish the newest result, after a question."""
    if request.method == "POST":
        return _acted(request, claim_id, actions.publish, _("The result is public."))
    claim = _registered(mine(request, claim_id))
    return _question(
        claim, request, _("Publish the result"),
        _("The newest result becomes public with its data, whatever it says. It cannot be taken back."), _("Publish"),
    )  # fmt: skip


def _question(claim: Claim, request: Known, title: str, question: str, label: str) -> HttpResponse:
    context = {
        "title": title,
        "question": question,
        "cancel_url": reverse("claims:office_claim", args=[claim.pk]),
        "action_label": label,
    }
    return render(request, "ui/confirm.html", context)


@require_http_methods(["GET", "POST"])
@only(claim_keepers)
def benefits(request: Known, claim_id: UUID) -> HttpResponse:
    """The benefit ledger: enter a line with low, most likely, high and source."""
    claim = _registered(mine(request, claim_id))
    process = claim.service_key or claim.key
    form = Counting(request.POST or None, process=process, initial={"year": timezone.localdate().year})
    if request.method == "POST" and form.is_valid():
        try:
            actions.count(claim.pk, form.line(), by=request.user)
        except actions.NotPossible as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("The benefit is entered."))
            return redirect("claims:ledger", claim.pk)
    context = {
        "claim": claim, "form": form, **benefits_of(claim),
        "keeps": permissions.to_keep(claim, request.user, timezone.now()) is not None,
        "first": [form[name] for name in ("name", "year", "unit", "currency", "cashable", "years")],
    }  # fmt: skip
    return render(request, "claims/office/ledger.html", context, status=422 if form.errors else 200)


@require_POST
@only(claim_keepers)
def strike(request: Known, claim_id: UUID, number: int) -> HttpResponse:
    """Take a line out of the ledger."""
    claim = mine(request, claim_id)
    try:
        actions.strike(claim.pk, number, by=request.user)
    except actions.NotPossible as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("The line was taken out."))
    return redirect("claims:ledger", claim.pk)
