"""Pages of long lists without counting them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Stretch(Generic[Row]):
    """One page of a list whose length is not known: it knows only whether there is more."""

    object_list: Sequence[Row]
    number: int
    more: bool

    def has_next(self) -> bool:
        return self.more

    def has_previous(self) -> bool:
        return self.number > 1


def stretch(rows: QuerySet[Row], number: object, size: int = 30) -> Stretch[Row]:
    """Page `number` (as it came in the address) of ordered rows; one row more is read, nothing counted."""
    page = (
        int(text)
        if (text := str(number or 1)).isdecimal() and text.isascii() and 0 < int(text) < 10**6
        else 1
    )
    found = list(rows[(page - 1) * size : page * size + 1])
    return Stretch(found[:size], page, len(found) > size)
