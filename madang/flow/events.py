"""What flow announces; a case that comes with it is as the act leaves it, with its definition and government."""

from dataclasses import dataclass
from uuid import UUID

from madang.flow.models import Case


@dataclass(frozen=True)
class CaseChanged:
    """An event was written into a case; told once for each event, in its transaction.

    Only where a holiday moves very many due dates these are told together, as `DueDatesMoved`.
    """

    case: Case
    type: str


@dataclass(frozen=True)
class DueDatesMoved:
    """A holiday was decreed or taken back and moved the due dates of these cases (up to a thousand)."""

    cases: tuple[UUID, ...]


@dataclass(frozen=True)
class CaseClosed:
    """A case reached an end; `end` is its name in the definition."""

    case: Case
    end: str
    outcome: str
    document: str | None
