"""What claims announce."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class ClaimPublished:
    """The result of a claim is public: its grade, and whether the change was shown."""

    claim_id: UUID
    government_id: int
    grade: str
    standing: str


@dataclass(frozen=True)
class ClaimWithdrawn:
    """A claim was taken back, with a reason; it stays readable."""

    claim_id: UUID
    government_id: int
    reason: str
