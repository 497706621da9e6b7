"""Temporary holidays: decreed here, they move the due dates of open cases."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.flow.queries import would_move
from madang.ground.law import actions as law
from madang.ground.law.queries import CannotCount, calendar_names, decreed
from madang.lib.permissions import only
from madang.site.operator.forms import HolidayForm
from madang.site.operator.permissions import OfOperator, operators
from madang.ui.words import language


@only(operators)
@require_http_methods(["GET", "POST"])
def holidays(request: OfOperator) -> HttpResponse:
    """The holidays decreed so far, and a form for one more; what it would move is shown before it is done."""
    form = HolidayForm(request.POST if request.method == "POST" else None)
    if request.method == "GET" or not form.is_valid() or "back" in request.POST:
        return _page(request, form)
    said = form.cleaned_data
    if "sure" not in request.POST:
        moving = would_move(said["calendar"], said["day"])
        context = {"form": form.hidden(), "said": said, "moving": moving}
        return render(request, "site/operator/holiday_confirm.html", context)
    try:
        law.decree(
            said["calendar"], said["day"], said["name_ko"], said["name_en"], said["basis"], by=request.user
        )
    except CannotCount as unknown:
        form.add_error("day", unknown.ko if language() == "ko" else unknown.en)
        return _page(request, form)
    messages.success(
        request, _("The holiday was decreed. The due dates of open cases are moved now, in the background.")
    )
    return redirect("operator:holidays")


def _page(request: OfOperator, form: HolidayForm) -> HttpResponse:
    decrees = [(calendar, one) for calendar in calendar_names() for one in decreed(calendar)]
    decrees.sort(key=lambda pair: pair[1].day, reverse=True)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "site/operator/holidays.html", {"form": form, "decrees": decrees}, status=status)
