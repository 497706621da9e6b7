"""Questions about organisations: who answers for what, and who may act as what at a moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from madang.ground.organisations.models import Government, Post, Unit
from madang.ground.people.queries import Person

__all__ = ["Authority", "Government", "Post", "Unit", "authorities"]


@dataclass(frozen=True)
class Authority:
    """That a person may act in a role of a post at a moment, and why: both names are kept."""

    person_id: int
    post_id: int
    unit_id: int
    government_id: int
    role: str
    via: Literal["holder", "deputy", "delegate"]
    holder_id: int
    subjects: tuple[str, ...] = ()  # keys of definitions that a delegation is bound to; empty: all


def authorities(person: Person, *, at: datetime) -> list[Authority]:
    """All that the person may act as at the moment: own posts, as deputy of somebody absent, by delegation."""
    raise NotImplementedError
