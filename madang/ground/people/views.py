"""Pages about oneself."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.ground.people import actions
from madang.ground.people.forms import Wishes
from madang.ground.people.permissions import Known, everybody_signed_in
from madang.lib.permissions import only


@require_http_methods(["GET", "POST"])
@only(everybody_signed_in)
def account(request: Known) -> HttpResponse:
    """How I want to be told things, and the ways to how I sign in."""
    person = request.user
    now = {"language": person.language, "daily_digest": person.daily_digest, "phone": person.phone}
    form = Wishes(request.POST or None, initial=now)
    if not form.is_valid():
        return render(request, "people/account.html", {"form": form}, status=422 if form.is_bound else 200)
    actions.wish(person, **form.cleaned_data, by=person)
    answer = redirect("people:account")
    answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, person.language, max_age=365 * 86400, samesite="Lax")
    with translation.override(person.language):
        messages.success(request, _("Saved."))
    return answer
