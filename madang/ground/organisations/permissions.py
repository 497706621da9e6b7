"""Who may open the pages of organisations."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.ground.organisations.queries import is_official
from madang.ground.people.queries import Person
from madang.lib.permissions import called


@called(_("This page is for officials: whoever holds a post in a government today."))
def officials(person: Person) -> bool:
    """Officials: whoever holds a post in a government today."""
    return is_official(person, timezone.now())
