"""The office's list of claims, and the page on which one claim is worked on."""

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.ground.organisations.queries import today_in
from madang.ground.people.queries import Known
from madang.insight.claims import life, permissions, queries, showing
from madang.insight.claims.life import Act
from madang.insight.claims.models import Claim
from madang.insight.claims.permissions import claim_readers
from madang.insight.claims.saying import why_not
from madang.insight.claims.views.asked import mine, wanted
from madang.insight.claims.views.benefits import benefits_of
from madang.lib.permissions import only


@only(claim_readers)
@require_safe
def claims(request: Known) -> HttpResponse:
    """The claims of my governments, drafts among them."""
    now = timezone.now()
    form, narrowed = wanted(request)
    page = Paginator(queries.kept_by(request.user, narrowed, now), 20).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [(claim, showing.marks(claim)) for claim in page.object_list],
        "keeps": permissions.claim_keepers(request.user),
        "narrowed": any(vars(narrowed).values()),
        "invented": any(claim.invented for claim in page.object_list),
    }
    return render(request, "claims/office/claims.html", context)


@dataclass(frozen=True)
class Step:
    """An act on the page: what it is called, where it is done, and why it cannot be done now."""

    act: str
    label: str
    text: str
    address: str
    because_not: str
    done: bool


@only(claim_readers)
@require_safe
def claim_page(request: Known, claim_id: UUID) -> HttpResponse:
    """One claim: how it stands, and what can be done next."""
    claim = mine(request, claim_id)
    if claim.stage == Claim.Stage.DRAFT:
        return render(request, "claims/office/draft.html", {"claim": claim})
    newest = queries.assessments(claim, public_only=False)
    context = showing.page_of(claim, newest[0] if newest else None)
    steps = _steps(claim, request)
    return render(
        request,
        "claims/office/claim.html",
        {
            **context, **benefits_of(claim), "steps": steps, "results": newest,
            "step_names": [step.label for step in steps], "reached": 1 + sum(step.done for step in steps),
            "next": next((step for step in steps if not step.done and not step.because_not), None),
            "may_withdraw": not _not_possible(Act.WITHDRAW, claim), "may_amend": _may_amend(claim),
            "keeps": permissions.to_keep(claim, request.user, timezone.now()) is not None,
            "from_log": any(measure.read_from for measure in context["terms"].measures),
        },
    )  # fmt: skip


def _steps(claim: Claim, request: Known) -> list[Step]:
    now = timezone.now()
    not_keeper = (
        ""
        if permissions.to_keep(claim, request.user, now)
        else _("Only innovation officers and service owners may.")
    )
    plan, watch = (
        _("How many months will it take to see the change?"),
        _("Read the log, or add a table of numbers."),
    )
    judge, publish = _("The engine chooses the design and says why."), _("Whatever the result is.")
    not_publisher, is_public = _not_publisher(claim, request), claim.published_id is not None
    return [
        _step(claim, Act.PLAN, _("Plan the proof"), plan, not_keeper, done=bool(claim.plan)),
        _step(
            claim, Act.WATCH, _("Watch it come in"), watch, not_keeper, done=claim.data.exists(), name="data"
        ),
        _step(claim, Act.ASSESS, _("Assess"), judge, not_keeper, done=claim.assessments.exists()),
        _step(claim, Act.PUBLISH, _("Publish"), publish, not_publisher, done=is_public),
    ]


def _not_publisher(claim: Claim, request: Known) -> str:
    if permissions.to_publish(claim, request.user, timezone.now()):
        return ""
    if request.user.pk == claim.registered_by_id:
        return _("Whoever registered the claim may not publish its result.")
    return _("Only the head of the unit or a colleague who keeps claims may publish.")


def _step(
    claim: Claim, act: Act, label: str, text: str, not_person: str, *, done: bool, name: str = ""
) -> Step:
    address = reverse(f"claims:{name or act}", args=[claim.pk])
    return Step(act, label, text, address, _not_possible(act, claim) or not_person, done)


def _not_possible(act: Act, claim: Claim) -> str:
    return "" if life.possible(act, claim.stage) else why_not(act, claim.stage)


def _may_amend(claim: Claim) -> bool:
    return life.possible(Act.AMEND, claim.stage) and life.may_be_amended(
        today_in(claim.government), claim.starts_on
    )
