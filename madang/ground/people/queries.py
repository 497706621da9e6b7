"""Questions about people."""

from madang.ground.people.models import Absence, Person

__all__ = ["Absence", "Person"]
