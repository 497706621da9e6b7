"""Who may open the operator's pages."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.ground.organisations.queries import authorities
from madang.ground.people.queries import Person
from madang.lib.permissions import called

OPERATOR = "operator"


class OfOperator(HttpRequest):
    """A request of somebody who was let in."""

    user: Person


@called(_("This page is for those who operate the installation."))
def operators(person: Person) -> bool:
    """Whoever operates the installation: by a post with the role today, or as its first administrator."""
    return person.is_superuser or any(
        authority.role == OPERATOR for authority in authorities(person, at=timezone.now())
    )
