"""The pages that belong to the whole site: home, search, health."""

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page: one search box over all services."""
    return render(request, "site/home.html")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What the search box leads to."""
    return redirect("home")


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """For monitors: 200 while the database answers, 503 when it does not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"database": "ok"})


@require_safe
def demo_mail(request: HttpRequest) -> HttpResponse:
    """In the demo: the mails that were sent, kept in a mailbox on this machine."""
    if not settings.DEMO:
        raise Http404
    return render(request, "site/demo_mail.html")
