"""What the frame of every page shows: menu, language, notices, who is signed in."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from madang.ground.notices import queries as notices
from madang.ground.organisations.queries import authorities
from madang.site.operator.permissions import operators

Places = list[tuple[str, str]]  # what it is called, and the name of its address


def frame(request: HttpRequest) -> dict[str, object]:
    """The variables of `ui/page.html`; what needs the database is asked only if the page shows it."""
    return {
        "demo": settings.DEMO,
        "menu": SimpleLazyObject(lambda: _menu(request)),
        "is_official": SimpleLazyObject(lambda: bool(_roles(request))),
        "unread_notices": SimpleLazyObject(lambda: _unread(request)),
        "footer_links": SimpleLazyObject(lambda: [(label, reverse(name)) for label, name in _footer()]),
    }


def _menu(request: HttpRequest) -> list[tuple[str, str, bool]]:
    places = [(label, reverse(name)) for label, name in _places(request)]
    inmost = max(
        (address for _said, address in places if request.path.startswith(address)), key=len, default=""
    )
    return [(label, address, address == inmost) for label, address in places]


def _places(request: HttpRequest) -> Places:
    services: Places = [(_("Services"), "services:catalogue")]
    if not request.user.is_authenticated:
        return services + _for_everybody()
    roles = _roles(request)
    services.append((_("My cases"), "services:my_cases"))
    return services + (_for_officials(request, roles) if roles else _for_everybody())


def _roles(request: HttpRequest) -> set[str]:
    if not request.user.is_authenticated:
        return set()
    return {authority.role for authority in authorities(request.user, at=timezone.now())}


def _for_officials(request: HttpRequest, roles: set[str]) -> Places:
    places: Places = [(_("Inbox"), "flow:inbox")]
    if roles & {"clerk", "adviser"}:
        places.append((_("Enter for a caller"), "services:enter_choose"))
    if "service-owner" in roles:
        places.append((_("Service standards"), "services:standards"))
    if request.user.is_authenticated and operators(request.user):
        places.append((_("Operation"), "operator:health"))
    if roles & {"innovation-officer", "service-owner", "head"}:
        places.append((_("Claims"), "claims:office_claims"))
        if roles & {"innovation-officer", "service-owner"}:
            places.append((_("Surveys"), "surveys:rounds"))
        places.append((_("Laboratory"), "laboratory:predictions"))
    return [*places, (_("Evidence"), "evidence:logs"), (_("Organisation"), "organisations:governments")]


def _for_everybody() -> Places:
    return [
        (_("Public reports"), "services:reports"),
        (_("Check a certificate"), "certificates:verify"),
        (_("Reforms"), "claims:reforms"),
        (_("Evidence"), "evidence:logs"),
        (_("Organisation"), "organisations:governments"),
    ]


def _footer() -> Places:
    places: Places = [
        (_("Public reports"), "services:reports"),
        (_("What citizens felt"), "surveys:results"),
        (_("Check a certificate"), "certificates:verify"),
        (_("Components"), "ui:gallery"),
        (_("API"), "api:openapi-json"),
    ]
    return [*places, (_("Mails of the demo"), "demo_mail")] if settings.DEMO else places


def _unread(request: HttpRequest) -> int:
    return notices.unread(request.user) if request.user.is_authenticated else 0
