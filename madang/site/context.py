"""What the frame of every page shows: menu, language, notices, who is signed in."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from madang.ground.notices import queries as notices
from madang.ground.organisations import queries as organisations


def frame(request: HttpRequest) -> dict[str, object]:
    """The variables of `ui/page.html`; what needs the database is asked only if the page shows it."""
    return {
        "demo": settings.DEMO,
        "menu": SimpleLazyObject(lambda: _menu(request)),
        "is_official": SimpleLazyObject(lambda: _is_official(request)),
        "unread_notices": SimpleLazyObject(lambda: _unread(request)),
    }


def _menu(request: HttpRequest) -> list[tuple[str, str, bool]]:
    places = [(_("Services"), "services:catalogue")]
    if request.user.is_authenticated:
        places.append((_("My cases"), "services:my_cases"))
    if _is_official(request):
        places += [(_("Inbox"), "flow:inbox"), (_("Service standards"), "services:standards")]
    places += [
        (_("Check a certificate"), "certificates:verify"),
        (_("Evidence"), "evidence:logs"),
        (_("Organisation"), "organisations:governments"),
    ]
    return [(label, address, request.path.startswith(address)) for label, address in _addresses(places)]


def _addresses(places: list[tuple[str, str]]) -> list[tuple[str, str]]:
    found = []
    for label, name in places:
        try:
            found.append((label, reverse(name)))
        except NoReverseMatch:
            continue
    return found


def _is_official(request: HttpRequest) -> bool:
    user = request.user
    return user.is_authenticated and organisations.is_official(user, timezone.now())


def _unread(request: HttpRequest) -> int:
    user = request.user
    return notices.unread(user) if user.is_authenticated else 0
