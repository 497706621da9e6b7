"""Who may open which page of services, as sentences."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.ground.organisations.queries import authorities, is_official
from madang.ground.people.queries import Person
from madang.lib.permissions import called

SERVICE_OWNER = "service-owner"


class Known(HttpRequest):
    """A request of somebody who was let in."""

    user: Person


def everybody_signed_in(person: Person) -> bool:
    """Everybody who is signed in; each sees only what is his or her own."""
    return person.is_authenticated


@called(_("This page is for officials: whoever holds a post in a government today."))
def officials(person: Person) -> bool:
    """Whoever holds a post today."""
    return is_official(person, timezone.now())


@called(_("This page is for those who answer for the services of a government."))
def service_owners(person: Person) -> bool:
    """Whoever answers for the services of a government today."""
    return any(authority.role == SERVICE_OWNER for authority in authorities(person, at=timezone.now()))
