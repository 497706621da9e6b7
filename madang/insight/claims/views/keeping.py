"""Registering a claim, step by step: a draft that can be saved, then registered; amending, discarding, withdrawing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.ground.organisations.queries import Government, today_in
from madang.ground.people.queries import Known
from madang.insight.claims import actions, permissions, queries
from madang.insight.claims.forms import Registering, Withdrawing, answers_of, key_of
from madang.insight.claims.models import Claim
from madang.insight.claims.permissions import claim_keepers
from madang.insight.claims.views.asked import mine
from madang.lib.permissions import only
from madang.ui.words import both, in_language
from madang.work.services.queries import services


def _offered() -> list[tuple[str, str]]:
    return [(each.key, in_language(each.promise.title.model_dump())) for each in services()]


def _government(request: Known) -> Government:
    held = permissions.keeping(request.user, timezone.now())
    return Government.objects.get(pk=held[0].government_id)


@require_http_methods(["GET", "POST"])
@only(claim_keepers)
def new(request: Known) -> HttpResponse:
    """Begin a claim: save it for later, or register it at once."""
    given = {"service": request.GET.get("service", ""), "measure": request.GET.get("measure", "")}
    form = Registering(request.POST or None, services=_offered(), initial=given)
    if request.method == "POST" and (answer := _saved(request, form, None)) is not None:
        return answer
    return _form_page(request, form, None)


@require_http_methods(["GET", "POST"])
@only(claim_keepers)
def edit(request: Known, claim_id: UUID) -> HttpResponse:
    """Go on with a draft."""
    claim = mine(request, claim_id)
    if claim.stage != Claim.Stage.DRAFT:
        return redirect("claims:office_claim", claim.pk)
    form = Registering(request.POST or None, services=_offered(), initial=claim.answers)
    if request.method == "POST" and (answer := _saved(request, form, claim)) is not None:
        return answer
    return _form_page(request, form, claim)


def _saved(request: Known, form: Registering, claim: Claim | None) -> HttpResponse | None:
    """Save as far as it goes; register where that was wished and nothing is wrong."""
    register = "register" in request.POST
    answers = {name: request.POST.get(name, "")[:2000] for name in form.fields}
    if not answers["title_ko"].strip():
        form.is_valid()
        form.errors.pop("__all__", None)
        return None
    if register and not form.is_valid():
        return None
    government = claim.government if claim else _government(request)
    try:
        draft = actions.save_draft(
            answers, government=government, claim_id=claim.pk if claim else None, by=request.user
        )
        if not register:
            messages.success(request, _("The draft is saved. Only your office sees it."))
            return redirect("claims:edit", draft.pk)
        key = key_of(government.code, form.cleaned_data["title_en"], form.cleaned_data["starts_on"])
        done = actions.register(draft.pk, form.terms(key), by=request.user)
    except actions.NotPossible as why:
        messages.error(request, str(why))
        return None
    _tell_registered(request, done)
    return redirect("claims:office_claim", done.pk)


def _tell_registered(request: Known, claim: Claim) -> None:
    if claim.starts_on and claim.starts_on > today_in(claim.government):
        messages.success(
            request, _("The claim is registered and public. Until the change begins you may amend it.")
        )
    else:
        messages.warning(
            request, _("The claim is registered, but after the change began. Its page will always say so.")
        )


def _form_page(
    request: Known, form: Registering, claim: Claim | None, amending: bool = False
) -> HttpResponse:
    context = {"form": form, "claim": claim, "amending": amending, "groups": _groups(form)}
    return render(
        request, "claims/office/form.html", context, status=422 if form.is_bound and form.errors else 200
    )


def _groups(form: Registering) -> list[tuple[str, str, list[Any]]]:
    """The form in five parts, as it is read."""
    secondary = [name for name in form.fields if name.startswith("secondary")]
    parts = [
        (_("The reform"), "", ["title_ko", "title_en", "service", "subject", "what_ko", "what_en", "starts_on"]),
        (
            _("How it will be measured"),
            _("Name this before the change begins. Nobody can then choose the measure that happens to look best."),
            ["population", "measure", "read_from", "unit", "better", "promised", "promised_as"],
        ),
        (
            _("Secondary measures"),
            _("Up to three. With several measures chance finds something more easily, so the test becomes stricter."),
            secondary,
        ),
        (
            _("Two numbers that are known already"),
            _("If there is nothing but a number before and one after, give them. The claim then stays unverified."),
            ["before_value", "before_at", "before_n", "after_value", "after_at", "after_n"],
        ),
        (_("What else to know"), "", ["concurrent", "source", "source_url"]),
    ]  # fmt: skip
    return [(title, text, [form[name] for name in names]) for title, text, names in parts]


@require_http_methods(["GET", "POST"])
@only(claim_keepers)
def amend(request: Known, claim_id: UUID) -> HttpResponse:
    """Change a registered claim before the change begins."""
    claim = mine(request, claim_id)
    if claim.stage == Claim.Stage.DRAFT:
        return redirect("claims:edit", claim.pk)
    initial = answers_of(queries.terms_of(claim))
    form = Registering(request.POST or None, services=_offered(), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.amend(claim.pk, form.terms(claim.key), by=request.user)
        except actions.NotPossible as why:
            messages.error(request, str(why))
        else:
            messages.success(request, _("The claim is amended. What it said before stays in its history."))
        return redirect("claims:office_claim", claim.pk)
    return _form_page(request, form, claim, amending=True)


@require_http_methods(["GET", "POST"])
@only(claim_keepers)
def discard(request: Known, claim_id: UUID) -> HttpResponse:
    """Throw a draft away, after a question."""
    claim = mine(request, claim_id)
    if claim.stage != Claim.Stage.DRAFT:
        raise Http404(_("Only a draft can be thrown away. A registered claim is withdrawn, with a reason."))
    if request.method == "POST":
        actions.discard(claim.pk, by=request.user)
        messages.success(request, _("The draft is deleted."))
        return redirect("claims:office_claims")
    context = {
        "title": _("Delete this draft"),
        "question": _("Delete the draft “%(title)s”? This cannot be undone.")
        % {"title": claim.title_ko or claim.title_en},
        "cancel_url": reverse("claims:office_claim", args=[claim.pk]),
        "action_label": _("Delete"),
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


@require_http_methods(["GET", "POST"])
@only(claim_keepers)
def withdraw(request: Known, claim_id: UUID) -> HttpResponse:
    """Withdraw a claim with a reason that everybody reads."""
    claim = mine(request, claim_id)
    form = Withdrawing(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(claim.pk, form.cleaned_data["reason"], by=request.user)
        except actions.Unacceptable as why:
            form.add_error(why.field, str(why))
        except actions.NotPossible as why:
            messages.error(request, str(why))
            return redirect("claims:office_claim", claim.pk)
        else:
            messages.success(request, _("The claim is withdrawn. It stays readable with your reason."))
            return redirect("claims:office_claim", claim.pk)
    context = {
        "title": _("Withdraw the claim"),
        "question": _("Withdraw “%(title)s”? Everybody will see that it was withdrawn, and why.")
        % {"title": both(claim, "title")[0]},
        "form": form,
        "cancel_url": reverse("claims:office_claim", args=[claim.pk]),
        "action_label": _("Withdraw"),
        "danger": True,
    }
    return render(request, "ui/confirm.html", context, status=422 if form.errors else 200)
