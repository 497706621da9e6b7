"""The page of a questionnaire: no sign-in, no script, no cookie needed to answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from madang.ground.surveys import actions, queries
from madang.ground.surveys.forms import form_of
from madang.lib.permissions import open_to_all


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The questionnaire of a link, or a sentence that says that the link was used or has run out."""
    invitation = queries.good_invitation(token)
    if invitation is None:
        return render(request, "surveys/over.html", status=410)
    questionnaire = queries.asked_by(invitation)
    form = form_of(questionnaire, request.POST or None)
    if not form.is_valid():
        context = {"survey": questionnaire.model_dump(), "form": form, "round": invitation.round}
        return render(request, "surveys/answer.html", context, status=422 if form.is_bound else 200)
    if not actions.answer(token, {key: str(value) for key, value in form.cleaned_data.items()}):
        return render(request, "surveys/over.html", status=410)
    return redirect("surveys:thanks")


@open_to_all
@require_GET
def thanks(request: HttpRequest) -> HttpResponse:
    """What becomes of the answers."""
    return render(request, "surveys/thanks.html")
