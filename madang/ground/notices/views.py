"""Pages of notices: the list, and marking as read."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from madang.ground.notices import actions, queries
from madang.ground.people.queries import Known, everybody_signed_in
from madang.lib.permissions import only


@require_GET
@only(everybody_signed_in)
def notices(request: Known) -> HttpResponse:
    """All notices to whoever is signed in, those not read first."""
    page = Paginator(queries.notices_of(request.user), 20).get_page(request.GET.get("page"))
    return render(request, "notices/list.html", {"page": page, "unread": queries.unread(request.user)})


@require_POST
@only(everybody_signed_in)
def open_notice(request: Known, notice_id: int) -> HttpResponse:
    """Mark a notice as read and go to what it is about."""
    notice = actions.mark_read(request.user, notice_id, by=request.user)
    if notice is None:
        raise Http404
    stay = "stay" in request.POST or not notice.link.startswith("/") or notice.link.startswith("//")
    return redirect("notices:list" if stay else notice.link)


@require_POST
@only(everybody_signed_in)
def read_all(request: Known) -> HttpResponse:
    """Mark all notices as read."""
    actions.mark_all_read(request.user, by=request.user)
    return redirect("notices:list")
