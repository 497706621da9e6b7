"""Who may open the pages of people and of what stands on people."""

from django.http import HttpRequest

from madang.ground.people.models import Person


class Known(HttpRequest):
    """A request of somebody who is signed in."""

    user: Person


def everybody_signed_in(person: Person) -> bool:
    """Everybody who is signed in."""
    return person.is_authenticated
