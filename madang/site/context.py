"""What the frame of every page shows: menu, language, notices, who is signed in."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from madang.ground.notices import queries as notices
from madang.ground.organisations import queries as organisations
from madang.site.operator.permissions import operators


def frame(request: HttpRequest) -> dict[str, object]:
    """The variables of `ui/page.html`; what needs the database is asked only if the page shows it."""
    return {
        "demo": settings.DEMO,
        "menu": SimpleLazyObject(lambda: _menu(request)),
        "is_official": SimpleLazyObject(lambda: _is_official(request)),
        "unread_notices": SimpleLazyObject(lambda: _unread(request)),
        "footer_links": SimpleLazyObject(_footer),
    }


def _menu(request: HttpRequest) -> list[tuple[str, str, bool]]:
    places = [(_("Services"), "services:catalogue")]
    if request.user.is_authenticated:
        places.append((_("My cases"), "services:my_cases"))
    if _is_official(request):
        places += [(_("Inbox"), "flow:inbox"), (_("Service standards"), "services:standards")]
    if _operates(request):
        places.append((_("Operation"), "operator:health"))
    places += [
        (_("Public reports"), "services:reports"),
        (_("Check a certificate"), "certificates:verify"),
        (_("Evidence"), "evidence:logs"),
        (_("Organisation"), "organisations:governments"),
    ]
    found = _addresses(places)
    here = max(
        (address for _label, address in found if request.path.startswith(address)), key=len, default=""
    )
    return [(label, address, address == here) for label, address in found]


def _addresses(places: list[tuple[str, str]]) -> list[tuple[str, str]]:
    found = []
    for label, name in places:
        try:
            found.append((label, reverse(name)))
        except NoReverseMatch:
            continue
    return found


def _operates(request: HttpRequest) -> bool:
    user = request.user
    return user.is_authenticated and operators(user)


def _unread(request: HttpRequest) -> int:
    return notices.unread(request.user) if request.user.is_authenticated else 0


def _footer() -> list[tuple[str, str]]:
    places = [(_("Components"), "ui:gallery"), (_("API"), "api:openapi-json")]
    if settings.DEMO:
        places.append((_("Mails of the demo"), "demo_mail"))
    return [(label, address) for label, address in _addresses(places)]


def _is_official(request: HttpRequest) -> bool:
    user = request.user
    return user.is_authenticated and organisations.is_official(user, timezone.now())
