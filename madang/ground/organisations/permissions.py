"""Who may open the pages of organisations."""

from django.utils import timezone

from madang.ground.organisations.queries import is_official
from madang.ground.people.queries import Person


def officials(person: Person) -> bool:
    """Officials: whoever holds a post in a government today."""
    return is_official(person, timezone.now())
