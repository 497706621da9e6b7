"""Who may open the pages of flow."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.ground.organisations.queries import is_official
from madang.ground.people.queries import Person
from madang.lib.permissions import called


class OfOfficial(HttpRequest):
    """A request of somebody who was let in."""

    user: Person


@called(_("This page is for officials: whoever holds a post in a government today."))
def officials(person: Person) -> bool:
    """Officials: whoever holds a post in a government today."""
    return is_official(person, timezone.now())
