"""What every request passes."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.site import limits

Answer = Callable[[HttpRequest], HttpResponse]


def refuse_nul(answer: Answer) -> Answer:
    """Refuse addresses that carry a NUL: no text of ours has one, and the database takes none."""

    def checked(request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path:
            return render(request, "400.html", status=400)
        return answer(request)

    return checked


def tell_browsers(answer: Answer) -> Answer:
    """Tell browsers what pages of ours never need, so that nothing foreign runs in them."""

    def told(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response

    return told


class Limits:
    """Refuses what is too large, or sent too often, before any of it is read. Stands before the check for forgery."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, view: Any, arguments: Any, named: Any
    ) -> HttpResponse | None:
        """Nothing where the request may go on; else the page that says why not."""
        if request.method != "POST" or request.resolver_match is None:
            return None
        what = request.resolver_match.view_name
        most = limits.most_bytes(what, settings.LARGEST_UPLOAD)
        if _length(request) > most:
            return too_large(request, most)
        rate = limits.RATES.get(what)
        if rate is None or not settings.LIMITS:
            return None
        wait = limits.seconds_to_wait(_who(request), what, rate, timezone.now())
        return too_often(request, wait) if wait else None


def too_large(request: HttpRequest, most: int) -> HttpResponse:
    """The answer to a request that is larger than anything that is taken there."""
    megabytes = most // 1_000_000
    if _is_api(request):
        said = _("At most %(size)s MB can be sent here at once.") % {"size": megabytes}
        return JsonResponse({"detail": said}, status=413)
    return render(request, "413.html", {"megabytes": megabytes}, status=413)


def too_often(request: HttpRequest, wait: int = 300) -> HttpResponse:
    """The answer to somebody who tries too often; `wait` in seconds, by default what sign-in makes one wait."""
    if _is_api(request):
        said = _("Too many tries. Try again in %(seconds)s seconds.") % {"seconds": wait}
        response: HttpResponse = JsonResponse({"detail": said}, status=429)
    else:
        response = render(request, "429.html", {"wait": wait}, status=429)
    response.headers["Retry-After"] = str(wait)
    return response


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _who(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return f"person {request.user.pk}"
    return f"address {limits.household(get_adapter().get_client_ip(request))}"
