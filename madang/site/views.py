"""The pages that belong to the whole site: home, search, health and the demo's mailbox."""

from django.conf import settings
from django.core.paginator import Paginator
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from madang import __version__
from madang.insight.claims import queries as claims
from madang.lib import mailbox
from madang.lib.permissions import open_to_all
from madang.site import queries
from madang.work.services import queries as services

FOUND_AT_MOST, REFORMS_AT_MOST = 20, 5


@open_to_all
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page: one search box over all services, and what the government does in figures."""
    return render(request, "site/home.html", queries.front_page())


@open_to_all
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The services that the words most likely mean, and the reforms that hold them."""
    words = request.GET.get("q", "").strip()[:200]
    found = services.search(words, get_language() or "ko", limit=FOUND_AT_MOST)
    reforms = claims.public(claims.Wanted(q=words))[:REFORMS_AT_MOST] if words else []
    return render(request, "site/search.html", {"words": words, "found": found, "reforms": reforms})


@open_to_all
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """For monitors: 200 while the database answers, 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"database": "down", "version": __version__}, status=503)
    return JsonResponse({"database": "up", "version": __version__})


@open_to_all
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines leave alone: everything that concerns one person, the office and the demo's mails."""
    closed = ("/my/", "/office/", "/operator/", "/account/", "/notices/", "/survey/", "/demo/", "/verify")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@open_to_all
@require_safe
def demo_mail(request: HttpRequest) -> HttpResponse:
    """In the demo: the mails that were sent; they stay in a mailbox on this machine."""
    if not settings.DEMO:
        raise Http404
    page = Paginator(mailbox.letters(settings.DATA / "mail"), 20).get_page(request.GET.get("page"))
    return render(request, "site/demo_mail.html", {"page": page})
