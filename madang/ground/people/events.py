"""What people announce."""

from dataclasses import dataclass

from madang.ground.people.models import Absence


@dataclass(frozen=True)
class AbsenceRecorded:
    """Somebody will be away, with or without a deputy."""

    absence: Absence


@dataclass(frozen=True)
class AbsenceCancelled:
    """Somebody is back earlier, or will not be away after all."""

    absence: Absence
