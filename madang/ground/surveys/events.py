"""What surveys announce."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from madang.ground.people.queries import Person


@dataclass(frozen=True)
class Addressee:
    """Somebody who may be invited: an account, or only an address; the strata as {variable: category}."""

    email: str = ""
    person: Person | None = None
    language: str = "ko"
    strata: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """By what the frame is sorted, so that the same seed draws the same people."""
        return f"person {self.person.pk:012d}" if self.person else self.email.casefold()


@dataclass(frozen=True)
class FrameWanted:
    """A sample of users is about to be drawn: whoever knows whose cases ended adds them to `frame`."""

    government_id: int
    service: str
    first: date
    last: date
    frame: list[Addressee]


@dataclass(frozen=True)
class RoundClosed:
    """A round was closed and its results are public."""

    round_id: int
    government_id: int
    reform: str
    service: str
