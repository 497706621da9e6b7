"""What organisations announce."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Reorganised:
    """Units ended on a day and others began; `successors` leads from each unit that ended to those after it."""

    government_id: int
    on: date
    successors: Mapping[int, tuple[int, ...]]


@dataclass(frozen=True)
class PostChanged:
    """Somebody took or left a post on a day."""

    post_id: int
    on: date
    before_id: int | None
    after_id: int | None
