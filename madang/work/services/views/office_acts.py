"""Acting on a case: each act of the present stage, and the opinion of a unit that was asked."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from madang.flow import actions as flow
from madang.flow.queries import said
from madang.lib.permissions import only
from madang.work.services.forms_office import ActForm, OpinionForm
from madang.work.services.permissions import Known, officials
from madang.work.services.queries.office import AskedOpinion, OfficeCase, office_case
from madang.work.services.views.office import Kept, act_form, gone, opened_or_gone, shown


@only(officials)
@require_POST
def act(request: Known, case_id: UUID, name: str) -> HttpResponse:
    """Do an act of the present stage; one that ends the case is confirmed first."""
    seen = opened_or_gone(request, case_id)
    if seen is None or seen.stands != "works":
        return gone(request, request.POST.get(f"{name}-reason", ""))
    if _done_before(seen, request.POST.get(f"{name}-key", "")):
        return HttpResponseRedirect(_afterwards(request, case_id))
    form = act_form(seen, name, request.POST)
    if form is None:
        return _overtaken(request, seen, name)
    if not form.is_valid():
        return shown(request, seen, Kept(act=form), status=422)
    if "back" in request.POST:
        return shown(request, seen, Kept(act=form))
    end = seen.file.flow.ends.get(form.possible.act.to or "")
    if end is not None and "sure" not in request.POST and form.possible.allowed:
        context = {
            "seen": seen,
            "case": seen.case,
            "form": form.hidden(),
            "end": end,
            "act": form.possible.act,
        }
        context["reason"] = form.cleaned_data["reason"]
        return render(request, "services/office/confirm.html", context)
    return _done(request, seen, form)


def _done_before(seen: OfficeCase, key: str) -> bool:
    """Whether the same form was sent before, as by a second click."""
    try:
        return seen.file.done(UUID(key)) is not None
    except ValueError:
        return False


def _done(request: Known, seen: OfficeCase, form: ActForm) -> HttpResponse:
    said_in_form = form.cleaned_data
    try:
        flow.act(
            seen.case.pk,
            form.possible.name,
            changed=said_in_form["changed"],
            key=said_in_form["key"],
            reason=said_in_form["reason"],
            unit=form.unit,
            period=form.period,
            by=request.user,
        )
    except flow.Overtaken:
        return _overtaken(request, seen, form.possible.name)
    except flow.NotPossible as refused:
        return shown(
            request, seen, Kept(act=form, refusal=str(refused), text=said_in_form["reason"]), status=409
        )
    messages.success(request, _("Done: %(act)s.") % {"act": said(form.possible.act.label)})
    return HttpResponseRedirect(_afterwards(request, seen.case.pk))


def _afterwards(request: Known, case_id: UUID) -> str:
    """The case, as long as it may still be read; else the inbox."""
    still = office_case(request.user, case_id)
    if still is not None and still.stands == "works":
        return reverse("services:office_case", args=[case_id])
    return reverse("flow:inbox")


def _overtaken(request: Known, seen: OfficeCase, name: str) -> HttpResponse:
    """Somebody was quicker: show what changed, and keep what was typed, in its form where there is one still."""
    typed = request.POST.copy()
    read = typed.get(f"{name}-changed", "")
    typed[f"{name}-changed"] = f"{seen.file.state.changed}"
    form = act_form(seen, name, typed)
    since = int(read) if read.isdecimal() else seen.case.version
    kept = Kept(
        act=form if form is not None and form.possible.allowed else None,
        refusal=_("Somebody else worked on this case in the meantime. Read what changed, then decide again."),
        text=typed.get(f"{name}-reason", ""),
        changes=[step for step in seen.steps if step.seq > since],
    )
    return shown(request, seen, kept, status=409)


@only(officials)
@require_http_methods(["GET", "POST"])
def opinion(request: Known, case_id: UUID, number: int) -> HttpResponse:
    """Give the opinion that my unit was asked for, seeing what is needed for it."""
    seen = opened_or_gone(request, case_id, "opinion")
    asked = next((one for one in seen.opinions if one.number == number), None) if seen else None
    if seen is None or asked is None or seen.stands == "applicant":
        return gone(request, request.POST.get("opinion", ""))
    form = OpinionForm(request.POST if request.method == "POST" else None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            flow.give_opinion(
                case_id,
                opinion=number,
                text=form.cleaned_data["opinion"],
                key=form.cleaned_data["key"],
                by=request.user,
            )
        except flow.NotPossible as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("The opinion was given."))
            return HttpResponseRedirect(_afterwards(request, case_id))
    return _opinion_page(request, seen, asked, form, refusal)


def _opinion_page(
    request: Known, seen: OfficeCase, asked: AskedOpinion, form: OpinionForm, refusal: str
) -> HttpResponse:
    if request.method == "GET" and asked.number not in {one.number for one in seen.mine_to_give}:
        if seen.stands == "works":
            return redirect("services:office_case", seen.case.pk)
        raise Http404
    context = {
        "seen": seen,
        "case": seen.case,
        "asked": asked,
        "form": form,
        "refusal": refusal,
        "now": seen.at,
    }
    return render(request, "services/office/opinion.html", context, status=409 if refusal else 200)
